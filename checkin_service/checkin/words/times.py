"""Sentences for the findings about time: late arrivals, and attempts made without a network and delivered later."""

from checkin_service.checkin.words.language import Said
from checkin_service.kit.words import Words

OF_TIME: dict[str, Said] = {
    "late": Said(
        Words(
            "迟到，未赶上的课时不计，其余课时照计。",
            "You came late: the class hours missed are not credited, the others are.",
        )
    ),
    "offline_bracketed": Said(
        Words(
            "离线完成、事后送达；当时的课堂动态码证明了时间。",
            "Made without a network and delivered later; the classroom code of then shows when.",
        )
    ),
    "offline_not_bracketed": Said(
        Words(
            "离线完成、事后送达；没有当时的课堂动态码，时间无法确认。",
            "Made without a network and delivered later; without the classroom code of then nobody can tell when.",
        ),
        Words(
            "无需再操作，等待人工复核；下次离线时请输入大屏上的动态码。",
            "Nothing more to do: a reviewer decides. Without a network next time, enter the code on the screen.",
        ),
    ),
    "offline_too_old": Said(
        Words("离线完成，送达过晚。", "Made without a network and delivered too late to be counted by itself."),
        Words("等待人工复核。", "A reviewer decides."),
    ),
}
