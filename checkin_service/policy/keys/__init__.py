"""Every key a pack may set: its type, unit, sane bounds and name for people; other keys are refused at load."""

from types import MappingProxyType

from checkin_service.policy.keys import attendance, classes, faces, figures, money, people, vouchers
from checkin_service.policy.keys.shapes import Day, Key, OneOf, Shape, Share, SomeDays, SomeOf, Whole, plain

__all__ = ["KEYS", "Day", "Key", "OneOf", "Shape", "Share", "SomeDays", "SomeOf", "Whole", "plain"]

_PARTS = (attendance, classes, faces, figures, money, people, vouchers)

KEYS = MappingProxyType(dict(sorted(entry for part in _PARTS for entry in part.KEYS.items())))
"""In alphabetical order."""
