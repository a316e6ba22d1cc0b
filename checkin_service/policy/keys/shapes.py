"""What a value may look like, and what to write when it does not."""

from dataclasses import dataclass
from datetime import date

from checkin_service.kit.words import Words
from checkin_service.policy.model import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number within bounds."""

    unit: str
    low: int
    high: int

    def mistake(self, value: object) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"write a whole number of {self.unit}"
        return None if self.low <= value <= self.high else f"write a number from {self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Share:
    """A probability, never meeting a threshold written in law."""

    unit: str = "probability"

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


@dataclass(frozen=True, slots=True)
class Key:
    title: Words
    shape: Shape
    is_own: bool = False
    """Whether it is a place's own figure, such as its plan, that no district below it inherits."""


def plain(value: object) -> Plain | object:
    """TOML lists as tuples, so that values can be shared and never changed."""
    return tuple(value) if isinstance(value, list) else value
