"""Sentences for the findings of a check-in: what happened and what helps, in Chinese and English."""

from biometrics import Refusal, RefusalReason
from checkin_service.checkin.words.classes import OF_THE_CLASS
from checkin_service.checkin.words.classroom_codes import NEW_CODE, OF_THE_CODE
from checkin_service.checkin.words.language import Said
from checkin_service.checkin.words.places import OF_THE_PLACE
from checkin_service.checkin.words.platform_sign_ins import OF_THE_ASSERTION
from checkin_service.checkin.words.scans import OF_THE_SCAN
from checkin_service.checkin.words.terminals import OF_THE_TERMINAL
from checkin_service.checkin.words.times import OF_TIME
from checkin_service.kit.verdict import Decision
from checkin_service.kit.words import Words
from geo import Datum, Suspect, Suspicion

_OTHER_PROOF = Words(
    "请重拍一张照片，或改用密码加动态码、社保卡终端等方式；也可等待人社部门人工复核。",
    "Take another photo, or use your PIN with the classroom code or the card terminal; a reviewer of the authority "
    "can also decide.",
)
_ASK_STAFF = Words("请联系培训机构工作人员。", "Please ask the institution's staff.")

SAID: dict[str, Said] = {
    "registered": Said(Words("已报名本班，培训券使用中。", "Registered in this class with a voucher in use.")),
    "withdrawn": Said(Words("您已退出本班。", "You have withdrawn from this class."), _ASK_STAFF),
    "voucher_not_in_use": Said(
        Words("您的培训券尚未在本班激活（验券）。", "Your voucher has not been activated in this class yet."),
        Words(
            "请向培训机构出示培训券二维码完成验券。", "Show your voucher's code to the institution to have it verified."
        ),
    ),
    "session_takes_place": Said(Words("本课次正常进行。", "The session takes place.")),
    "class_not_open": Said(Words("本班期未处于开班状态。", "The class is not open."), _ASK_STAFF),
    "session_cancelled": Said(Words("本课次已取消。", "The session has been cancelled.")),
    **OF_THE_CLASS,
    **OF_THE_ASSERTION,
    **OF_THE_SCAN,
    **OF_THE_TERMINAL,
    **OF_TIME,
    "in_time": Said(Words("在签到时间内。", "Within the time for checking in.")),
    "too_early": Said(
        Words("尚未到签到时间。", "It is too early to check in."),
        Words("请在所示时间内签到。", "Check in within the time shown."),
    ),
    "too_late": Said(
        Words("已过签到时间。", "The time for checking in is over."),
        Words("如确已到课，可请人社部门复核或申请更正。", "If you were there, ask the authority for a correction."),
    ),
    "no_check_now": Said(
        Words("现在没有请您确认在场。", "You are not asked to confirm that you are there now."),
        Words(
            "收到提醒时再确认；上下课请用签到、签退。",
            "Confirm when you are asked to; at both ends use the ordinary check-in.",
        ),
    ),
    "clock_differs": Said(
        Words(
            "手机时间与服务器时间相差较大，已记录，以服务器收到时间为准。",
            "The phone's clock differs from ours; noted. The time of receipt counts.",
        ),
        Words("请打开手机的自动时间。", "Switch on automatic time on your phone."),
    ),
    **OF_THE_PLACE,
    "terminal_at_site": Said(Words("由培训地点的社保卡终端签到。", "Sent by the card terminal at the training place.")),
    "mock_flag": Said(
        Words("手机报告定位为模拟位置。", "The phone says that its position is simulated."),
        Words("请关闭模拟定位后重试。", "Switch the simulation off and try again."),
    ),
    "impossible_travel": Said(
        Words(
            "与上一次有效签到的位置相距过远，按所隔时间不可能到达。",
            "From where you last checked in, nobody gets here in the time between.",
        ),
        Words(
            "请关闭模拟定位、待定位稳定后重试，或使用现场的社保卡终端；也可等待人工复核。",
            "Switch off simulated locations, wait for a fix and try again, or use the card terminal; a reviewer can "
            "also decide.",
        ),
    ),
    "frozen_position": Said(
        Words(
            "连续多次定位完全相同，已记录。室内和电脑上常见，不影响本次结果。",
            "Several fixes in a row are the same to the last digit; noted. That is common indoors and decides nothing.",
        )
    ),
    "zero_jitter": Said(
        Words(
            "连续多次定位几乎不动，已记录，不影响本次结果。",
            "Several fixes in a row hardly move; noted, and decides nothing.",
        )
    ),
    "constant_accuracy": Said(
        Words(
            "连续多次定位精度完全相同，已记录，不影响本次结果。",
            "The accuracy was the same several times in a row; noted, and decides nothing.",
        )
    ),
    "round_coordinates": Said(
        Words(
            "定位坐标位数较少，已记录，不影响本次结果。",
            "The coordinates have few digits; noted, and decides nothing.",
        )
    ),
    "fence_borne_out": Said(
        Words(
            "围栏随班移动，已由多名学员的手机佐证。",
            "The fence moved with the class; several phones bear it out.",
        ),
    ),
    "around_device": Said(Words("围栏随登记设备移动。", "The fence moved along with a device entered for the site.")),
    "fence_not_borne_out": Said(
        Words(
            "围栏由教师移动，在同处签到的学员还不够多。",
            "The instructor moved the fence, and too few trainees' phones have been there yet.",
        ),
        Words("请等几名同学签到后，再签一次。", "Wait for some others of the class to sign in, then do so again."),
    ),
    "around_instructor": Said(
        Words(
            "本班期经批准在户外授课，以教员的定位为中心判断。",
            "This class is approved to be held away from its site and is judged around the instructor's position.",
        )
    ),
    "proof_not_offered": Said(
        Words("本班期未开放这种身份核验方式。", "This class does not offer this way to show who you are."),
        Words("请改用本班提供的方式。", "Use one of the ways that the class offers."),
    ),
    "too_many_failures": Said(
        Words("短时间内多次核验未通过。", "Too many proofs failed within a short time."),
        Words(
            "请稍候再试；忘记密码的，请到人社窗口重新绑定手机。",
            "Wait a while; who forgot the PIN binds the phone anew at the counter.",
        ),
    ),
    "face_match": Said(Words("人脸比对一致。", "The face agrees with the reference.")),
    "face_no_match": Said(
        Words(
            "照片与登记的人脸不一致，暂不能确认。", "The photo does not agree with the reference; not confirmed yet."
        ),
        _OTHER_PROOF,
    ),
    "face_doubt": Said(
        Words("人脸比对结果不够明确。", "The comparison of the face is not clear enough."), _OTHER_PROOF
    ),
    "face_no_reference": Said(
        Words("尚未登记人脸。", "No face reference has been enrolled."),
        Words("请先登记人脸，或改用密码加动态码。", "Enrol your face first, or use your PIN with the classroom code."),
    ),
    "face_other_version": Said(
        Words(
            "登记的人脸由旧版本生成，不能比对。", "The reference was made by another version and cannot be compared."
        ),
        Words(
            "请改用其他方式签到并附一张照片，即可更新登记。",
            "Check in another way and send a photo with it: that renews the reference.",
        ),
    ),
    "face_stopped": Said(
        Words("人脸多次比对不一致，已暂停刷脸。", "The face failed too often in a row; faces are no longer compared."),
        Words(
            "请改用其他方式签到；如需恢复刷脸，请联系人社部门。",
            "Check in another way; the authority can allow your face again.",
        ),
    ),
    "face_renewed": Said(
        Words(
            "签到通过时，按当前版本更新登记的人脸。",
            "With an accepted check-in the reference is renewed for the present version.",
        )
    ),
    "face_not_renewed": Said(
        Words("登记的人脸未更新。", "The reference was not renewed."),
        Words("如需更新，请重拍一张清晰的正面照片。", "To renew it, take another clear photo from the front."),
    ),
    "liveness_passed": Said(
        Words(
            "已按提示完成转头检测；它能阻止多数打印照片，不能阻止录像重放和摄像头注入。",
            "The head turned as asked; this stops most printed photos, neither replayed videos nor injected streams.",
        )
    ),
    "liveness_absent": Said(
        Words("未做活体检测，照片不能证明本人在镜头前。", "No liveness check: the photo alone shows no living person."),
        Words("可先完成转头检测，或输入课堂动态码。", "Do the head turns first, or enter the classroom code."),
    ),
    "liveness_failed": Said(
        Words("活体检测未通过。", "The liveness check was not passed."),
        Words("请在光线充足处重做，按提示缓慢转头。", "Repeat it in good light and turn the head slowly as asked."),
    ),
    "liveness_other_person": Said(
        Words("完成活体检测的人与登记的人脸不够一致。", "Who turned the head is not clearly the person enrolled."),
        _OTHER_PROOF,
    ),
    "photo_used_before": Said(
        Words("这张照片以前提交过。", "This very photo was sent before."),
        Words("请现场重新拍摄。", "Take a new photo here and now."),
    ),
    "photo_nearly_used_before": Said(
        Words("照片与以前提交的几乎相同，已记录。", "The photo is nearly the same as an earlier one; noted.")
    ),
    "pin_and_code": Said(
        Words("本人设备、密码与教室动态码均正确。", "Your own device, your PIN and the classroom code are right.")
    ),
    "pin_wrong": Said(
        Words("密码不正确。", "The PIN is not right."),
        Words(
            "请核对，十五秒后用新的动态码再试；每错一次，等待加倍。",
            "Check it, and try again in a quarter of a minute with the next code; each mistake doubles the wait.",
        ),
    ),
    "pin_waits": Said(
        Words("刚才密码有误，这一次没有核对密码。", "A PIN was wrong a moment ago; this one was not looked at."),
        Words(
            "请等所示的秒数过后，用新的动态码再试；忘记密码的，请到人社窗口重新绑定手机。",
            "After the seconds shown, try the next code; who forgot the PIN binds the phone anew at the counter.",
        ),
    ),
    "pin_without_code": Said(
        Words("密码须与有效的教室动态码同时使用。", "The PIN counts together with a valid classroom code only."),
        NEW_CODE,
    ),
    **OF_THE_CODE,
    "card_pin_asserted": Said(
        Words("社保卡与密码经终端核验一致。", "The card and its PIN were verified by the terminal.")
    ),
    "e_card_asserted": Said(
        Words("电子社保卡平台已确认本人身份。", "The electronic social security card confirmed who you are.")
    ),
    "assertion_invalid": Said(
        Words("身份核验凭据无效。", "The assertion of identity is not valid."),
        Words("请重新核验，或改用其他方式。", "Verify again, or use another way."),
    ),
    "sender_known": Said(Words("由已绑定的设备发送。", "Sent by a bound device.")),
    "sender_revoked": Said(Words("发送设备已解除绑定。", "The sending device is no longer bound."), _ASK_STAFF),
    "already_counted": Said(
        Words("本次签到此前已计入，不重复计算。", "This was counted before; it does not count twice.")
    ),
    "phase_not_required": Said(
        Words("本课次不要求此环节签到，已记录。", "The session does not ask for this phase; noted.")
    ),
    "check_failed": Said(
        Words("有一项核验未能完成，暂不能确认。", "One check could not be completed; not confirmed yet."), _OTHER_PROOF
    ),
    **{
        f"face_{reason}": Said(
            Words("照片不能用于比对。", "The photo cannot be compared."),
            Words(Refusal(reason).advice("zh"), Refusal(reason).advice("en")),
        )
        for reason in RefusalReason
    },
}

