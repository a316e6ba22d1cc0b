"""The use cases of a transfer (转班): proposed by one person, done when another approves."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import Counter, CreditMode, Standing
from checkin_service.attendance.model.evidence import EvidenceClass, weakest
from checkin_service.attendance.model.leave import ClassTransfer
from checkin_service.attendance.schemas.leave import TransferAnswer, TransferRequest
from checkin_service.attendance.schemas.standing import StandingBody
from checkin_service.attendance.service.crediting import Credit, add_credit, count_credits
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Registration, TrainingClass

TRANSFERRED = "registration.transferred"


@once_per("transfer_id", operation=Permission.REGISTRATION_TRANSFER)
async def propose(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: TransferRequest
) -> ProposalAnswer:
    """By an officer of the supervising authority; what could not be carried out is refused at once."""
    held, target = await _classes(resources, subject, class_id, body)
    await _registration(resources, body, held, target)
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.TRANSFER,
        proposal_id=body.transfer_id,
        about=class_id,
        permission=Permission.REGISTRATION_TRANSFER,
    )


async def carry_out(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> TransferAnswer:
    """Approved by a second person: everything moves, and the class that is left determines nothing any more."""
    now = resources.clock.now()
    body, class_id = proposal.request_as(TransferRequest), proposal.about
    held, target = await _classes(resources, subject, class_id, body)
    registration = await _registration(resources, body, held, target)
    along = await _hours_along(resources, registration, held, target, now)
    await timetable.move_registration(resources, unit, registration, held, target, reason=body.reason, at=now)
    approved = _approved(subject, body, registration, hours=sum(along.values()), now=now)
    store.add_transfer(unit, approved)
    classes = await store.classes_of(resources.database, registration.trainee_id, held.class_id)
    # Which of the hours earned became which of the new class nobody can say: all are worth the weakest.
    worth = weakest(classes) if classes else EvidenceClass.F
    standing = _credit(unit, approved, along, target, now, weakest_of=worth)
    _announce(unit, approved)
    for institution_id in dict.fromkeys((held.institution_id, target.institution_id)):
        audit.record(
            unit,
            subject,
            Permission.REGISTRATION_TRANSFER,
            body.transfer_id,
            at=now,
            tenant=f"institution:{institution_id}",
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


async def _classes(
    resources: Resources, subject: Subject, class_id: UUID, body: TransferRequest
) -> tuple[TrainingClass, TrainingClass]:
    held = await timetable.class_for(resources, subject, class_id)
    target = await timetable.class_for(resources, subject, body.to_class_id)
    if held.supervising_authority != subject.authority_code:
        raise Problem(ProblemKind.NOT_PERMITTED)
    return held, target


async def _registration(
    resources: Resources, body: TransferRequest, held: TrainingClass, target: TrainingClass
) -> Registration:
    registration = await timetable.registration_of(resources.database, body.trainee_id, held.class_id)
    there = await timetable.registration_of(resources.database, body.trainee_id, target.class_id)
    refusal = rules.transfer_refusal(registration, held, target, there)
    if refusal is not None:
        raise unfit(refusal)
    if registration is None:
        raise not_found()
    if held.institution_id != target.institution_id:
        await timetable.require_taken_over(resources, registration, target)
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
    unit: UnitOfWork,
    approved: ClassTransfer,
    along: dict[UUID, int],
    target: TrainingClass,
    now: datetime,
    *,
    weakest_of: EvidenceClass,
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
            evidence_class=weakest_of,
        )
        for session_id, hours in along.items()
    ]
    if not given:
        return Counter().of(target.total_hours)
    for each in given:
        add_credit(unit, each, now=now)
    return count_credits(unit, given, counter=Counter(), total_hours=target.total_hours, now=now)


def _announce(unit: UnitOfWork, approved: ClassTransfer) -> None:
    announce(
        unit,
        TRANSFERRED,
        approved.trainee_id,
        {
            "class_id": str(approved.class_id),
            "to_class_id": str(approved.to_class_id),
            "hours": approved.hours,
        },
        occurred_at=approved.approved_at,
    )
