"""Values as people read them, Chinese first."""

import tomllib
from datetime import date
from pathlib import Path
from types import MappingProxyType

from checkin_service.kit.money import yuan
from checkin_service.kit.verdict import BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.keys import KEYS, Day, OneOf, Shape, Share, SomeDays, SomeOf, Unit, Whole
from checkin_service.policy.model import PolicyUnknown, PolicyValue
from checkin_service.policy.proofs import OFFERED, PROOFS, ProofKind

_NAMES: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))

NAMES = MappingProxyType(
    {name: Words(*words) for name, words in _NAMES.items()} | {kind: PROOFS[ProofKind(kind)].words for kind in OFFERED}
)
"""What each name that a value may be means."""

_UNITS = MappingProxyType({unit.value: unit for unit in Unit})

KINDS = MappingProxyType({"general": Words("通用券", "general"), "targeted": Words("定向券", "targeted")})

BASES = MappingProxyType(
    {
        BasisKind.STATUTE: Words("法规", "statute"),
        BasisKind.AUTHORITY_DECISION: Words("主管部门决定", "authority's decision"),
        BasisKind.OPERATOR_DEFAULT: Words("运行方默认", "operator default"),
        BasisKind.NOT_REQUIRED: Words("不要求", "not required"),
    }
)

NOT_REQUIRED = Words("不要求", "not required")

INFORMS = Words("仅供查阅", "for information")
"""Said beside every value that no rule reads."""

_ONE_OF = Words("其一：{zh}", "one of: {en}")
_SOME_OF = Words("可多选：{zh}", "one or several of: {en}")
_PLAIN_SHAPES = MappingProxyType(
    {
        Share: Words("0与1之间的小数", "a number between 0 and 1"),
        Day: Words("一个日期", "a day"),
        SomeDays: Words("若干日期，按先后排列", "several days, in order"),
    }
)
_WAY = Words(
    "由{place}人社部门的一名工作人员在“政策决定”页面（/policy）或通过 POST /v1/policy-decisions 录入决定文件，"
    "另一名工作人员批准后即生效。",
    "A member of staff of authority {place} enters the document on the page “Policy decisions” (/policy) or by "
    "POST /v1/policy-decisions; it holds once another one has approved it.",
)
_FROM_ABOVE = Words(
    "此项由上级文件或平台确定，请联系平台运行方。",
    "This comes from documents from above or from the service: ask its operator.",
)


def value_in_words(value: PolicyValue) -> Words:
    """What the value says.

    >>> from checkin_service.policy.book import book
    >>> value_in_words(book().at("340000", on=date(2022, 1, 1)).value("voucher.face_value_fen"))
    Words(zh='¥6,000.00', en='¥6,000.00')
    """
    if not value.is_required:
        return NOT_REQUIRED
    if isinstance(value.value, tuple):
        parts = [_one(each) for each in value.value]
        return Words("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
    if value.unit is None:
        return _one(value.value)
    return _number(value.value, _UNITS[value.unit])


def allowed(shape: Shape) -> Words:
    """What a value of this shape may be.

    >>> from checkin_service.policy.keys import KEYS
    >>> allowed(KEYS["voucher.use_within_months"].shape)
    Words(zh='1个月至60个月', en='1 calendar month(s) to 60 calendar month(s)')
    """
    match shape:
        case Whole():
            low, high = (_number(each, shape.unit) for each in (shape.low, shape.high))
            return Words(f"{low.zh}至{high.zh}", f"{low.en} to {high.en}")
        case OneOf() | SomeOf():
            names = [NAMES[name] for name in shape.names]
            what = _ONE_OF if isinstance(shape, OneOf) else _SOME_OF
            return what.filled(zh="、".join(each.zh for each in names), en=", ".join(each.en for each in names))
        case _:
            return _PLAIN_SHAPES[type(shape)]


def way_to_decide(unknown: PolicyUnknown) -> Words:
    """Who has to do what, so that a value nobody has set exists."""
    way = _WAY if KEYS[unknown.key].decidable else _FROM_ABOVE
    return way.filled(place=unknown.jurisdiction)


def _number(value: object, unit: Unit) -> Words:
    return unit.words.filled(number=value, yuan=yuan(value) if unit is Unit.FEN and isinstance(value, int) else "")


def _one(value: object) -> Words:
    return Words(value.isoformat(), value.isoformat()) if isinstance(value, date) else NAMES[str(value)]
