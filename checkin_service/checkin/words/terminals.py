"""Sentences about card terminals and the displays of the classroom code."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

OF_THE_TERMINAL: dict[str, Said] = {
    "terminal_without_challenge": Said(
        Words("终端签名未含服务器随机数。", "The terminal's statement holds no challenge of the service."),
        Words("请更新终端程序。", "The terminal's program should be updated."),
    ),
    "terminal_not_confirmed": Said(
        Words("该终端尚未经人社部门第二人确认。", "No second person of the authority has confirmed this terminal yet."),
        Words("请改用其他方式签到，并告知授课教师。", "Check in another way, and tell the instructor."),
    ),
    "terminal_away": Said(
        Words("该终端的定位不在培训地点。", "By its own position this terminal is not at the training place."),
        Words("请改用手机签到，并告知授课教师。", "Check in by phone, and tell the instructor."),
    ),
    "terminal_too_fast": Said(
        Words(
            "距插卡或上一笔的时间短于人所能及。",
            "Since the card, or the statement before, less time has passed than a person needs.",
        ),
        Words("请重新插卡并输入密码。", "Insert the card and type the PIN again."),
    ),
    "terminal_clock_differs": Said(
        Words(
            "终端时钟与服务器相差较大，已记录，以服务器时间为准。",
            "The terminal's clock differs from ours; noted. Our time counts.",
        )
    ),
}

CODE_NOT_NOW = Words(
    "动态码只在签到时间内显示：{windows}。", "The classroom code is shown while people may check in: {windows}."
)
CODE_NEVER = Words(
    "本课次没有签到时间，无需动态码。", "The session has no window for checking in and needs no classroom code."
)
OTHER_DISPLAY = Words(
    "本课次的动态码已由另一台设备显示。", "Another device shows the classroom code of this session already."
)
NOT_THE_DISPLAY = Words(
    "本设备尚未登记为本课次的显示设备。", "This device has not been made the display of this session."
)
NOT_AT_SITE = Words(
    "设备的定位不在培训地点，不能显示动态码。", "The device is not at the training place, so it shows no code."
)
AWAY = Words(
    "设备的定位不在登记的教学点，已停止显示动态码。请放回原处，人社部门会看到这次移动。",
    "By its own position this device is not where it was entered, so it shows no code. Put it back; the authority sees "
    "that it was moved.",
)
SILENT = Words(
    "设备很久没有报告位置，暂不显示动态码；报告后即恢复。",
    "This device has not said for a while where it is, so it shows no code; it does again once it has reported.",
)
