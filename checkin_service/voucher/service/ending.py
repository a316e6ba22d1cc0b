"""Use cases that end an unpaid voucher: return, exchange, expire, void (退券、失效、作废)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce, announce_all
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.clauses import law
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import (
    BEFORE_USE,
    ExpiryCause,
    Template,
    Training,
    Voucher,
    VoucherEvent,
    VoucherRefusal,
    VoucherState,
)
from checkin_service.voucher.service import commitment, settling
from checkin_service.voucher.service.issuing import issue, require_left
from checkin_service.voucher.service.news import about
from checkin_service.voucher.service.reading import voucher_by_code, vouchers_of
from checkin_service.voucher.store import money
from checkin_service.voucher.store import templates as template_store
from checkin_service.voucher.store import vouchers as store

ENDED = "voucher.ended"
"""The news that a voucher ended unpaid: money set aside for it goes back."""

_IN_TRAINING = VoucherState.USED
_PAGE = 500
_BEFORE_ALL = UUID(int=0)


async def return_voucher(resources: Resources, subject: Subject, code: str, *, reason: str) -> Voucher:
    """退券 by its holder, before it is used (MP-29)."""
    voucher = await _own(resources, subject, code)
    async with _one_write(resources) as unit:
        _end(unit, voucher, VoucherEvent.RETURNED, at=resources.clock.now(), actor=subject.name, reason=reason)
        if voucher.template_id is not None:
            template_store.give_quota_back(unit, voucher.template_id)
        _audit(unit, subject, Permission.VOUCHER_RETURN, voucher, resources.clock.now())
    return voucher


async def exchange(resources: Resources, subject: Subject, code: str, template_id: UUID, *, reason: str) -> Voucher:
    """退换: the old voucher dies and one of another template is issued, in one write (MP-29)."""
    voucher = await _own(resources, subject, code)
    now = resources.clock.now()
    view = _view(voucher, now)
    if not view.value("voucher.returns", voucher.kind).is_required:
        raise by_law(_NO_EXCHANGE, law("MP-29"), reason="no_exchange")
    found = await template_store.latest(resources.database, template_id)
    if found is None or found[0].authority_code != voucher.authority_code:
        raise not_found()
    had = await vouchers_of(resources, [voucher.trainee_id])
    async with _one_write(resources) as unit:
        _end(unit, voucher, VoucherEvent.EXCHANGED, at=now, actor=subject.name, reason=reason)
        new = issue(
            unit,
            trainee_id=voucher.trainee_id,
            voucher_id=new_id(),
            kind=found[0].kind,
            authority_code=voucher.authority_code,
            at=now,
            view=view,
            template=found[0],
            before=len(had[voucher.trainee_id]),
        )
        _exchange_quota(unit, voucher, found[0], left=found[0].quantity - found[1])
        await _set_aside_again(resources, unit, voucher, new, found[0], view=view, at=now)
        _audit(unit, subject, Permission.VOUCHER_RETURN, voucher, now)
    return new


async def void_batch(resources: Resources, subject: Subject, codes: Sequence[str], *, reason: str) -> int:
    """作废 in a batch by the issuing authority: all or none, each one that cannot be voided is named."""
    now = resources.clock.now()
    unique = list(dict.fromkeys(codes))
    found, refusals = await voidable(resources, subject, unique, at=now)
    if refusals:
        faults = [
            {"row": codes.index(unique[number]) + 1, "reason": each.reason, "zh": each.words.zh, "en": each.words.en}
            for number, each in refusals.items()
        ]
        raise unfit(_SOME_STAND, rows=faults)
    async with _one_write(resources) as unit:
        void_all(unit, list(found.values()), actor=subject, reason=reason, at=now)
        audit.record(
            unit,
            subject,
            Permission.VOUCHER_VOID,
            str(len(found)),
            at=now,
            detail={"vouchers": len(found), "reason": reason},
        )
    return len(found)


async def voidable(
    resources: Resources, subject: Subject, codes: Sequence[str], *, at: datetime
) -> tuple[dict[int, Voucher], dict[int, VoucherRefusal]]:
    """The vouchers of these codes that their issuer may void, and why not the others, by position."""
    found: dict[int, Voucher] = {}
    refusals: dict[int, VoucherRefusal] = {}
    seen: set[UUID] = set()
    for number, voucher in enumerate(await settling.by_codes(resources, codes)):
        if voucher is None or voucher.authority_code != subject.authority_code:
            refusals[number] = VoucherRefusal("not_found", _NOT_FOUND, OURS)
        elif voucher.voucher_id in seen:
            refusals[number] = VoucherRefusal("twice", _TWICE, OURS)
        elif refusal := rules.refusal_to_move(voucher, VoucherEvent.VOIDED, on=day_of(at)):
            refusals[number] = refusal
        else:
            found[number] = voucher
            seen.add(voucher.voucher_id)
    return found, refusals


def void_all(unit: UnitOfWork, found: Sequence[Voucher], *, actor: Subject, reason: str, at: datetime) -> None:
    """Void what `voidable` has found; a voucher that moved in between makes the write fail."""
    settling.move_all(unit, found, [VoucherEvent.VOIDED], at=at, actor=actor.name, reason=reason)
    news = [
        Event(
            trainee_id=each.trainee_id,
            event_id=new_id(),
            type=ENDED,
            payload=about(each) | {"state": VoucherState.VOIDED, "reason": reason},
            occurred_at=at,
        )
        for each in found
    ]
    announce_all(unit, news)


async def expire_due(resources: Resources) -> int:
    """Write down every expiry whose day has come (自动失效); how many vouchers that were."""
    now = resources.clock.now()
    on, expired, after = day_of(now), 0, (_BEFORE_ALL, _BEFORE_ALL)
    while page := await store.due_to_expire(resources.database, states=BEFORE_USE, on=on, after=after, count=_PAGE):
        for voucher in page:
            cause = rules.expiry(voucher, on)
            expired += cause is not None and await expire(resources, voucher, cause, at=now)
        after = (page[-1].trainee_id, page[-1].voucher_id)
    return expired


async def unfinished(resources: Resources, *, on: date, after: tuple[UUID, UUID], count: int) -> list[Voucher]:
    """A page of vouchers in training whose day has passed, in packs where that ends them (FJ-13)."""
    graphs = [graph.code for graph in rules.GRAPHS.values() if (_IN_TRAINING, VoucherEvent.EXPIRED) in graph.moves]
    return await store.in_training_past(resources.database, graphs=graphs, on=on, after=after, count=count)


async def expire(resources: Resources, voucher: Voucher, cause: ExpiryCause, *, at: datetime) -> bool:
    """One expiry with its cause; whoever moved the voucher in between goes first."""
    try:
        async with resources.database.write() as unit:
            _end(unit, voucher, VoucherEvent.EXPIRED, at=at, actor="expiry", reason=cause)
    except Stale:
        return False
    return True


def _exchange_quota(unit: UnitOfWork, old: Voucher, template: Template, *, left: int) -> None:
    """The old voucher's place is free again; the new one takes one, unless both are of the same template."""
    if old.template_id == template.template_id:
        return
    require_left(template, left, count=1)
    template_store.take_quota(unit, template, count=1)
    if old.template_id is not None:
        template_store.give_quota_back(unit, old.template_id)


