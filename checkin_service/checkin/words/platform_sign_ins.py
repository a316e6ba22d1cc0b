"""Sentences for the findings about a sign-in that the national platform asserts."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

OF_THE_ASSERTION: dict[str, Said] = {
    "asserted_person": Said(Words("全国平台确认为本人签到。", "The national platform says that it was this person.")),
    "asserted_place": Said(Words("全国平台确认位置一致，未传坐标。", "The platform says that the place agrees.")),
    "asserted_elsewhere": Said(
        Words("全国平台认定位置不一致。", "The national platform says that the place does not agree."),
        Words("请在培训地点用社保卡终端签到。", "Check in with the card at the site's terminal."),
    ),
    "asserted_ahead": Said(
        Words("平台所报时间晚于当前时间。", "The moment that the platform states lies ahead."),
        Words("请核对平台时钟。", "Have the platform's clock looked at."),
    ),
    "asserted_counts": Said(
        Words("按规定计入，并单独列示为平台签到。", "It counts by policy, shown apart as asserted by the platform.")
    ),
    "asserted_recorded": Said(
        Words("本地规定不计入，仅作记录。", "By local policy it does not count and is recorded only."),
        Words("如应计入，请提出更正申请。", "File an appeal where it ought to count."),
    ),
}