SUMMARY: dict[Decision, Words] = {
    Decision.ACCEPTED: Words("签到成功", "Checked in"),
    Decision.DOUBTFUL: Words(
        "签到待确认：暂不计课时，请按提示补充核验，或等待人工复核",
        "Not confirmed yet: no class hours so far; give a further proof as advised, or wait for the review",
    ),
    Decision.REFUSED: Words("签到未通过", "Not accepted"),
}

_DATUMS = {
    Datum.WGS84: Words("WGS-84（GPS）", "WGS-84 (GPS)"),
    Datum.CGCS2000: Words("CGCS2000（测绘）", "CGCS2000 (surveys)"),
    Datum.GCJ02: Words("GCJ-02（高德、腾讯、微信）", "GCJ-02 (Gaode, Tencent, WeChat)"),
    Datum.BD09: Words("BD-09（百度）", "BD-09 (Baidu)"),
}
_MIX_UP = {
    Suspect.SITE: Words(
        "{people}名学员的定位集中在另一处：若本地点的坐标实为{actual_zh}，而非登记的{declared_zh}，正好相差{displacement_m}米。"
        "请核对坐标来源，确认后变更地点。",
        "The fixes of {people} people come together elsewhere: exactly where this site would lie if its numbers were "
        "{actual_en}, not {declared_en} as registered, {displacement_m} m away. Check where the numbers came from, "
        "then change the site.",
    ),
    Suspect.FIXES: Words(
        "{people}名学员的定位整体偏移{displacement_m}米，与把{actual_zh}的坐标标成{declared_zh}一致。请检查签到程序的坐标系设置。",
        "The fixes of {people} people are off by {displacement_m} m, as if numbers in {actual_en} were labelled "
        "{declared_en}. Check which datum the app that sends them declares.",
    ),
}


def mix_up(suspicion: Suspicion) -> Words:
    """A suspected datum mix-up in a sentence that says what to check."""
    declared, actual = _DATUMS[suspicion.declared], _DATUMS[suspicion.actual]
    return _MIX_UP[suspicion.suspect].filled(
        people=suspicion.fixes_used,
        displacement_m=round(suspicion.displacement_m),
        declared_zh=declared.zh,
        declared_en=declared.en,
        actual_zh=actual.zh,
        actual_en=actual.en,
    )
