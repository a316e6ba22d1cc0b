"""Giving class hours otherwise than by a check-in: facts, counter and news in the write of their cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.attendance import store
from checkin_service.attendance.model.credits import Counter, CreditMode, Outlook, Standing
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import announce

CHANGED = "attendance.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Class hours of one session, and what they rest on."""

    trainee_id: UUID
    class_id: UUID
    session_id: UUID
    hours: int
    hours_before: int
    """That the session has credited already."""
    missed_hours: int = 0
    """At its beginning, before the person came."""
    mode: CreditMode
    evidence_id: UUID
    evidence_class: EvidenceClass


def credit_session(
    unit: UnitOfWork,
    given: Credit,
    *,
    counter: Counter,
    total_hours: int,
    now: datetime,
    outlook: Outlook | None = None,
) -> Standing:
    """The standing afterwards; the write fails when the counter has moved since it was read."""
    add_credit(unit, given, now=now)
    return count_credits(unit, [given], counter=counter, total_hours=total_hours, now=now, outlook=outlook)


def note_phase(unit: UnitOfWork, trainee_id: UUID, class_id: UUID, *, counter: Counter, now: datetime) -> None:
    """A phase counted and no hour yet: the counter moves all the same, so that two phases at once notice each other."""
    store.count_hours(unit, trainee_id=trainee_id, class_id=class_id, hours=0, seen_version=counter.version, at=now)


def add_credit(unit: UnitOfWork, given: Credit, *, now: datetime) -> None:
    store.credit_session(
        unit,
        trainee_id=given.trainee_id,
        class_id=given.class_id,
        session_id=given.session_id,
        hours=given.hours,
        hours_before=given.hours_before,
        missed_hours=given.missed_hours,
        mode=given.mode,
        attempt_id=given.evidence_id,
        evidence_class=given.evidence_class,
        at=now,
    )


def count_credits(
    unit: UnitOfWork,
    given: Sequence[Credit],
    *,
    counter: Counter,
    total_hours: int,
    now: datetime,
    outlook: Outlook | None = None,
) -> Standing:
    """Raise the counter once for all credits of one trainee and mode, and say so."""
    first, hours = given[0], sum(each.hours for each in given)
    # With the version that was read: whoever comes second finds the write refused, and reads anew.
    store.count_hours(
        unit,
        trainee_id=first.trainee_id,
        class_id=first.class_id,
        hours=hours,
        mode=first.mode,
        outlook=outlook,
        seen_version=counter.version,
        at=now,
    )
    announce(
        unit,
        CHANGED,
        first.trainee_id,
        {
            "class_id": str(first.class_id),
            "credited_hours": counter.credited_hours + hours,
            "total_hours": total_hours,
        },
        occurred_at=now,
    )
    return counter.plus(hours, first.mode).of(total_hours)
