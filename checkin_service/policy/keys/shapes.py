"""Shapes of policy values: type, bounds, unit, the message when one does not fit, and where the service needs it."""

from dataclasses import dataclass, field
from datetime import date
from enum import Flag, StrEnum, auto
from typing import Self

from checkin_service.kit.words import Words
from checkin_service.policy.model import Plain


class Unit(StrEnum):
    """What a number counts, and how a number of it is said; `yuan` is filled in for money."""

    words: Words

    def __new__(cls, name: str, zh: str, en: str) -> Self:
        unit = str.__new__(cls, name)
        unit._value_ = name
        unit.words = Words(zh, en)
        return unit

    CALENDAR_MONTH = "calendar month", "{number}个月", "{number} calendar month(s)"
    CHANNEL = "channel", "{number}个渠道", "{number} channel(s)"
    CLASS_HOUR = "class hour", "{number}课时", "{number} class hour(s)"
    CODE = "code", "{number}个", "{number} code(s)"
    DAY = "day", "{number}天", "{number} day(s)"
    FEN = "fen", "{yuan}", "{yuan}"
    FIX = "fix", "{number}次", "{number} fixes"
    HOUR = "hour", "{number}小时", "{number} hour(s)"
    KM_PER_HOUR = "km/h", "{number}公里/小时", "{number} km/h"
    METRE = "metre", "{number}米", "{number} m"
    MINUTE = "minute", "{number}分钟", "{number} min"
    MONTH = "month", "{number}个月", "{number} month(s)"
    PERSON = "person", "{number}人", "{number} people"
    PERCENT = "percent", "{number} %", "{number} %"
    POINT = "point", "{number}分", "{number} point(s)"
    PROBABILITY = "probability", "{number}", "{number}"
    SECOND = "second", "{number}秒", "{number} s"
    TIME = "time", "{number}次", "{number} time(s)"
    VOUCHER = "voucher", "{number}张", "{number} voucher(s)"
    WINDOW = "window", "{number}个窗口", "{number} window(s)"
    WORKING_DAY = "working day", "{number}个工作日", "{number} working day(s)"
    YEAR = "year", "{number}周岁", "{number} years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number within bounds."""

    unit: Unit
    low: int
    high: int

    def mistake(self, value: object) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"write a whole number of {self.unit}"
        return None if self.low <= value <= self.high else f"write a number from {self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Share:
    """A probability, never meeting a threshold written in law."""

    unit: Unit = Unit.PROBABILITY

    def mistake(self, value: object) -> str | None:
        return None if isinstance(value, float) and 0 < value < 1 else "write a number between 0 and 1, such as 0.95"


@dataclass(frozen=True, slots=True)
class Day:
    """A civil day."""

    unit: None = None

    def mistake(self, value: object) -> str | None:
        return None if type(value) is date else "write a day, such as 2020-06-01 without quotes"


@dataclass(frozen=True, slots=True)
class SomeDays:
    """Several civil days, each once, in order."""

    unit: None = None

    def mistake(self, value: object) -> str | None:
        if not isinstance(value, tuple) or not value or any(type(day) is not date for day in value):
            return "write a list of days, such as [2022-06-03]"
        return None if list(value) == sorted(set(value)) else "write each day once, in order"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A name from a closed list."""

    names: tuple[str, ...]
    unit: None = None

    def mistake(self, value: object) -> str | None:
        return None if value in self.names else f"write one of {', '.join(self.names)}"


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Several names from a closed list, in order, each once."""

    names: tuple[str, ...]
    unit: None = None

    def mistake(self, value: object) -> str | None:
        if not isinstance(value, tuple) or not value or any(name not in self.names for name in value):
            return f"write a list of {', '.join(self.names)}"
        return None if len(set(value)) == len(value) else "write each name once"


Shape = Whole | Share | Day | SomeDays | OneOf | SomeOf


class At(Flag):
    """Where the service needs a value: a gap is refused there by name, before anybody depends on it."""

    NOWHERE = 0
    """Nowhere: it informs and is shown as information; no code asks for it, and `otherwise` says why none has to."""
    CLASS = auto()
    """When a class opens or its plan changes, by the rules of the authority that supervises it."""
    VOUCHER = auto()
    """At the same moments and when vouchers are asked for, by the rules of the authority that pays, for each kind."""
    USE = auto()
    """Only where it is used; `otherwise` says why no class has to wait for it."""


@dataclass(frozen=True, slots=True)
class Key:
    title: Words
    shape: Shape
    needed: At = field(kw_only=True)
    otherwise: str = field(default="", kw_only=True)
    """Of a value needed at its use: why that is soon enough, or what holds where nobody states one; of one that only
    informs: why nothing can follow from it."""
    is_own: bool = False
    """Whether it is a place's own figure, such as its plan, that no district below it inherits."""
    decidable: bool = True
    """Whether an authority may enter its decision on it, where no statute of its line states it. What the service
    itself measures by, how a voucher's life is built, and what others have printed is no authority's to decide."""

    is_national: bool = field(default=False, kw_only=True)
    """Whether only the national pack may state it: what it bounds is not one place's matter."""

    @property
    def informs(self) -> bool:
        """Whether it only informs: no rule reads it, and its wording is never that of a check."""
        return not self.needed

    def __post_init__(self) -> None:
        if bool(self.otherwise) is not (At.USE in self.needed or self.informs):
            raise ValueError(f"{self.title.en}: `otherwise` belongs to what is needed at its use or only informs")
        if self.decidable and (self.is_national or self.informs):
            raise ValueError(f"{self.title.en}: nobody decides on what holds nationally or changes nothing")


def plain(value: object) -> Plain | object:
    """TOML lists as tuples, so that values can be shared and never changed."""
    return tuple(value) if isinstance(value, list) else value
