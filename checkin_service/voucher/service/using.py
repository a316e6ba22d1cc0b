"""Claiming, holding and using vouchers (领券、核销、验券、用券)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NoReturn
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.outbox import announce_all
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, book, policy_at
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import (
    PUT_TO_USE,
    Training,
    Voucher,
    VoucherEvent,
    VoucherRefusal,
    VoucherState,
)
from checkin_service.voucher.rules import CommitAt
from checkin_service.voucher.rules import live_qr as live
from checkin_service.voucher.service import commitment
from checkin_service.voucher.service.drawing import Commitment
from checkin_service.voucher.service.news import news_of
from checkin_service.voucher.service.reading import template_of, verification, voucher_of
from checkin_service.voucher.service.showing import voucher_shown, way_of
from checkin_service.voucher.store import activations, money
from checkin_service.voucher.store import vouchers as store


async def live_code(resources: Resources, subject: Subject, voucher_id: UUID) -> str:
    """A fresh QR for the holder's own screen."""
    voucher = existing(await voucher_of(resources, subject.subject_id, voucher_id))
    now = resources.clock.now()
    return live.new_token(resources.code_key, trainee_id=voucher.trainee_id, voucher_id=voucher.voucher_id, now=now)


async def refusal_to_use(
    resources: Resources, voucher: Voucher, *, at: datetime, view: PolicyView
) -> VoucherRefusal | None:
    """Why the voucher could not be put to use at this moment; `None` when it can."""
    refusal, _ = await judged(resources, voucher, on=day_of(at), view=view)
    return refusal


async def activate_and_use(
    resources: Resources,
    unit: UnitOfWork,
    voucher: Voucher,
    *,
    class_id: UUID,
    at: datetime,
    actor: Subject,
    view: PolicyView,
    commits: Commitment | None = None,
    way: str = "code",
) -> None:
    """Add the verification at arrival (验券) to a write: whatever is still to happen, then used in this class.

    Refused with the reason when expired, used before, held elsewhere, beyond the yearly quota or beyond the budget.
    """
    on = day_of(at)
    refusal, activated = await judged(resources, voucher, on=on, view=view)
    refusal = refusal or await refusal_at(resources, voucher, actor)
    if refusal is not None:
        await refuse(resources, voucher, actor, refusal, purpose="activate", at=at, way=way)
    graph = rules.graph_of(voucher.graph)
    moves = rules.moves_of(voucher, rules.moves_to_use(graph, voucher.state), at=at, actor=actor.name)
    for move in moves:
        store.add_move(unit, move)
    if rules.counts_in_quota(graph, voucher.state):
        activations.add_activation(
            unit,
            trainee_id=voucher.trainee_id,
            voucher_id=voucher.voucher_id,
            year=on.year,
            number=activated + 1,
        )
    if commits is not None:
        await _commit(resources, unit, commits, batch_id=class_id, view=view, at=at)
    unit.work = Work.SHOWN_VOUCHER
    store.put_to_use(unit, voucher, moves[-1], class_id=class_id, institution_id=actor.institution_id, on=on)
    store.add_verification(unit, verification(voucher, actor, purpose="activate", reason=None, at=at, way=way))


def claim(unit: UnitOfWork, voucher: Voucher, *, actor: Subject, at: datetime) -> Voucher:
    """Add 领券 to a write, once for each voucher (MP-09); the voucher as it is then."""
    view = policy_at(voucher.authority_code, at, known_at=at)
    refusal = rules.refusal_to_claim(view, voucher.kind, claimed=int(rules.was_claimed(voucher)))
    refusal = refusal or rules.refusal_to_move(voucher, VoucherEvent.CLAIMED, on=day_of(at))
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    (moved,) = rules.moves_of(voucher, [VoucherEvent.CLAIMED], at=at, actor=actor.name)
    store.add_move(unit, moved)
    store.move_to(unit, voucher, moved)
    announce_all(unit, news_of([(voucher, [moved])]))
    return replace(voucher, state=moved.state, ordinal=moved.ordinal)


