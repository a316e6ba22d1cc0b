"""The clauses that a voucher's life stands on where no value of policy decides: by the pack whose graph it follows."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from checkin_service.kit.verdict import OURS, Basis
from checkin_service.policy.clauses import law
from checkin_service.policy.model import NATIONAL


class Matter(StrEnum):
    """What is refused."""

    EXPIRY = "expiry"
    ORDER = "order"
    """A move that the order of steps does not know."""
    ONCE = "once"
    RETURN = "return"
    WRITE_OFF = "write_off"
    CLAW_BACK = "claw_back"
    HELD = "held"


def ground_of(graph: str, matter: Matter) -> Basis:
    """The clause of the pack, or of the ministry's plan above it; ours where neither says anything.

    >>> ground_of("330600", Matter.EXPIRY).clause, ground_of("370000", Matter.EXPIRY).clause
    ('SX-14', 'MP-10')
    """
    clause = _CLAUSES[matter].get(graph) or _CLAUSES[matter].get(NATIONAL)
    return OURS if clause is None else law(clause)


_CLAUSES: Mapping[Matter, Mapping[str, str]] = MappingProxyType(
    {
        Matter.EXPIRY: {NATIONAL: "MP-10", "330600": "SX-14", "340000": "AH-08", "350000": "FJ-13"},
        Matter.ORDER: {NATIONAL: "MP-02", "330600": "SX-12", "340000": "AH-15", "350000": "FJ-05", "370000": "SD-01"},
        Matter.ONCE: {NATIONAL: "MP-09"},
        Matter.RETURN: {NATIONAL: "MP-29"},
        Matter.WRITE_OFF: {NATIONAL: "MP-15", "340000": "AH-15", "370000": "SD-14"},
        Matter.CLAW_BACK: {"330600": "SX-33", "350000": "FJ-34"},
        Matter.HELD: {NATIONAL: "MP-09", "340000": "AH-10"},
    }
)
