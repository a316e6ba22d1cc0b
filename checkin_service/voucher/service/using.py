"""Claiming, holding and using vouchers (领券、核销、验券、用券)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.outbox import announce_all
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, book
from checkin_service.voucher import live_code as live
from checkin_service.voucher import rules
from checkin_service.voucher.model import Training, Voucher, VoucherEvent, VoucherRefusal, VoucherState
from checkin_service.voucher.news import news_of
from checkin_service.voucher.rules import CommitAt
from checkin_service.voucher.service import commitment
from checkin_service.voucher.service.drawing import Commitment
from checkin_service.voucher.service.reading import civil_day, verification, voucher_by_code, voucher_of
from checkin_service.voucher.store import money, templates
from checkin_service.voucher.store import vouchers as store


async def voucher_shown(resources: Resources, shown: str) -> Voucher | None:
    """The voucher that somebody shows: by its code, or by the live QR on the holder's screen."""
    if not shown.startswith(live.PREFIX):
        return await voucher_by_code(resources, shown)
    opened = live.opened(resources.code_key, shown, now=resources.clock.now())
    if isinstance(opened, live.Fault):
        raise Problem(ProblemKind.RULE_REFUSED, _QR[opened], fields={"reason": opened.value})
    return await voucher_of(resources, opened.trainee_id, opened.voucher_id)


def way_of(shown: str) -> str:
    """How a voucher was shown, as its verification remembers it."""
    return "live_qr" if shown.startswith(live.PREFIX) else "code"


async def live_code(resources: Resources, subject: Subject, voucher_id: UUID) -> str:
    """A fresh QR for the holder's own screen."""
    voucher = await voucher_of(resources, subject.subject_id, voucher_id)
    if voucher is None:
        raise not_found()
    now = resources.clock.now()
    return live.new_token(resources.code_key, trainee_id=voucher.trainee_id, voucher_id=voucher.voucher_id, now=now)


async def refusal_to_use(
    resources: Resources, voucher: Voucher, *, at: datetime, view: PolicyView
) -> VoucherRefusal | None:
    """Why the voucher could not be put to use at this moment; `None` when it can."""
    refusal, _ = await _judged(resources, voucher, on=civil_day(at), view=view)
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
    on = civil_day(at)
    refusal, activations = await _judged(resources, voucher, on=on, view=view)
    refusal = refusal or await _refusal_at(resources, voucher, actor)
    if refusal is not None:
        await refuse(resources, voucher, actor, refusal, purpose="activate", at=at)
    graph = rules.graph_of(voucher.graph)
    moves = rules.moves_of(voucher, rules.moves_to_use(graph, voucher.state), at=at, actor=actor.name)
    for move in moves:
        store.add_move(unit, move)
    if rules.counts_in_quota(graph, voucher.state):
        store.add_activation(
            unit,
            trainee_id=voucher.trainee_id,
            voucher_id=voucher.voucher_id,
            year=on.year,
            number=activations + 1,
        )
    if commits is not None:
        await _commit(resources, unit, commits, batch_id=class_id, view=view, at=at)
    store.put_to_use(unit, voucher, moves[-1], class_id=class_id, institution_id=actor.institution_id, on=on)
    store.add_verification(unit, verification(voucher, actor, purpose="activate", reason=None, at=at, way=way))


async def claim(resources: Resources, subject: Subject, voucher_id: UUID) -> Voucher:
    """领券 by its holder; claiming again changes nothing."""
    voucher = await voucher_of(resources, subject.subject_id, voucher_id)
    if voucher is None:
        raise not_found()
    await move(resources, subject, voucher, VoucherEvent.CLAIMED, action=Permission.VOUCHER_CLAIM)
    return await _again(resources, voucher)


