"""Sentences for findings about the place: what the fix says, and what helps where it says too little."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

_USE_CODE = Words(
    "请到室外或窗边等待定位稳定后重试，或输入教室大屏上的动态码。",
    "Step outside or to a window and wait for a better fix, or enter the code shown in the classroom.",
)

_OWN_DATUM = Words(
    "请用手机自带浏览器签到（坐标系为WGS-84），并输入教室大屏上的动态码；连续几次一致后即恢复。",
    "Check in with the phone's own browser (which says WGS-84) and with the code shown in the classroom; after a few "
    "times alike all is as before.",
)

OF_THE_PLACE: dict[str, Said] = {
    "inside": Said(Words("定位在培训地点有效半径内。", "Your position is inside the training place's radius.")),
    "inside_by_label": Said(
        Words(
            "定位只因所标的坐标系才落在有效半径内，不能据此确认在场。",
            "Only by the datum that it is labelled with does your position lie inside; that alone does not show that "
            "you are here.",
        ),
        _OWN_DATUM,
    ),
    "inside_by_label_but_code": Said(
        Words(
            "定位只因所标的坐标系才落在有效半径内，但教室动态码有效；记为较低的证据等级。",
            "Only by the datum that it is labelled with does your position lie inside, but the classroom code is "
            "right; the evidence is of a lower class.",
        ),
        _OWN_DATUM,
    ),
    "datum_unusual": Said(
        Words(
            "定位所标的坐标系不是手机通常使用的，或与您最近几次的不同，已记录。",
            "The datum of this position is not one that phones speak, or not that of your latest ones; noted.",
        )
    ),
    "outside": Said(
        Words("定位在培训地点有效半径之外。", "Your position is outside the training place's radius."),
        Words(
            "手机定位签到不可用；如您在现场，请使用现场的社保卡终端。",
            "Checking in by phone is not possible from there; if you are on site, use the card terminal.",
        ),
    ),
    "edge": Said(
        Words("定位在有效半径边缘，无法确定。", "Your position is at the edge; it cannot be told."), _USE_CODE
    ),
    "too_inaccurate": Said(
        Words("定位误差过大，无法确定是否在场。", "The fix is too inaccurate to tell where you are."), _USE_CODE
    ),
    "edge_but_code": Said(
        Words(
            "定位不够精确，但教室动态码有效，确认在场。",
            "The fix is not precise, but the classroom code shows that you are in the room.",
        )
    ),
    "out_of_reach": Said(
        Words(
            "定位误差很大，且中心距培训地点过远，动态码不能补足。",
            "The fix is very coarse and centred far from the place; a code cannot make up for that.",
        ),
        Words(
            "请打开精确定位，等待定位稳定后重试，或使用现场的社保卡终端；也可等待人工复核。",
            "Switch on precise location, wait for a better fix and try again, or use the card terminal; a reviewer can "
            "also decide.",
        ),
    ),
    "other_datum": Said(
        Words(
            "按所标的坐标系，定位不在培训地点；同样的数字按另一坐标系（WGS-84、GCJ-02、BD-09）则在。",
            "As labelled, your position is elsewhere; the same numbers read in another datum (WGS-84, GCJ-02, BD-09) "
            "lie at the training place.",
        ),
        Words(
            "请换用手机自带浏览器或官方应用签到；这样签到须有教室动态码。",
            "Use the phone's own browser or the official app; checking in like this takes the classroom code.",
        ),
    ),
    "grey_ring": Said(
        Words(
            "定位在有效半径外不远处，室内定位常有这样的偏差，不视为不在场。",
            "Your position is just beyond the radius; indoor fixes are often off by that much, so you are not called "
            "absent.",
        ),
        Words("这样签到须有教室动态码。", "Checking in like this takes the classroom code."),
    ),
    "contrary_stands": Said(
        Words(
            "本课次中您的手机曾报告在别处，此后没有不低于该精度的新定位，暂不能确认。",
            "Your phone said earlier in this session that it is elsewhere, and no new fix as fine as that one has come "
            "since; not confirmed yet.",
        ),
        Words(
            "请等待定位稳定后再试（精度不低于上一次），或使用现场的社保卡终端；也可等待人工复核。",
            "Wait for a fix at least as accurate as the earlier one and try again, or use the card terminal; a "
            "reviewer can also decide.",
        ),
    ),
    "no_position_but_code": Said(
        Words(
            "没有收到定位，但教室动态码有效；记为较低的证据等级。",
            "No position was received, but the classroom code is right; the evidence is of a lower class.",
        ),
        Words("请允许浏览器使用位置信息。", "Allow the browser to use your location."),
    ),
    "no_usable_accuracy_but_code": Said(
        Words(
            "定位缺少有效的精度信息，但教室动态码有效；记为较低的证据等级。",
            "The fix has no usable accuracy, but the classroom code is right; the evidence is of a lower class.",
        ),
        Words("请关闭模拟定位类软件，等待定位稳定。", "Switch off apps that simulate locations and wait for a fix."),
    ),
    "no_position": Said(
        Words("没有收到定位。", "No position was received."),
        Words(
            "请允许浏览器使用位置信息后重试，或输入教室大屏上的动态码，或使用现场的社保卡终端。",
            "Allow the browser to use your location and try again, enter the code shown in the classroom, or use the "
            "card terminal on site.",
        ),
    ),
    "fix_too_old": Said(
        Words("定位不是现在测得的。", "The position was not measured just now."),
        Words("请等待手机重新定位后再提交。", "Wait until the phone has found its position anew, and send again."),
    ),
    "fix_too_old_but_code": Said(
        Words(
            "定位不是现在测得的，以教室动态码为准。",
            "The position was not measured just now; the classroom code decided.",
        )
    ),
    "no_usable_accuracy": Said(
        Words("定位缺少有效的精度信息。", "The fix comes without a usable accuracy."),
        Words(
            "请关闭模拟定位类软件，等待定位稳定后重试，或输入教室大屏上的动态码。",
            "Switch off apps that simulate locations, wait for a fix and try again, or enter the code shown in the "
            "classroom.",
        ),
    ),
}
