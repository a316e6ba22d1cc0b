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
    SignalKind.ROOMS: SignalWords(
        Words("全班同时确认未应答", "Rooms asked at once, not answered"),
        Words(
            "{rooms}次全班同时确认，每次未应答的人都多于操作慢可以解释的；共{asked}人次，未应答{missed}人次。",
            "{rooms} times the room was asked at once, and each time more were missed than slow people explain: "
            "{missed} of {asked} answers in all.",
        ),
        Words(
            "网络经常不好、大屏太小或在角落、实操课腾不出手的人，多次来不及应答。",
            "The network is often bad, the screen is small or aside, or hands are full in practical lessons.",
        ),
    ),
    SignalKind.ROOM_PACE: SignalWords(
        Words("全班同时确认应答节奏", "Pace of answers when the room is asked"),
        Words(
            "{rooms}次全班同时确认，应答一个接一个，间隔多为{seconds}秒，离散程度{spread}。",
            "{rooms} times the room was asked at once, and answers followed one another by {seconds} s, "
            "spread {spread}.",
        ),
        Words(
            "教师逐个帮助不熟悉手机的学员应答，一人接一人。",
            "A teacher helps people who are new to the phone, one after the other.",
        ),
    ),
    SignalKind.TOGETHER: SignalWords(
        Words("单独应答快、同时应答慢", "Quick alone, late together"),
        Words(
            "{rooms}次全班同时确认中，最慢的{people}人用时与单独确认相比，是班上其他人的{times}倍。",
            "In {rooms} rooms asked at once the slowest {people} took {times} times as long, beside how they answer "
            "alone, as others of the class do.",
        ),
        Words(
            "几个人共用一处信号差的座位，或互相帮忙、等最后一人做完才应答；单独确认时不受影响。",
            "Some sit where the network is bad, or help each other and wait; asked alone they do not.",
        ),
    ),
    SignalKind.HEADS: SignalWords(
        Words("照片清点人数", "Heads in photographs"),
        Words(
            "{lessons}次课照片清点人数，每次与签到人数至少相差{least}人。",
            "In photographs of {lessons} lessons heads differed from the check-ins by {least} at the least, each time.",
        ),
        Words(
            "后排被挡、侧脸、有人在门外或另一间实操室，照片上就少几个人。",
            "A back row is hidden, faces are turned away, some work in another room.",
        ),
    ),
    SignalKind.MISSED: SignalWords(
        Words("随机在场确认多次未应答", "Unannounced checks missed again and again"),
        Words(
            "{of}人中有{people}人多次未应答（三次以上，且超过一半；每人约{checks}次）。",
            "Of {of} people {people} missed three checks or more and more than half; each had about {checks}.",
        ),
        Words(
            "上课要求把手机收起来、静音或没有电；实操时腾不出手。",
            "Phones are put away in lessons, silent or out of power; hands are full in practical work.",
        ),
    ),
}
