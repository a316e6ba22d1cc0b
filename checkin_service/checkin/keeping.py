"""Keeping a judged attempt: attempt, evidence, credit, counter, news and audit in one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store as attendance_store
from checkin_service.attendance.model import CreditMode
from checkin_service.checkin import store
from checkin_service.checkin.evidence import sealed
from checkin_service.checkin.model import Attempt, Evidence, Phase, Situation
from checkin_service.checkin.schemas import CheckInRequest
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision, Outcome, Verdict

_LOCATED = {"inside": "inside", "edge": "edge", "edge_but_code": "edge", "too_inaccurate": "edge", "outside": "outside"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one pass over the facts came to."""

    situation: Situation
    evidence: Evidence
    verdict: Verdict
    code_window: int | None
    credited_hours: int
    answer: bytes


async def keep(
    resources: Resources, subject: Subject, body: CheckInRequest, judged: Judged, *, digest: bytes, now: datetime
) -> None:
    """Write it all or nothing; `Stale` when something changed since it was read."""
    session, trainee = judged.situation.session, judged.situation.trainee
    async with resources.database.write() as unit:
        store.add_attempt(unit, _attempt(resources, subject, body, judged, digest, now))
        if judged.code_window is not None:
            store.add_code_use(
                unit,
                trainee_id=trainee.trainee_id,
                session_id=session.session_id,
                window=judged.code_window,
                attempt_id=body.attempt_id,
            )
        if judged.verdict.decision is Decision.ACCEPTED:
            credit(
                unit,
                judged.situation,
                phase=body.phase,
                attempt_id=body.attempt_id,
                hours=judged.credited_hours,
                now=now,
            )
        audit.record(
            unit,
            subject=subject,
            action=Permission.ATTEMPT_CREATE,
            object_id=body.attempt_id,
            at=now,
            tenant=f"institution:{session.institution_id}",
            detail={"decision": judged.verdict.decision},
        )


def credit(
    unit: UnitOfWork, situation: Situation, *, phase: Phase, attempt_id: UUID, hours: int, now: datetime
) -> None:
    """An accepted phase, and the class hours once all required phases are there; nothing when it counted before."""
    session, trainee = situation.session, situation.trainee
    if trainee.is_present(session.session_id, phase):
        return
    store.add_presence(
        unit,
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        session_id=session.session_id,
        phase=phase,
        attempt_id=attempt_id,
    )
    # Raised for every phase, so that two phases arriving at once notice each other.
    attendance_store.count_hours(
        unit,
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        hours=hours,
        seen_version=trainee.attendance_version,
        at=now,
    )
    if hours == 0:
        return
    attendance_store.credit_session(
        unit,
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        session_id=session.session_id,
        hours=hours,
        mode=CreditMode.LOCATED,
        attempt_id=attempt_id,
        at=now,
    )
    _announce(unit, situation, hours=hours, now=now)


def _announce(unit: UnitOfWork, situation: Situation, *, hours: int, now: datetime) -> None:
    session, trainee = situation.session, situation.trainee
    announce(
        unit,
        type_="attendance.changed",
        trainee_id=trainee.trainee_id,
        payload={
            "class_id": str(session.class_id),
            "credited_hours": trainee.credited_hours + hours,
            "total_hours": session.total_hours,
        },
        occurred_at=now,
    )


def _attempt(
    resources: Resources, subject: Subject, body: CheckInRequest, judged: Judged, digest: bytes, now: datetime
) -> Attempt:
    session, trainee_id = judged.situation.session, judged.situation.trainee.trainee_id
    evidence = sealed(resources.sealer, trainee_id, judged.evidence)
    return Attempt(
        trainee_id=trainee_id,
        attempt_id=body.attempt_id,
        class_id=session.class_id,
        session_id=session.session_id,
        phase=body.phase,
        proof=judged.evidence.proof_kind,
        decision=judged.verdict.decision,
        captured_at=body.captured_at,
        received_at=now,
        person_failed=any(
            finding.check == "person" and finding.outcome >= Outcome.DOUBT for finding in judged.verdict.findings
        ),
        located=_located(judged.verdict),
        sender=subject.name if subject.device_id is None else f"device:{subject.device_id}",
        body_digest=digest,
        answer=judged.answer,
        evidence_sealed=evidence.payload,
        evidence_commitment=evidence.commitment,
    )


def _located(verdict: Verdict) -> str | None:
    """How the fix lay to the fence; a code that helped changes the finding, not the fix."""
    found = (_LOCATED.get(finding.reason) for finding in verdict.findings if finding.check == "location")
    return next((each for each in found if each is not None), None)
