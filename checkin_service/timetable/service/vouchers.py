"""Issuing vouchers to the people of a class, and verifying them at arrival (验券)."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import Person
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.model import PolicyUnknown
from checkin_service.timetable.model import ClassState, Registration, TrainingClass
from checkin_service.timetable.schemas import ForClass
from checkin_service.timetable.schemas.vouchers import (
    Activation,
    ActivationAnswer,
    IssueAnswer,
    IssuedVoucher,
    IssueRequest,
)
from checkin_service.timetable.service import invitations
from checkin_service.timetable.service.conditions import fitting_people
from checkin_service.timetable.service.guards import require_paying, require_state, unknown_value
from checkin_service.timetable.service.payees import training_of
from checkin_service.timetable.service.reading import civil_day, class_for, policy_of
from checkin_service.timetable.store import classes, registrations
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model import BEFORE_USE, Voucher


async def issue(resources: Resources, subject: Subject, class_id: UUID, body: IssueRequest) -> bytes:
    """发券 to everybody on the roster who has no voucher for it, with an invitation where no phone is bound.

    The answer is remembered with its invitations sealed: a copy of the database lets nobody bind a phone.
    """

    async def act(unit: UnitOfWork) -> IssueAnswer:
        now = resources.clock.now()
        found = await class_for(resources, subject, class_id)
        require_paying(subject, found)
        require_state(found, ClassState.APPLIED, ClassState.OPEN)
        waiting, held_back = await fitting_people(resources, found, await _without_voucher(resources, found, now), now)
        people = await identity.people(resources, [each.trainee_id for each in waiting])
        policy = policy_of(found.paying_authority, on=civil_day(now), now=now)
        try:
            opened = await vouchers.open_issue(resources, policy, body.template_id, institution_id=found.institution_id)
            issued = [
                await _issue(resources, unit, found, each, people[each.trainee_id], opened, now) for each in waiting
            ]
            await vouchers.close_issue(resources, unit, opened, batch_id=class_id, at=now)
        except PolicyUnknown as unknown:
            raise unknown_value([unknown]) from unknown
        classes.change_class(unit, found)  # Two officers at once do not issue twice.
        audit.record(
            unit,
            subject=subject,
            action=Permission.VOUCHER_ISSUE,
            object_id=class_id,
            at=now,
            detail={"vouchers": len(issued), "held_back": len(held_back)},
        )
        return IssueAnswer(class_id=class_id, vouchers=issued, held_back=held_back)

    asked = ForClass(operation="vouchers", class_id=class_id, body=body)
    kept = await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)
    return _opened(resources, IssueAnswer.model_validate_json(kept)).model_dump_json().encode()


async def activate(resources: Resources, subject: Subject, class_id: UUID, body: Activation) -> bytes:
    """The voucher shown at arrival is activated and used in this class; the news reserves the subsidy."""

    async def act(unit: UnitOfWork) -> ActivationAnswer:
        now = resources.clock.now()
        found = await class_for(resources, subject, class_id)
        require_state(found, ClassState.OPEN)
        voucher = await vouchers.voucher_shown(resources, body.voucher_code)
        if voucher is None:
            raise not_found(_NO_VOUCHER)
        registration = await _fitting_registration(resources, found, voucher)
        policy = policy_of(found.paying_authority, on=civil_day(now), now=now)
        training = await training_of(resources, found, voucher, policy, now=now)
        wanted = await vouchers.commitment_of(resources, policy, voucher, training)
        await vouchers.activate_and_use(
            resources,
            unit,
            voucher,
            class_id=class_id,
            at=now,
            actor=subject,
            view=policy,
            commits=wanted,
            way=vouchers.way_of(body.voucher_code),
        )
        registrations.use_voucher(unit, registration, voucher_id=voucher.voucher_id)
        _announce_activation(unit, found, voucher, wanted, now)
        audit.record(unit, subject=subject, action=Permission.VOUCHER_ACTIVATE, object_id=voucher.voucher_id, at=now)
        return ActivationAnswer(
            class_id=class_id,
            trainee_id=voucher.trainee_id,
            voucher_id=voucher.voucher_id,
            voucher_kind=voucher.kind,
            used_at=now,
        )

    asked = ForClass(operation="activation", class_id=class_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


def fitting(found: Iterable[Voucher], registration: Registration, paying_authority: str) -> list[Voucher]:
    """The vouchers that can serve this registration: of the kind it asks for, by the authority that pays."""
    return [
        voucher
        for voucher in found
        if voucher.kind is registration.voucher_kind and voucher.authority_code == paying_authority
    ]


async def _without_voucher(resources: Resources, found: TrainingClass, now: datetime) -> list[Registration]:
    waiting = [
        each
        for each in await registrations.roster_of(resources.database, found.class_id)
        if each.is_active and each.voucher_id is None
    ]
    held = await vouchers.vouchers_of(resources, [each.trainee_id for each in waiting])
    return [
        each
        for each in waiting
        if not any(
            vouchers.state_at(voucher, now) in BEFORE_USE
            for voucher in fitting(held[each.trainee_id], each, found.paying_authority)
        )
    ]


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
    )
    training = partial(training_of, resources, found, voucher, policy, now=now)
    await vouchers.add_commitment(resources, opened, voucher, training)
    invitation, expires_at = None, None
    if not person.has_device:
        invitation, expires_at = invitations.invite(resources, unit, trainee_id, policy, now=now)
    return IssuedVoucher(
        trainee_id=trainee_id,
        voucher_id=voucher.voucher_id,
        voucher_code=voucher.voucher_code,
        invitation=invitation,
        invitation_expires_at=expires_at,
    )


def _opened(resources: Resources, kept: IssueAnswer) -> IssueAnswer:
    def opened(each: IssuedVoucher) -> IssuedVoucher:
        if each.invitation is None:
            return each
        code = invitations.opened(resources, each.trainee_id, each.invitation)
        return each.model_copy(update={"invitation": code})

    return kept.model_copy(update={"vouchers": [opened(each) for each in kept.vouchers]})


async def _fitting_registration(resources: Resources, found: TrainingClass, voucher: Voucher) -> Registration:
    registration = await registrations.registration_of(resources.database, voucher.trainee_id, found.class_id)
    if registration is None or not registration.is_active:
        raise Problem(ProblemKind.RULE_REFUSED, _NOT_ON_ROSTER)
    if not fitting([voucher], registration, found.paying_authority):
        raise Problem(ProblemKind.RULE_REFUSED, _OTHER_KIND)
    if registration.voucher_id is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, _HAS_VOUCHER)
    return registration


def _announce_activation(
    unit: UnitOfWork, found: TrainingClass, voucher: Voucher, wanted: vouchers.Commitment, now: datetime
) -> None:
    announce(
        unit,
        type_="voucher.activated",
        trainee_id=voucher.trainee_id,
        payload={
            "voucher_id": str(voucher.voucher_id),
            "class_id": str(found.class_id),
            "voucher_kind": voucher.kind.value,
            "authority_code": voucher.authority_code,
            "amount_fen": wanted.amount_fen,
            "payee": wanted.shares[0].payee,
        },
        occurred_at=now,
    )


_NO_VOUCHER = Words("没有此码的培训券。", "No voucher has this code.")
_NOT_ON_ROSTER = Words("持券人不在本班花名册上。", "The voucher's holder is not on the roster of this class.")
_OTHER_KIND = Words(
    "该券的种类或发券部门与本班登记不符。", "The voucher's kind or issuer differs from what the class has registered."
)
_HAS_VOUCHER = Words("此人在本班已使用一张培训券。", "This person has used a voucher in this class already.")
