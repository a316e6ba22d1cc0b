"""Lifecycle of a class from application to completion, its readers, and the policy values it needs."""

from collections.abc import Iterable
from types import MappingProxyType

from checkin_service.access.model import Subject
from checkin_service.policy.book import line_of
from checkin_service.policy.keys import At, needed_at
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState, TrainingClass

_MOVES = MappingProxyType(
    {
        ClassState.APPLIED: {ClassState.OPEN, ClassState.REJECTED},
        ClassState.OPEN: {ClassState.COMPLETION_APPLIED},
        ClassState.COMPLETION_APPLIED: {ClassState.COMPLETED, ClassState.OPEN},
        ClassState.COMPLETED: frozenset[ClassState](),
        ClassState.REJECTED: frozenset[ClassState](),
    }
)


def may_become(state: ClassState, following: ClassState) -> bool:
    """Whether the lifecycle has this move.

    >>> may_become(ClassState.APPLIED, ClassState.OPEN), may_become(ClassState.REJECTED, ClassState.OPEN)
    (True, False)
    """
    return following in _MOVES[state]


def may_see(subject: Subject, training_class: TrainingClass) -> bool:
    """An institution sees its own classes, an authority those it supervises, pays for or counts (SX-22, SX-36).

    So do the authorities above it, a province those of its cities: to read; whoever decides is asked for by name.
    """
    if subject.institution_id is not None:
        return subject.institution_id == training_class.institution_id
    return any(subject.authority_code in line_of(code) for code in training_class.authorities)


def needed_of_class() -> list[tuple[str, VoucherKind | None]]:
    """What the supervising authority's policy must say before the first trainee stands at the door."""
    return [(key, None) for key in needed_at(At.CLASS)]


def needed_of_voucher(kinds: Iterable[VoucherKind]) -> list[tuple[str, VoucherKind | None]]:
    """What the paying authority's policy must say about each kind of voucher used in the class."""
    return [(key, kind) for kind in sorted(kinds) for key in needed_at(At.VOUCHER)]
