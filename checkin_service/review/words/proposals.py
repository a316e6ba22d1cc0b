"""Sentences that say what a proposal would do, in names."""

from checkin_service.kit.words import Words

PLATFORM = Words(
    "采信学习平台“{name}”（运营单位：{operator}）签名的学习记录。",
    "Believe learning records signed by the platform “{name}”, run by {operator}.",
)
BALANCE = Words(
    "将纸质记录（{source}）中“{held}”{people}人共{hours}课时计入。",
    "Credit {hours} class hours of {people} people in “{held}” from paper ({source}).",
)
LINE = Words("{name}：第{ordinal}次课，{hours}课时", "{name}: lesson {ordinal}, {hours} class hour(s)")
TRANSFER = Words(
    "将{name}由“{held}”转入“{target}”，培训券和已得课时随转。",
    "Move {name} from “{held}” to “{target}”, with the voucher and the class hours earned.",
)