async def hold(resources: Resources, subject: Subject, shown: str) -> Voucher:
    """The first write-off, at arrival and before the class is open (AH-10): the voucher is this institution's to use.

    Where the pack commits the budget at the hold, that happens here, out of what is set aside for the template.
    """
    voucher = await voucher_shown(resources, subject, shown, purpose="hold")
    if voucher.institution_id not in {None, subject.institution_id}:
        raise not_found()
    now = resources.clock.now()
    graph = rules.graph_of(voucher.graph)
    events = [each for each in (VoucherEvent.CLAIMED, VoucherEvent.HELD) if each in _open(graph, voucher)]
    view = policy_at(voucher.authority_code, now, known_at=now)
    refusal = rules.refusal_to_move(voucher, (events or [VoucherEvent.HELD])[0], on=day_of(now))
    refusal = refusal or rules.refusal_to_hold(view, voucher.kind)
    refusal = refusal or await refusal_at(resources, voucher, subject)
    if refusal is not None:
        await refuse(resources, voucher, subject, refusal, purpose="hold", at=now, way=way_of(shown))
    moves = rules.moves_of(voucher, events, at=now, actor=subject.name)
    try:
        async with resources.database.write() as unit:
            for each in moves:
                store.add_move(unit, each)
            unit.work = Work.SHOWN_VOUCHER
            store.hold(unit, voucher, moves[-1], institution_id=subject.institution_id)
            announce_all(unit, news_of([(voucher, moves)]))
            await _commit_at_hold(resources, unit, voucher, subject, at=now)
            seen = verification(voucher, subject, purpose="hold", reason=None, at=now, way=way_of(shown))
            store.add_verification(unit, seen)
            audit.record(unit, subject, Permission.VOUCHER_HOLD, voucher.voucher_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    return await _again(resources, voucher)


async def end_hold(resources: Resources, subject: Subject, shown: str) -> Voucher:
    """The class did not come about: the voucher is its holder's again."""
    voucher = await voucher_shown(resources, subject, shown, purpose="hold")
    if voucher.institution_id != subject.institution_id:
        raise not_found()
    await move(resources, subject, voucher, VoucherEvent.HOLD_ENDED, action=Permission.VOUCHER_HOLD, frees=True)
    return await _again(resources, voucher)


async def move(
    resources: Resources,
    subject: Subject,
    voucher: Voucher,
    event: VoucherEvent,
    *,
    action: Permission,
    reason: str | None = None,
    frees: bool = False,
) -> None:
    """One move by somebody's hand, audited; refused in words when the graph has none."""
    now = resources.clock.now()
    refusal = rules.refusal_to_move(voucher, event, on=day_of(now))
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    (moved,) = rules.moves_of(voucher, [event], at=now, actor=subject.name, reason=reason)
    try:
        async with resources.database.write() as unit:
            store.add_move(unit, moved)
            if frees:
                unit.work = Work.SHOWN_VOUCHER
                store.hold(unit, voucher, moved, institution_id=None)
            else:
                store.move_to(unit, voucher, moved)
            announce_all(unit, news_of([(voucher, [moved])]))
            audit.record(unit, subject, action, voucher.voucher_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None


async def refuse(
    resources: Resources,
    voucher: Voucher,
    actor: Subject,
    refusal: VoucherRefusal,
    *,
    purpose: str,
    at: datetime,
    way: str = "code",
) -> NoReturn:
    """Remember the refused verification, and say why."""
    await remember_refused(resources, voucher, actor, refusal.reason, purpose=purpose, at=at, way=way)
    raise by_law(refusal.words, refusal.basis, reason=refusal.reason)


async def remember_refused(
    resources: Resources, voucher: Voucher, actor: Subject, reason: str, *, purpose: str, at: datetime, way: str
) -> None:
    """A verification that was refused stands in the log, with who held the voucher out to whom (MP-32)."""
    async with resources.database.write() as unit:
        seen = verification(voucher, actor, purpose=purpose, reason=reason, at=at, way=way)
        store.add_verification(unit, seen)


async def judged(
    resources: Resources, voucher: Voucher, *, on: date, view: PolicyView
) -> tuple[VoucherRefusal | None, int]:
    """Why the voucher could not be activated and used on a day, and how many its holder has activated that year."""
    activated = await activations.activations_in_year(resources.database, voucher.trainee_id, on.year)
    refusal = rules.refusal_to_use_again(view, voucher.kind, used=int(voucher.state in PUT_TO_USE))
    refusal = refusal or rules.refusal_to_use(voucher, on=on)
    if refusal is None and rules.counts_in_quota(rules.graph_of(voucher.graph), voucher.state):
        refusal = rules.refusal_to_activate(view, voucher.kind, activated_this_year=activated)
    return refusal, activated


async def refusal_at(resources: Resources, voucher: Voucher, desk: Subject) -> VoucherRefusal | None:
    """Why it cannot be put to use at this institution: another holds it, or its template names others (MP-05)."""
    if voucher.institution_id not in {None, desk.institution_id}:
        basis = rules.ground_of(voucher.graph, rules.Matter.HELD)
        return VoucherRefusal("voucher_held_elsewhere", _HELD_ELSEWHERE, basis)
    template = await template_of(resources, voucher)
    if template is None or not template.institutions or desk.institution_id in template.institutions:
        return None
    now = resources.clock.now()
    view = policy_at(voucher.authority_code, now, known_at=now)
    basis = rules.basis_of_template(view, voucher.kind)
    return VoucherRefusal("template_not_for_institution", _OTHER_INSTITUTION, basis)


async def _commit(
    resources: Resources, unit: UnitOfWork, wanted: Commitment, *, batch_id: UUID, view: PolicyView, at: datetime
) -> None:
    """Set the money aside, unless the same was done before, at the issue or at the hold."""
    voucher = wanted.voucher
    before = await money.legs_of(resources.database, voucher.trainee_id, voucher.voucher_id)
    if before:
        await commitment.commit_again(resources, unit, wanted, before, batch_id=batch_id, view=view, at=at)
    else:
        await commitment.commit_all(resources, unit, [wanted], batch_id=batch_id, view=view, at=at, in_tranches=True)


async def _commit_at_hold(
    resources: Resources, unit: UnitOfWork, voucher: Voucher, subject: Subject, *, at: datetime
) -> None:
    on = day_of(at)
    view = book().at(voucher.authority_code, on=on, known_on=on)
    if voucher.template_id is None or not rules.commits(view, voucher.kind, CommitAt.HOLD):
        return
    if subject.institution_id is None:
        return
    wanted = await commitment.commitment_of(resources, view, voucher, Training(institution_id=subject.institution_id))
    if wanted.shares[0].amount_fen == 0:
        return  # Only a project will tell the amount: it is committed when the voucher is put to use.
    await _commit(resources, unit, wanted, batch_id=voucher.template_id, view=view, at=at)


def _open(graph: rules.Graph, voucher: Voucher) -> Sequence[VoucherEvent]:
    try:
        return rules.moves_to_use(graph, voucher.state)
    except rules.ImpossibleMove:
        return ()


async def _again(resources: Resources, voucher: Voucher) -> Voucher:
    with acting_as(Work.SHOWN_VOUCHER):
        found = await voucher_of(resources, voucher.trainee_id, voucher.voucher_id)
    return found or voucher


_HELD_ELSEWHERE = Words(
    "该培训券已由其他培训机构核销占用，请到该机构上课，或由该机构解除占用后再来。",
    "Another institution holds this voucher: take the class there, or let that institution end the hold first.",
)
_OTHER_INSTITUTION = Words(
    "该培训券不适用于本培训机构，请到券面所列的机构使用。",
    "The voucher is not for this institution: use it at one that it names.",
)


def can_change_class(voucher: Voucher, class_id: UUID) -> bool:
    """Whether the voucher is in use in this class, where nothing has been determined about it."""
    return voucher.state is VoucherState.USED and voucher.class_id == class_id


def change_class(unit: UnitOfWork, voucher: Voucher, *, class_id: UUID, institution_id: UUID) -> None:
    """Add to a write that the voucher is in use in another class of the same project, with whoever teaches it.

    It stays in the state it is in, and what was set aside for it the same; whom that is paid to the determination says.
    """
    store.change_class(unit, voucher, class_id=class_id, institution_id=institution_id)
