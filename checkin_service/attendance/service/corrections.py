"""Use cases of corrections: deciding an appeal, and a second person's word where many hours were corrected."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store
from checkin_service.attendance.model.credits import (
    Appeal,
    AppealDecision,
    Confirmation,
    Contested,
    CreditMode,
    Standing,
)
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.schemas.appeals import (
    AppealDecided,
    AppealDecisionRequest,
    ConfirmationAnswer,
    ConfirmationRequest,
)
from checkin_service.attendance.schemas.standing import StandingBody
from checkin_service.attendance.service.appeals import contested
from checkin_service.attendance.service.crediting import Credit, credit_session
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals.service import require_independent
from checkin_service.timetable import service as timetable

DECIDED = "appeal.decided"
CONFIRMED = "correction.confirmed"


async def session_of_appeal(resources: Resources, trainee_id: UUID, appeal_id: UUID) -> UUID | None:
    """The session that an appeal is about, open or decided; `None` when there is no such appeal."""
    filed = await store.filed_appeal(resources.database, trainee_id, appeal_id)
    return None if filed is None else filed.appeal.session_id


@once_per("request_id")
async def decide(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    body: AppealDecisionRequest,
    *,
    rejected_by: frozenset[UUID],
) -> AppealDecided:
    """Accept or reject an appeal, once and with a reason; acceptance credits the hours as corrected ones.

    Nobody decides about their own word: not who filed it, and not who rejected the check-in it is about.
    """
    appeal = await _open_appeal(resources, subject, body)
    if subject.subject_id in rejected_by:
        raise Problem(ProblemKind.NOT_PERMITTED, _ANOTHER_PERSON)
    return await _decide(resources, subject, body, appeal, unit)


@once_per("request_id")
async def confirm(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: ConfirmationRequest
) -> ConfirmationAnswer:
    """Where the corrected share is high, a person who decided none of the corrections says that they are right."""
    now = resources.clock.now()
    found = await timetable.class_for(resources, subject, body.class_id)
    if found.supervising_authority != subject.authority_code:
        raise Problem(ProblemKind.NOT_PERMITTED)
    confirmation = await _confirmation(resources, subject, body, now)
    store.add_confirmation(unit, confirmation)
    _announce(unit, CONFIRMED, body.trainee_id, body.class_id, now)
    audit.record(
        unit,
        subject,
        Permission.CORRECTION_CONFIRM,
        body.trainee_id,
        at=now,
        detail={"class_id": str(body.class_id), "corrected_hours": confirmation.corrected_hours},
    )
    return ConfirmationAnswer(
        trainee_id=body.trainee_id, class_id=body.class_id, corrected_hours=confirmation.corrected_hours
    )


async def _decide(
    resources: Resources, subject: Subject, body: AppealDecisionRequest, appeal: Appeal, unit: UnitOfWork
) -> AppealDecided:
    now = resources.clock.now()
    found = existing(await contested(resources, appeal.trainee_id, appeal.session_id))
    accepted = body.decision == "accept"
    hours = _creditable(found, appeal) if accepted else 0
    decision = AppealDecision(
        trainee_id=appeal.trainee_id,
        appeal_id=appeal.appeal_id,
        accepted=accepted,
        reason=body.reason,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    store.add_decision(unit, decision)
    standing = await _credit(resources, unit, appeal, found, hours=hours, now=now)
    _announce(unit, DECIDED, appeal.trainee_id, appeal.class_id, now)
    detail = {"decision": body.decision, "hours": hours}
    audit.record(unit, subject, Permission.APPEAL_DECIDE, appeal.appeal_id, at=now, detail=detail)
    return AppealDecided(
        appeal_id=appeal.appeal_id,
        decision=body.decision,
        credited_hours=hours,
        attendance=StandingBody.of(standing),
    )


async def _credit(
    resources: Resources, unit: UnitOfWork, appeal: Appeal, found: Contested, *, hours: int, now: datetime
) -> Standing:
    """The hours as corrected ones, resting on the appeal; the standing afterwards."""
    counter = await store.counter(resources.database, appeal.trainee_id, appeal.class_id)
    total_hours = found.training_class.total_hours
    if hours == 0:
        return counter.of(total_hours)
    given = Credit(
        trainee_id=appeal.trainee_id,
        class_id=appeal.class_id,
        session_id=appeal.session_id,
        hours=hours,
        hours_before=found.credited_hours,
        mode=CreditMode.CORRECTED,
        evidence_id=appeal.appeal_id,
        evidence_class=EvidenceClass.F,
    )
    return credit_session(unit, given, counter=counter, total_hours=total_hours, now=now)


async def _open_appeal(resources: Resources, subject: Subject, body: AppealDecisionRequest) -> Appeal:
    filed = await store.filed_appeal(resources.database, body.trainee_id, body.appeal_id)
    if filed is None or filed.decision is not None or filed.appeal.authority_code != subject.authority_code:
        raise not_found(_NO_APPEAL)
    if filed.appeal.filed_by == subject.subject_id:
        raise Problem(ProblemKind.NOT_PERMITTED, _ANOTHER_PERSON)
    return filed.appeal


def _creditable(found: Contested, appeal: Appeal) -> int:
    """What is still missing, at most what was asked for: a reviewed check-in may have given some of it meanwhile."""
    if found.session.cancelled_at is not None or not found.registration.is_active:
        raise Problem(ProblemKind.STATE_CONFLICT, _NOTHING_TO_CREDIT)
    return min(appeal.hours, found.session.class_hours - found.credited_hours)


async def _confirmation(
    resources: Resources, subject: Subject, body: ConfirmationRequest, now: datetime
) -> Confirmation:
    counter = await store.counter(resources.database, body.trainee_id, body.class_id)
    if counter.corrected_hours == 0:
        raise Problem(ProblemKind.STATE_CONFLICT, _NOTHING_CORRECTED)
    deciders = await store.deciders(resources.database, body.trainee_id, body.class_id)
    if subject.subject_id in deciders:
        raise Problem(ProblemKind.NOT_PERMITTED, _ANOTHER_PERSON)
    await require_independent(resources, subject, *deciders)
    before = await store.number_of_confirmations(resources.database, body.trainee_id, body.class_id)
    return Confirmation(
        trainee_id=body.trainee_id,
        class_id=body.class_id,
        ordinal=before + 1,
        corrected_hours=counter.corrected_hours,
        reason=body.reason,
        confirmed_by=subject.subject_id,
        confirmed_at=now,
    )


def _announce(unit: UnitOfWork, type_: str, trainee_id: UUID, class_id: UUID, now: datetime) -> None:
    announce(unit, type_, trainee_id, {"class_id": str(class_id)}, occurred_at=now)


_NO_APPEAL = Words("没有这一待决定的申请，或已有结论。", "No such open appeal, or it has been decided.")
_ANOTHER_PERSON = Words("须由另一人决定。", "Another person has to decide this.")
_NOTHING_TO_CREDIT = Words(
    "课次已取消或学员已退出，只能不予受理。", "The session was cancelled or the person has withdrawn: reject it."
)
_NOTHING_CORRECTED = Words("该学员没有更正的课时。", "No class hours of this person were corrected.")
