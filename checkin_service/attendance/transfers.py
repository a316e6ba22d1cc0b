"""The use case of a transfer (转班): registration, voucher and class hours move in one write, each hour once."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.absence import ClassTransfer
from checkin_service.attendance.absence_schemas import TransferAnswer, TransferRequest
from checkin_service.attendance.crediting import Credit, add_facts, count
from checkin_service.attendance.model import Counter, CreditMode, Standing
from checkin_service.attendance.schemas import StandingBody
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Registration, TrainingClass
from checkin_service.timetable.schemas import ForClass

TRANSFERRED = "registration.transferred"


async def transfer(resources: Resources, subject: Subject, class_id: UUID, body: TransferRequest) -> bytes:
    """By an officer of the supervising authority, with a reason; the class that is left determines nothing any more."""

    async def act(unit: UnitOfWork) -> TransferAnswer:
        now = resources.clock.now()
        held = await timetable.class_for(resources, subject, class_id)
        target = await timetable.class_for(resources, subject, body.to_class_id)
        if held.supervising_authority != subject.authority_code:
            raise Problem(ProblemKind.NOT_PERMITTED)
        registration = await _registration(resources, body, held, target)
        along = await _hours_along(resources, registration, held, target, now)
        await timetable.move_registration(resources, unit, registration, held, target, reason=body.reason, at=now)
        approved = _approved(subject, body, registration, hours=sum(along.values()), now=now)
        store.add_transfer(unit, approved)
        standing = _credit(unit, approved, along, target, now)
        _announce(unit, approved)
        audit.record(
            unit,
            subject=subject,
            action=Permission.REGISTRATION_TRANSFER,
            object_id=body.transfer_id,
            at=now,
            tenant=f"institution:{held.institution_id}",
            detail={"class_id": str(class_id), "to_class_id": str(body.to_class_id), "hours": approved.hours},
        )
        return TransferAnswer(
            transfer_id=body.transfer_id,
            trainee_id=body.trainee_id,
            class_id=class_id,
            to_class_id=body.to_class_id,
            voucher_id=approved.voucher_id,
            hours=approved.hours,
            attendance=StandingBody.of(standing),
        )

    asked = ForClass(operation=Permission.REGISTRATION_TRANSFER, class_id=class_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.transfer_id, body=asked, act=act)


async def _registration(
    resources: Resources, body: TransferRequest, held: TrainingClass, target: TrainingClass
) -> Registration:
    registration = await timetable.registration_of(resources.database, body.trainee_id, held.class_id)
    there = await timetable.registration_of(resources.database, body.trainee_id, target.class_id)
    refusal = rules.transfer_refusal(registration, held, target, there)
    if refusal is not None:
        raise Problem(ProblemKind.RULE_REFUSED, refusal)
    if registration is None:
        raise not_found()
    return registration


async def _hours_along(
    resources: Resources, registration: Registration, held: TrainingClass, target: TrainingClass, now: datetime
) -> dict[UUID, int]:
    database = resources.database
    return rules.hours_along(
        await store.hours_by_mode(database, registration.trainee_id, held.class_id),
        await timetable.sessions_of(database, held.class_id),
        target,
        await timetable.sessions_of(database, target.class_id),
        now=now,
        policy=timetable.policy_of_class(target, now=now),
    )


def _approved(
    subject: Subject, body: TransferRequest, registration: Registration, *, hours: int, now: datetime
) -> ClassTransfer:
    return ClassTransfer(
        trainee_id=body.trainee_id,
        transfer_id=body.transfer_id,
        class_id=registration.class_id,
        to_class_id=body.to_class_id,
        voucher_id=registration.voucher_id,
        hours=hours,
        reason=body.reason,
        approved_by=subject.subject_id,
        approved_at=now,
    )


def _credit(
    unit: UnitOfWork, approved: ClassTransfer, along: dict[UUID, int], target: TrainingClass, now: datetime
) -> Standing:
    """The hours taken along, in the class where they count from now on, resting on the transfer."""
    given = [
        Credit(
            trainee_id=approved.trainee_id,
            class_id=target.class_id,
            session_id=session_id,
            hours=hours,
            hours_before=0,
            mode=CreditMode.TRANSFERRED,
            evidence_id=approved.transfer_id,
        )
        for session_id, hours in along.items()
    ]
    if not given:
        return Counter().of(target.total_hours)
    for each in given:
        add_facts(unit, each, now=now)
    return count(unit, given, counter=Counter(), total_hours=target.total_hours, now=now)


def _announce(unit: UnitOfWork, approved: ClassTransfer) -> None:
    announce(
        unit,
        type_=TRANSFERRED,
        trainee_id=approved.trainee_id,
        payload={
            "class_id": str(approved.class_id),
            "to_class_id": str(approved.to_class_id),
            "hours": approved.hours,
        },
        occurred_at=approved.approved_at,
    )
