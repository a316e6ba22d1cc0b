"""Values as people read them, Chinese first."""

import tomllib
from datetime import date
from pathlib import Path
from types import MappingProxyType

from checkin_service.kit.money import yuan
from checkin_service.kit.verdict import BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.model import PolicyValue

NAMES = MappingProxyType(
    {
        name: Words(*words)
        for name, words in tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8")).items()
    }
)
"""What each name that a value may be means."""

UNITS = MappingProxyType(
    {
        "calendar month": Words("{number}个月", "{number} calendar month(s)"),
        "class hour": Words("{number}课时", "{number} class hour(s)"),
        "day": Words("{number}天", "{number} day(s)"),
        "fen": Words("{yuan}", "{yuan}"),
        "fix": Words("{number}次", "{number} fixes"),
        "km/h": Words("{number}公里/小时", "{number} km/h"),
        "metre": Words("{number}米", "{number} m"),
        "minute": Words("{number}分钟", "{number} min"),
        "month": Words("{number}个月", "{number} month(s)"),
        "percent": Words("{number} %", "{number} %"),
        "probability": Words("{number}", "{number}"),
        "second": Words("{number}秒", "{number} s"),
        "time": Words("{number}次", "{number} time(s)"),
        "voucher": Words("{number}张", "{number} voucher(s)"),
        "working day": Words("{number}个工作日", "{number} working day(s)"),
        "window": Words("{number}个窗口", "{number} window(s)"),
        "year": Words("{number}周岁", "{number} years"),
    }
)
"""How a number in each unit is said."""

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


def shown(value: PolicyValue) -> Words:
    """What the value says.

    >>> from checkin_service.policy.book import book
    >>> shown(book().at("340000", on=date(2022, 1, 1)).value("voucher.face_value_fen"))
    Words(zh='¥6,000.00', en='¥6,000.00')
    """
    if not value.is_required:
        return NOT_REQUIRED
    if isinstance(value.value, tuple):
        parts = [_one(each) for each in value.value]
        return Words("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
    if value.unit is None:
        return _one(value.value)
    amount = yuan(value.integer) if value.unit == "fen" else ""
    return UNITS[value.unit].filled(number=value.value, yuan=amount)


def _one(value: object) -> Words:
    return Words(value.isoformat(), value.isoformat()) if isinstance(value, date) else NAMES[str(value)]
