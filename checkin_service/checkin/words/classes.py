"""Sentences for findings about the class: theory before practice, online sessions, two classes at once."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

OF_THE_CLASS: dict[str, Said] = {
    "session_self_paced": Said(
        Words("本课次为自主学习，不需要签到。", "This session is self-paced: nobody checks in to it."),
        Words(
            "请在学习平台学习，由您的手机提交学习记录。",
            "Learn on the platform and let your phone send the learning record.",
        ),
    ),
    "theory_passed": Said(Words("理论培训已合格。", "The theory has been passed.")),
    "theory_not_passed": Said(
        Words("尚无同职业（工种）理论培训合格记录。", "No passed theory of the same occupation is on record."),
        Words(
            "理论合格后方可参加实操培训，请联系培训机构。",
            "Practice comes after the theory is passed: ask the institution.",
        ),
    ),
    "present_elsewhere": Said(
        Words(
            "同一时间您在另一班期已签到。", "You have been accepted for a session of another class at the same time."
        ),
        Words("如有误，请联系人社部门。", "If that is a mistake, ask the authority."),
    ),
    "scan_shown": Said(
        Words("已出示本课次的动态码或在终端刷卡。", "A code of this session was shown, or a card read.")
    ),
    "scan_missing": Said(
        Words(
            "本地规定定位签到须同时扫码，未出示本课次的动态码。",
            "Here the place alone is not enough: no code of this session was shown.",
        ),
        Words("请输入教室大屏上的动态码后重试。", "Enter the code shown in the classroom and try again."),
    ),
    "online_session": Said(Words("线上课次，不要求到场。", "An online session: there is no place to be in.")),
    "pin_on_device": Said(Words("已由本人设备和密码确认。", "Confirmed by your own device and PIN.")),
}