async def _set_aside_again(
    resources: Resources,
    unit: UnitOfWork,
    old: Voucher,
    new: Voucher,
    template: Template,
    *,
    view: PolicyView,
    at: datetime,
) -> None:
    """Where the pack commits at the issue, the new voucher is issued within the fund as well (FJ-11)."""
    legs = await money.legs_of(resources.database, old.trainee_id, old.voucher_id)
    if not legs or not rules.commits(view, new.kind, rules.CommitAt.ISSUE):
        return
    # Whom it pays is said again when it is put to use; until then it is who the old one would have paid.
    taught = [leg for leg in legs if leg.leg in {"training", "online"}]
    training = Training(
        institution_id=UUID(taught[-1].payee.partition(":")[2]), project_fen=sum(leg.amount_fen for leg in taught)
    )
    wanted = await commitment.commitment_of(resources, view, new, training, template=template)
    await commitment.commit_all(resources, unit, [wanted], batch_id=template.template_id, view=view, at=at)


@asynccontextmanager
async def _one_write(resources: Resources) -> AsyncIterator[UnitOfWork]:
    """A write whose loss to somebody faster is a conflict to the caller."""
    try:
        async with resources.database.write() as unit:
            yield unit
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None


def _end(unit: UnitOfWork, voucher: Voucher, event: VoucherEvent, *, at: datetime, actor: str, reason: str) -> None:
    if event is not VoucherEvent.EXPIRED:
        refusal = rules.refusal_to_move(voucher, event, on=day_of(at))
        if refusal is not None:
            raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    (moved,) = rules.moves_of(voucher, [event], at=at, actor=actor, reason=reason)
    store.add_move(unit, moved)
    store.move_to(unit, voucher, moved)
    announce(
        unit, ENDED, voucher.trainee_id, about(voucher) | {"state": moved.state.value, "reason": reason}, occurred_at=at
    )


async def _own(resources: Resources, subject: Subject, code: str) -> Voucher:
    voucher = await voucher_by_code(resources, code)
    if voucher is None or (subject.role is Role.TRAINEE and voucher.trainee_id != subject.subject_id):
        raise not_found()
    return voucher


def _audit(unit: UnitOfWork, subject: Subject, action: Permission, voucher: Voucher, at: datetime) -> None:
    audit.record(unit, subject, action, voucher.voucher_id, at=at)


def _view(voucher: Voucher, at: datetime) -> PolicyView:
    return policy_at(voucher.authority_code, at, known_at=at)


_NO_EXCHANGE = Words("本地不办理退换券。", "Vouchers are not exchanged here.")
_SOME_STAND = Words("有培训券不能作废，全部未处理。", "Some vouchers cannot be voided; none was.")
_NOT_FOUND = Words("没有此培训券，或不由贵单位发放。", "There is no such voucher, or it is not yours.")
_TWICE = Words("同一培训券出现两次。", "The same voucher occurs twice.")
