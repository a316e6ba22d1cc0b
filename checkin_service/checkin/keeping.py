"""Keeping a judged attempt: attempt, evidence, credit, counter, news and audit in one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store as attendance_store
from checkin_service.attendance.crediting import Credit, give
from checkin_service.attendance.model import CreditMode, Forecast, Outlook
from checkin_service.attendance.outlooks import warn
from checkin_service.checkin import store
from checkin_service.checkin.evidence import sealed
from checkin_service.checkin.faces import Trail, add_trail
from checkin_service.checkin.model import Attempt, Evidence, Phase, Situation
from checkin_service.checkin.schemas import CheckInRequest
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision, Outcome, Verdict
from checkin_service.timetable.model import Delivery

_LOCATED = {"inside": "inside", "edge": "edge", "edge_but_code": "edge", "too_inaccurate": "edge", "outside": "outside"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one pass over the facts came to."""

    situation: Situation
    evidence: Evidence
    verdict: Verdict
    code_window: int | None
    credited_hours: int
    trail: Trail | None
    """What a photo leaves behind."""

    forecast: Forecast
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
        if judged.trail is not None:
            add_trail(resources, unit, judged.situation, judged.trail, proof=judged.evidence.proof, at=now)
        if judged.verdict.decision is Decision.ACCEPTED:
            credit(
                unit,
                judged.situation,
                phase=body.phase,
                attempt_id=body.attempt_id,
                hours=judged.credited_hours,
                now=now,
                outlook=judged.forecast.outlook,
            )
        tell_outlook(unit, judged, phase=body.phase, now=now)
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
    unit: UnitOfWork,
    situation: Situation,
    *,
    phase: Phase,
    attempt_id: UUID,
    hours: int,
    now: datetime,
    mode: CreditMode = CreditMode.LOCATED,
    outlook: Outlook | None = None,
) -> None:
    """An accepted phase, and the class hours once all required phases are there; nothing when it counted before."""
    session, trainee = situation.session, situation.trainee
    if trainee.is_present(session.session_id, phase):
        return
    trainee_id, class_id, session_id = trainee.trainee_id, session.class_id, session.session_id
    store.add_presence(
        unit, trainee_id=trainee_id, class_id=class_id, session_id=session_id, phase=phase, attempt_id=attempt_id
    )
    if hours == 0:
        # Raised for every phase, so that two phases arriving at once notice each other.
        seen = trainee.counter.version
        attendance_store.count_hours(
            unit, trainee_id=trainee_id, class_id=class_id, hours=0, seen_version=seen, outlook=outlook, at=now
        )
        return
    given = Credit(
        trainee_id=trainee_id,
        class_id=class_id,
        session_id=session_id,
        hours=hours,
        hours_before=trainee.session_hours,
        mode=CreditMode.ONLINE if session.delivery is Delivery.ONLINE else mode,
        evidence_id=attempt_id,
    )
    give(unit, given, counter=trainee.counter, total_hours=session.total_hours, now=now, outlook=outlook)


def tell_outlook(unit: UnitOfWork, judged: Judged, *, phase: Phase, now: datetime) -> None:
    """Remember the outlook that the answer tells; one that became a warning is news."""
    session, trainee = judged.situation.session, judged.situation.trainee
    outlook = judged.forecast.outlook
    if outlook is trainee.counter.outlook:
        return
    has_counted = judged.verdict.decision is Decision.ACCEPTED and not trainee.is_present(session.session_id, phase)
    if not has_counted:
        # Where hours or a phase were counted, the counter has taken the outlook along.
        attendance_store.note_outlook(
            unit, trainee_id=trainee.trainee_id, class_id=session.class_id, outlook=outlook, at=now
        )
    warn(unit, judged.forecast, trainee_id=trainee.trainee_id, class_id=session.class_id, now=now)


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