async def hold(resources: Resources, subject: Subject, shown: str) -> Voucher:
    """The first write-off, at arrival and before the class is open (AH-10): the voucher is this institution's to use.

    Where the pack commits the budget at the hold, that happens here, out of what is set aside for the template.
    """
    voucher = await voucher_shown(resources, shown)
    if voucher is None or voucher.institution_id not in {None, subject.institution_id}:
        raise not_found()
    now = resources.clock.now()
    graph = rules.graph_of(voucher.graph)
    events = [each for each in (VoucherEvent.CLAIMED, VoucherEvent.HELD) if each in _open(graph, voucher)]
    refusal = rules.refusal_to_move(voucher, (events or [VoucherEvent.HELD])[0], on=civil_day(now))
    refusal = refusal or await _refusal_at(resources, voucher, subject)
    if refusal is not None:
        await refuse(resources, voucher, subject, refusal, purpose="hold", at=now)
    moves = rules.moves_of(voucher, events, at=now, actor=subject.name)
    try:
        async with resources.database.write() as unit:
            for each in moves:
                store.add_move(unit, each)
            store.hold(unit, voucher, moves[-1], institution_id=subject.institution_id)
            announce_all(unit, news_of([(voucher, moves)]))
            await _commit_at_hold(resources, unit, voucher, subject, at=now)
            seen = verification(voucher, subject, purpose="hold", reason=None, at=now, way=way_of(shown))
            store.add_verification(unit, seen)
            audit.record(unit, subject=subject, action=Permission.VOUCHER_HOLD, object_id=voucher.voucher_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    return await _again(resources, voucher)


async def end_hold(resources: Resources, subject: Subject, shown: str) -> Voucher:
    """The class did not come about: the voucher is its holder's again."""
    voucher = await voucher_shown(resources, shown)
    if voucher is None or voucher.institution_id != subject.institution_id:
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
    refusal = rules.refusal_to_move(voucher, event, on=civil_day(now))
    if refusal is not None:
        raise Problem(ProblemKind.RULE_REFUSED, refusal.words, fields={"reason": refusal.reason})
    (moved,) = rules.moves_of(voucher, [event], at=now, actor=subject.name, reason=reason)
    try:
        async with resources.database.write() as unit:
            store.add_move(unit, moved)
            if frees:
                store.hold(unit, voucher, moved, institution_id=None)
            else:
                store.move_to(unit, voucher, moved)
            announce_all(unit, news_of([(voucher, [moved])]))
            audit.record(unit, subject=subject, action=action, object_id=voucher.voucher_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None


async def refuse(
    resources: Resources, voucher: Voucher, actor: Subject, refusal: VoucherRefusal, *, purpose: str, at: datetime
) -> None:
    """Remember the refused verification, and say why."""
    async with resources.database.write() as unit:
        store.add_verification(unit, verification(voucher, actor, purpose=purpose, reason=refusal.reason, at=at))
    raise Problem(ProblemKind.RULE_REFUSED, refusal.words, fields={"reason": refusal.reason})


async def _judged(
    resources: Resources, voucher: Voucher, *, on: date, view: PolicyView
) -> tuple[VoucherRefusal | None, int]:
    activations = await store.activations_in_year(resources.database, voucher.trainee_id, on.year)
    refusal = rules.refusal_to_use(
        voucher,
        on=on,
        activations_this_year=activations,
        activations_allowed=_optional(view, "voucher.activations_per_year", voucher),
    )
    return refusal, activations


async def _refusal_at(resources: Resources, voucher: Voucher, desk: Subject) -> VoucherRefusal | None:
    """Why it cannot be put to use at this institution: another holds it, or its template names others (MP-05)."""
    if voucher.institution_id not in {None, desk.institution_id}:
        return VoucherRefusal("voucher_held_elsewhere", _HELD_ELSEWHERE)
    if voucher.template_id is None or voucher.template_version is None:
        return None
    template = await templates.version_of(resources.database, voucher.template_id, voucher.template_version)
    if template is None or not template.institutions or desk.institution_id in template.institutions:
        return None
    return VoucherRefusal("template_not_for_institution", _OTHER_INSTITUTION)


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
    on = civil_day(at)
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
    found = await voucher_of(resources, voucher.trainee_id, voucher.voucher_id)
    return found or voucher


def _optional(view: PolicyView, key: str, voucher: Voucher) -> int | None:
    value = view.value(key, voucher.kind)
    return value.integer if value.is_required else None


_HELD_ELSEWHERE = Words("该培训券已由其他培训机构核销占用。", "Another institution holds this voucher.")
_OTHER_INSTITUTION = Words("该培训券不适用于本培训机构。", "The voucher is not for this institution.")
_QR = {
    live.Fault.FORGED: Words("二维码无效。", "This QR code is not valid."),
    live.Fault.TOO_OLD: Words(
        "二维码已过期，请持券人刷新后重新出示。", "This QR code is too old; its holder shows a fresh one."
    ),
}


def can_change_class(voucher: Voucher, class_id: UUID) -> bool:
    """Whether the voucher is in use in this class, where nothing has been determined about it."""
    return voucher.state is VoucherState.USED and voucher.class_id == class_id


def change_class(unit: UnitOfWork, voucher: Voucher, *, class_id: UUID) -> None:
    """Add to a write that the voucher is in use in another class of the same institution and project.

    It stays in the state it is in: what was set aside for it, and for whom, is the same.
    """
    store.change_class(unit, voucher, class_id=class_id)
