"""Crediting of an accepted doubt, whoever accepts it: a reviewer, or a third person who ends a dispute."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import Situation
from checkin_service.checkin.rules import completes_session
from checkin_service.checkin.schemas.attempts import CheckInAnswer
from checkin_service.checkin.service.attempts import situation_of
from checkin_service.checkin.service.keeping import credit_phase
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Finding, Outcome, Verdict
from checkin_service.review.store.doubts import Doubt

_ACCEPTED_BY_A_PERSON = Verdict.of([Finding(check="review", outcome=Outcome.PASS, reason="reviewed")])


@dataclass(frozen=True, slots=True)
class Credited:
    """The situation as it was read, and the class hours that came of it."""

    situation: Situation
    hours: int


async def uncredited(resources: Resources, doubt: Doubt) -> Credited:
    """What a decision that credits nothing leaves as it is."""
    return Credited(await _situation(resources, doubt), 0)


async def credit(unit: UnitOfWork, resources: Resources, doubt: Doubt) -> Credited:
    """Credit like any accepted attempt. A person's word does not make evidence show more: the hours are of class F."""
    situation = await _situation(resources, doubt)
    session, trainee = situation.session, situation.trainee
    missed = _missed_hours(doubt)
    left = session.class_hours - max(missed, trainee.missed_hours) - trainee.session_hours
    completes = completes_session(_ACCEPTED_BY_A_PERSON, doubt.phase, session, trainee)
    hours = max(0, left) if completes else 0
    credit_phase(
        unit,
        situation,
        phase=doubt.phase,
        attempt_id=doubt.attempt_id,
        hours=hours,
        now=resources.clock.now(),
        missed_hours=missed,
        evidence_class=EvidenceClass.F,
    )
    return Credited(situation, hours)


class Attempted(Protocol):
    """Whatever names an attempt."""

    @property
    def trainee_id(self) -> UUID: ...

    @property
    def attempt_id(self) -> UUID: ...


def announce_review(
    unit: UnitOfWork, news: str, attempt: Attempted, class_id: UUID, decision: str, now: datetime
) -> None:
    payload = {"class_id": str(class_id), "attempt_id": str(attempt.attempt_id), "decision": decision}
    announce(unit, news, attempt.trainee_id, payload, occurred_at=now)


async def _situation(resources: Resources, doubt: Doubt) -> Situation:
    return await situation_of(
        resources, trainee_id=doubt.trainee_id, session_id=doubt.session_id, attempt_id=doubt.attempt_id
    )


def _missed_hours(doubt: Doubt) -> int:
    """Class hours that a late arrival costs, whoever accepts it."""
    findings = CheckInAnswer.model_validate_json(doubt.answer).findings
    return next((int(each.measured) for each in findings if each.reason == "late"), 0)
