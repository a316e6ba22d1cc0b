"""Words of each signal: its name, what it found, and how it comes about honestly; in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass

from checkin_service.kit.words import Words
from checkin_service.signals.model import SignalKind


@dataclass(frozen=True, slots=True)
class SignalWords:
    name: Words
    found: Words
    """With the figures of a reading in it."""
    honest: Words
    """How it comes about without anything being wrong."""


SIGNAL_WORDS: Mapping[SignalKind, SignalWords] = {
    SignalKind.ORDER: SignalWords(
        Words("签到次序", "Order of sign-ins"),
        Words(
            "{lessons}次课的签到次序一致程度为{agreement}（1为完全一致，0为毫无关联）。",
            "Between {lessons} lessons the order of sign-ins agrees by {agreement} (1: the same, 0: unrelated).",
        ),
        Words(
            "教师按名册点名、按座位依次签到，次序每次都一样。",
            "A teacher who calls the register, or people who sign in seat by seat, come in the same order each time.",
        ),
    ),
    SignalKind.BURST: SignalWords(
        Words("同时签到", "Signing in at once"),
        Words("{people}人在{seconds}秒内签到。", "{people} people signed in within {seconds} s."),
        Words(
            "动态码一显示，全班同时输入；班车到达后同时签到。",
            "As soon as the code is shown the whole room types it; a bus has just arrived.",
        ),
    ),
    SignalKind.PACE: SignalWords(
        Words("签到节奏", "Pace of sign-ins"),
        Words(
            "相邻签到的间隔多为{seconds}秒，离散程度{spread}；{card_percent} %经社保卡终端签到。",
            "Sign-ins follow one another by {seconds} s, spread {spread}; {card_percent} % came by card terminal.",
        ),
        Words(
            "在一块屏幕或一台终端前排队，一个接一个，间隔相近。",
            "A queue at one screen or one terminal moves evenly, one after the other.",
        ),
    ),
    SignalKind.CODES: SignalWords(
        Words("动态码使用时间", "Age of the room's code"),
        Words(
            "{lessons}次课中，各人使用动态码的时间相差仅{spread}秒。",
            "In {lessons} lessons people's codes differed in age by only {spread} s.",
        ),
        Words("教师读出动态码，全班同时输入。", "The teacher reads the code out and all type it together."),
    ),
    SignalKind.BINDING: SignalWords(
        Words("手机绑定", "Binding of phones"),
        Words(
            "{people}人的手机在{seconds}秒内绑定，网段和客户端种类相同。",
            "The phones of {people} people were bound within {seconds} s, in one network, by one kind of client.",
        ),
        Words(
            "开班时在同一教室、同一无线网络下由教师带领一起绑定。",
            "On the first day a teacher led the whole room through it, in one wireless network.",
        ),
    ),
}
