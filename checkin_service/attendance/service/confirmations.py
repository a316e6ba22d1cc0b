"""Use case of confirming credited hours: what the authority has seen or decides, one fact per person and session."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store
from checkin_service.attendance.model.confirmations import ConfirmationKind, CreditConfirmation
from checkin_service.attendance.schemas.confirmations import CreditConfirmationAnswer, CreditConfirmationRequest
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable

CONFIRMED = "credit.confirmed"


@once_per("request_id", operation=Permission.CREDIT_CONFIRM)
async def confirm_credits(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: CreditConfirmationRequest
) -> CreditConfirmationAnswer:
    """By a person of the supervising authority, with a reason; a determination made before is made anew."""
    now = resources.clock.now()
    found = await timetable.class_for(resources, subject, class_id)
    if found.supervising_authority != subject.authority_code:
        raise Problem(ProblemKind.NOT_PERMITTED)
    await _refuse_strangers(resources, class_id, body)
    trainees, sessions = sorted(set(body.trainee_ids)), sorted(set(body.session_ids))
    for trainee_id in trainees:
        add_confirmations(unit, _of(subject, class_id, trainee_id, sessions, body, now))
    detail = {"kind": body.kind, "people": len(trainees), "sessions": len(sessions)}
    audit.record(unit, subject, Permission.CREDIT_CONFIRM, class_id, at=now, detail=detail)
    return CreditConfirmationAnswer(
        request_id=body.request_id,
        class_id=class_id,
        kind=body.kind,
        confirmations=len(trainees) * len(sessions),
    )


def add_confirmations(unit: UnitOfWork, confirmations: Iterable[CreditConfirmation]) -> None:
    """Facts about one person in one class, in the write of their cause, and the news of them once."""
    kept = list(confirmations)
    for each in kept:
        store.add_credit_confirmation(unit, each)
    first = kept[0]
    announce(
        unit,
        type_=CONFIRMED,
        trainee_id=first.trainee_id,
        payload={"class_id": str(first.class_id)},
        occurred_at=first.confirmed_at,
    )


async def _refuse_strangers(resources: Resources, class_id: UUID, body: CreditConfirmationRequest) -> None:
    roster = {each.trainee_id for each in await timetable.roster_of(resources.database, class_id)}
    planned = {each.session_id for each in await timetable.sessions_of(resources.database, class_id)}
    if not (roster.issuperset(body.trainee_ids) and planned.issuperset(body.session_ids)):
        raise unfit(_NOT_OF_THE_CLASS)


def _of(
    subject: Subject,
    class_id: UUID,
    trainee_id: UUID,
    sessions: Iterable[UUID],
    body: CreditConfirmationRequest,
    now: datetime,
) -> Iterable[CreditConfirmation]:
    return (
        CreditConfirmation(
            trainee_id=trainee_id,
            confirmation_id=new_id(),
            class_id=class_id,
            session_id=session_id,
            kind=ConfirmationKind(body.kind),
            reason=body.reason,
            confirmed_by=subject.name,
            confirmed_at=now,
        )
        for session_id in sessions
    )


_NOT_OF_THE_CLASS = Words(
    "所列学员或课次不属于本班期。", "A person or a session named here does not belong to this class."
)
