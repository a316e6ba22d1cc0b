"""Issuing vouchers to the people of a class, and verifying them at arrival (验券)."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import Person
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import About, Kept, once, once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import ProblemKind
from checkin_service.kit.refusal import by_law, refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.clauses import law
from checkin_service.policy.model import PolicyUnknown
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, FirstHeldBack, Registration, TrainingClass
from checkin_service.timetable.schemas.vouchers import (
    Activation,
    ActivationAnswer,
    IssueAnswer,
    IssuedVoucher,
    IssueRequest,
)
from checkin_service.timetable.service import fitness, issued_answers
from checkin_service.timetable.service.conditions import fitting_people, in_doubt
from checkin_service.timetable.service.guards import require_paying, require_state, unknown_value
from checkin_service.timetable.service.payees import training_of
from checkin_service.timetable.service.preparing import require_checked
from checkin_service.timetable.service.reading import class_for
from checkin_service.timetable.store import classes, registrations
from checkin_service.timetable.store.held_back import add_held_back
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import BEFORE_USE, Voucher
from checkin_service.voucher.rules import refusal_of_second


async def issue(resources: Resources, subject: Subject, class_id: UUID, body: IssueRequest) -> Kept[IssueAnswer]:
    """发券 to everybody on the roster who has no voucher for it, with an invitation where no phone is bound.

    The answer is remembered with its invitations sealed: a copy of the database lets nobody bind a phone.
    """

    async def act(unit: UnitOfWork) -> IssueAnswer:
        now = resources.clock.now()
        found = await class_for(resources, subject, class_id)
        require_paying(subject, found)
        require_state(found, ClassState.APPLIED, ClassState.OPEN)
        policy = policy_at(found.paying_authority, now, known_at=now)
        unserved, served = await _asking(resources, found, policy, now)
        offer, kinds = await fitness.offer_of(resources, found), {each.voucher_kind for each in unserved}
        try:
            opened = await _opened_issue(resources, found, policy, body.template_id, unserved)
            fitness.require_training(policy, kinds, opened.template, offer)
            fitting, held_back, reasons = await fitting_people(resources, found, unserved, now)
            allowed, refused = await fitness.within_quota(resources, policy, fitting, opened.template, offer, now)
            waiting, groups = await fitness.first_ones_first(resources, policy, allowed, now)
            people = await identity.people(resources, [each.trainee_id for each in waiting])
            issued = [
                await _issue(resources, unit, found, each, people[each.trainee_id], opened, now) for each in waiting
            ]
            await vouchers.close_issue(resources, unit, opened, batch_id=class_id, at=now)
        except PolicyUnknown as unknown:
            raise unknown_value([unknown]) from unknown
        classes.change_class(unit, found)  # Two officers at once do not issue twice.
        skipped = {each: refusal_of_second(policy, held, on=day_of(now)) for each, held in served.items()}
        against = issued_answers.Against(held_back, reasons, refused, skipped)
        answer = await issued_answers.answer_of(resources, class_id, issued, against, groups)
        await _remember(resources, unit, found, [each for each in unserved if each.trainee_id in held_back], now)
        counted = {"vouchers": len(issued), "held_back": len(answer.held_back)}
        audit.record(unit, subject, Permission.VOUCHER_ISSUE, class_id, at=now, detail=counted)
        return answer

    asked = About(operation="vouchers", object_id=class_id, body=body)
    kept = await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)
    return await issued_answers.opened(resources, kept)


@once_per("request_id", operation="activation")
async def activate(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Activation
) -> ActivationAnswer:
    """The voucher shown at arrival is activated and used in this class; the news reserves the subsidy."""
    found = await class_for(resources, subject, class_id)
    require_state(found, ClassState.OPEN)
    voucher = await vouchers.voucher_shown(resources, subject, body.voucher_code, purpose="activate")
    return await use(unit, resources, subject, found, voucher, way=vouchers.way_of(body.voucher_code))


async def use(
    unit: UnitOfWork, resources: Resources, desk: Subject, found: TrainingClass, voucher: Voucher, *, way: str
) -> ActivationAnswer:
    """Add to a write that this voucher serves in this class, whoever stands at the desk."""
    now = resources.clock.now()
    registration = await _registration_to_use(resources, desk, found, voucher, way, now)
    await require_checked(resources, found, voucher.trainee_id)
    policy = policy_at(found.paying_authority, now, known_at=now)
    offer = await fitness.offer_of(resources, found)
    refusal = await fitness.refusal_to_use(resources, policy, offer, voucher, registration.registered_at, now)
    if refusal is not None:
        await vouchers.refuse(resources, voucher, desk, refusal, purpose="activate", at=now, way=way)
    training = await training_of(resources, found, voucher, policy, now=now)
    wanted = await vouchers.commitment_of(resources, policy, voucher, training)
    await vouchers.activate_and_use(
        resources,
        unit,
        voucher,
        class_id=found.class_id,
        at=now,
        actor=desk,
        view=policy,
        commits=wanted,
        way=way,
    )
    registrations.use_voucher(unit, registration, voucher_id=voucher.voucher_id)
    _announce_activation(unit, found, voucher, wanted, now)
    audit.record(unit, desk, Permission.VOUCHER_ACTIVATE, voucher.voucher_id, at=now)
    return ActivationAnswer(
        class_id=found.class_id,
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        voucher_kind=voucher.kind,
        used_at=now,
    )


def fitting(found: Iterable[Voucher], registration: Registration, paying_authority: str) -> list[Voucher]:
    """The vouchers that can serve this registration: of the kind it asks for, by the authority that pays."""
    return [
        voucher
        for voucher in found
        if voucher.kind is registration.voucher_kind and voucher.authority_code == paying_authority
    ]


async def _asking(
    resources: Resources, found: TrainingClass, policy: PolicyView, now: datetime
) -> tuple[list[Registration], dict[UUID, Voucher]]:
    """Who has no voucher yet, if vouchers may be made for the class at this step (SD-11), and what the others hold."""
    asking, served = await _by_voucher(resources, found, now)
    kinds = {each.voucher_kind for each in asking}
    refuse(rules.issue_refusal(policy, kinds, is_open=found.state is ClassState.OPEN))
    return asking, served


async def _opened_issue(
    resources: Resources,
    found: TrainingClass,
    policy: PolicyView,
    template_id: UUID | None,
    unserved: list[Registration],
) -> vouchers.Issue:
    people = [each.trainee_id for each in unserved]
    return await vouchers.open_issue(
        resources,
        policy,
        template_id,
        had=await vouchers.numbers_had(resources, people),
        institution_id=found.institution_id,
    )


async def _remember(
    resources: Resources, unit: UnitOfWork, found: TrainingClass, held_back: list[Registration], now: datetime
) -> None:
    """Who gets no voucher for what nobody has checked waits at the desk from now on."""
    for trainee_id in await in_doubt(resources, found, held_back, now):
        add_held_back(unit, FirstHeldBack(trainee_id=trainee_id, class_id=found.class_id, held_at=now))


async def without_voucher(resources: Resources, found: TrainingClass, now: datetime) -> list[Registration]:
    """Who is on the roster and has no voucher that could serve."""
    unserved, _ = await _by_voucher(resources, found, now)
    return unserved


async def _by_voucher(
    resources: Resources, found: TrainingClass, now: datetime
) -> tuple[list[Registration], dict[UUID, Voucher]]:
    """Who on the roster has no voucher that could serve, and which unused one the others hold."""
    waiting = [
        each
        for each in await registrations.roster_of(resources.database, found.class_id)
        if each.is_active and each.voucher_id is None
    ]
    held = await vouchers.vouchers_of(resources, [each.trainee_id for each in waiting])
    served = {
        each.trainee_id: voucher
        for each in waiting
        for voucher in fitting(held[each.trainee_id], each, found.paying_authority)
        if vouchers.state_at(voucher, now) in BEFORE_USE
    }
    return [each for each in waiting if each.trainee_id not in served], served


async def _issue(
    resources: Resources,
    unit: UnitOfWork,
    found: TrainingClass,
    registration: Registration,
    person: Person,
    opened: vouchers.Issue,
    now: datetime,
) -> IssuedVoucher:
    trainee_id, policy = registration.trainee_id, opened.view
    voucher = vouchers.issue(
        unit,
        trainee_id=trainee_id,
        voucher_id=new_id(),
        kind=registration.voucher_kind,
        authority_code=found.paying_authority,
        at=now,
        view=policy,
        template=opened.template,
        before=opened.had[trainee_id],
    )
    training = partial(training_of, resources, found, voucher, policy, now=now)
    await vouchers.add_commitment(resources, opened, voucher, training)
    invitation, expires_at = None, None
    if not person.has_device:
        invitation, expires_at = await identity.sealed_invitation(resources, unit, trainee_id, policy, now=now)
    return IssuedVoucher(
        trainee_id=trainee_id,
        voucher_id=voucher.voucher_id,
        voucher_code=voucher.voucher_code,
        invitation=invitation,
        invitation_expires_at=expires_at,
    )


async def _registration_to_use(
    resources: Resources, desk: Subject, found: TrainingClass, voucher: Voucher, way: str, now: datetime
) -> Registration:
    """The registration that the voucher serves; where it serves none, the desk's verification is remembered."""
    registration = await registrations.registration_of(resources.database, voucher.trainee_id, found.class_id)
    if registration is None or not registration.is_active:
        problem, reason = unfit(_NOT_ON_ROSTER), "not_on_roster"
    elif not fitting([voucher], registration, found.paying_authority):
        problem, reason = unfit(_OTHER_KIND), "voucher_of_other_kind"
    elif registration.voucher_id is not None:
        is_this = registration.voucher_id == voucher.voucher_id
        reason = "voucher_already_used" if is_this else "has_used_another"
        problem = by_law(_HAS_VOUCHER, law("MP-09"), kind=ProblemKind.STATE_CONFLICT)
    else:
        return registration
    await vouchers.remember_refused(resources, voucher, desk, reason, purpose="activate", at=now, way=way)
    raise problem


def _announce_activation(
    unit: UnitOfWork, found: TrainingClass, voucher: Voucher, wanted: vouchers.Commitment, now: datetime
) -> None:
    announce(
        unit,
        "voucher.activated",
        voucher.trainee_id,
        {
            "voucher_id": str(voucher.voucher_id),
            "class_id": str(found.class_id),
            "voucher_kind": voucher.kind.value,
            "authority_code": voucher.authority_code,
            "amount_fen": wanted.amount_fen,
            "payee": wanted.shares[0].payee,
        },
        occurred_at=now,
    )


_NOT_ON_ROSTER = Words("持券人不在本班花名册上。", "The voucher's holder is not on the roster of this class.")
_OTHER_KIND = Words(
    "该券的种类或发券部门与本班登记不符。", "The voucher's kind or issuer differs from what the class has registered."
)
_HAS_VOUCHER = Words("此人在本班已使用一张培训券。", "This person has used a voucher in this class already.")
