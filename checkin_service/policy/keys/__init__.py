"""Every key a pack may set: its type, unit, sane bounds and name for people; other keys are refused at load."""

from types import MappingProxyType

from checkin_service.policy.keys import (
    attendance,
    classes,
    credit,
    evaluations,
    faces,
    figures,
    messages,
    money,
    people,
    privacy,
    rooms,
    vouchers,
    watching,
)
from checkin_service.policy.keys.shapes import At, Day, Key, OneOf, Shape, Share, SomeDays, SomeOf, Unit, Whole, plain

__all__ = [
    "KEYS",
    "At",
    "Day",
    "Key",
    "OneOf",
    "Shape",
    "Share",
    "SomeDays",
    "SomeOf",
    "Unit",
    "Whole",
    "needed_at",
    "plain",
]

_PARTS = (
    attendance,
    classes,
    credit,
    evaluations,
    faces,
    figures,
    messages,
    money,
    people,
    privacy,
    rooms,
    vouchers,
    watching,
)

KEYS = MappingProxyType(dict(sorted(entry for part in _PARTS for entry in part.KEYS.items())))
"""In alphabetical order."""


def needed_at(place: At) -> tuple[str, ...]:
    """The keys that somebody must have set before that place is passed, in alphabetical order."""
    return tuple(name for name, key in KEYS.items() if place in key.needed)
