"""Sentences about classroom codes and their claims: what became of one, and what helps."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

NEW_CODE = Words("请输入大屏上当前显示的动态码。", "Enter the code that the screen shows now.")

OF_THE_CODE: dict[str, Said] = {
    "code_expired_or_wrong": Said(Words("动态码不正确或已过期。", "The classroom code is wrong or too old."), NEW_CODE),
    "code_claimed": Said(
        Words("动态码正确，三分钟内完成签到即可。", "The classroom code is right; finish checking in within minutes.")
    ),
    "code_claim_invalid": Said(
        Words(
            "动态码的兑换凭据已失效或已用过。", "What the classroom code was exchanged for has run out or has served."
        ),
        NEW_CODE,
    ),
    "code_too_many_wrong": Said(
        Words(
            "本机在本课次输错动态码次数过多，不再核对动态码。",
            "Too many wrong classroom codes were typed on this phone in this session; no further one is looked at.",
        ),
        Words(
            "请使用现场的社保卡终端，或请人社部门人工复核。",
            "Use the card terminal on site, or ask the authority to review it.",
        ),
    ),
    "code_used_before": Said(
        Words("该动态码您已使用过。", "You have used this classroom code before."),
        Words("请等待大屏刷新后输入新码。", "Wait for the next code on the screen."),
    ),
}
