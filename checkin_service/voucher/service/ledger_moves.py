"""Use cases of a voucher's money: reserve it, let it follow a determination, pay it, take it back, add it up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce_all
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.voucher import rules
from checkin_service.voucher.model.ledger import (
    MAIN_LEG,
    POSITION_AFTER,
    Funds,
    LedgerRefused,
    LedgerTotals,
    Position,
    Transfer,
    TransferKind,
)
from checkin_service.voucher.model.vouchers import (
    IN_SETTLEMENT,
    Voucher,
    VoucherEvent,
    VoucherLeg,
    VoucherMove,
    VoucherState,
)
from checkin_service.voucher.rules.ledger import position_of, transfers_to
from checkin_service.voucher.service.commitment import funds_of
from checkin_service.voucher.service.drawing import Source, draw_net, source_of
from checkin_service.voucher.service.ledger import Ledger
from checkin_service.voucher.store import many, money
from checkin_service.voucher.store import vouchers as store
from checkin_service.voucher.store.embedded_ledger import EmbeddedLedger

_ACTOR = "ledger"
PAYABLE = "voucher.payable"
"""The news that a voucher with a fund has earned its subsidy."""

_EVENT_OF = {
    TransferKind.RESERVE: VoucherEvent.RESERVED_AGAIN,
    TransferKind.POST: VoucherEvent.MADE_PAYABLE,
    TransferKind.RELEASE: VoucherEvent.RELEASED,
    TransferKind.RETRACT: VoucherEvent.RETRACTED,
}


async def reserve(
    resources: Resources,
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    voucher_id: UUID,
    amount_fen: int,
    payee: str,
    cause: UUID,
    at: datetime,
) -> None:
    """Set the subsidy of a voucher aside; nothing to do when that was done before."""
    voucher = await _known(resources, trainee_id, voucher_id)
    ledger = _ledger(resources)
    if await ledger.last_transfers(trainee_id, voucher_id):
        return
    legs = await money.legs_of(resources.database, trainee_id, voucher_id)
    if voucher.state is not VoucherState.USED and not legs:
        raise LedgerRefused(f"voucher {voucher_id} is {voucher.state}: money is reserved for used ones only")
    if not legs:
        legs = [_only_leg(voucher, amount_fen=amount_fen, payee=payee, at=at)]
        money.add_leg(unit, legs[0])
    await ledger.record(unit, _to(Position.RESERVED, legs, last={}, cause=cause, at=at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Where a determination wants the money of a voucher."""

    target: Position
    trainee_id: UUID
    voucher_id: UUID
    amount_fen: int
    cause: UUID
    payees: Mapping[str, str] = field(default_factory=dict)
    """Who is paid each leg: it stands fast with the determination, not before. Absent: as it was set aside."""


async def move_all(resources: Resources, unit: UnitOfWork, wishes: Sequence[Wish], *, at: datetime) -> None:
    """Let the money of vouchers follow determinations, and the vouchers' histories with it; of each voucher once."""
    trainees, ids = [wish.trainee_id for wish in wishes], [wish.voucher_id for wish in wishes]
    vouchers = await many.vouchers_by_ids(resources.database, trainees, ids)
    ledger = _ledger(resources)
    last = await ledger.last_transfers_of_many(trainees, ids)
    legs = await many.legs_of_many(resources.database, trainees, ids)
    moved = [
        _moved(wish, vouchers.get(wish.voucher_id), legs[wish.voucher_id], last[wish.voucher_id], at=at)
        for wish in wishes
    ]
    await ledger.record(unit, [transfer for each in moved for transfer in each.transfers])
    for changed in (leg for each in moved for leg in each.legs if leg not in legs[leg.voucher_id]):
        money.set_leg(unit, changed)
    await _draw_all(resources, unit, [(each.legs, each.transfers) for each in moved])
    many.move_all(unit, [each.moves for each in moved if each.moves])
    announce_all(unit, [_payable(each, at=at) for each in moved if each.is_payable_now])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """What a wish comes to."""

    voucher: Voucher
    legs: Sequence[VoucherLeg]
    transfers: Sequence[Transfer]
    moves: Sequence[VoucherMove]

    @property
    def is_payable_now(self) -> bool:
        is_payable = bool(self.moves) and self.moves[-1].event is VoucherEvent.MADE_PAYABLE
        return is_payable and self.legs[0].fund is not None


def _moved(
    wish: Wish, voucher: Voucher | None, legs: Sequence[VoucherLeg], last: Mapping[str, Transfer], *, at: datetime
) -> _Moved:
    if voucher is None:
        raise LedgerRefused(f"there is no voucher {wish.voucher_id}")
    if voucher.state in IN_SETTLEMENT:
        # Approval and order look at the determination that counts; a refusal gives the voucher back to follow it.
        return _Moved(voucher=voucher, legs=legs, transfers=(), moves=())
    if position_of(last.get(MAIN_LEG)) is Position.IN_BUDGET:
        raise LedgerRefused(f"nothing is reserved for voucher {wish.voucher_id} yet")
    reserved_fen = sum(leg.amount_fen for leg in legs)
    if reserved_fen != wish.amount_fen:
        raise LedgerRefused(f"voucher {wish.voucher_id} has {reserved_fen} fen reserved, not {wish.amount_fen}")
    if wish.payees and wish.target is Position.PAYABLE and position_of(last[MAIN_LEG]) is not Position.PAYABLE:
        legs = _payable_to(legs, wish.payees)
    transfers = _to(wish.target, legs, last=last, cause=wish.cause, at=at)
    events = [_EVENT_OF[each.kind] for each in transfers if each.leg == MAIN_LEG]
    if voucher.state is VoucherState.USED:
        events.insert(0, VoucherEvent.COMPLETED)
    return _Moved(voucher=voucher, legs=legs, transfers=transfers, moves=_moves(voucher, events, at=at))


def _payable(moved: _Moved, *, at: datetime) -> Event:
    voucher = moved.voucher
    payload = {"voucher_id": str(voucher.voucher_id), "class_id": str(voucher.class_id)}
    return Event(trainee_id=voucher.trainee_id, event_id=new_id(), type=PAYABLE, payload=payload, occurred_at=at)


async def release_ended(
    resources: Resources, unit: UnitOfWork, *, trainee_id: UUID, voucher_id: UUID, cause: UUID, at: datetime
) -> None:
    """What was set aside for a voucher that ended unpaid goes back to its fund."""
    ledger = _ledger(resources)
    last = await ledger.last_transfers(trainee_id, voucher_id)
    legs = await money.legs_of(resources.database, trainee_id, voucher_id)
    if not last:
        if source := source_of(legs):
            await draw_net(resources, unit, source, -sum(leg.amount_fen for leg in legs))
        return
    if position_of(last.get(MAIN_LEG)) is Position.RELEASED:
        return
    transfers = _to(Position.RELEASED, legs, last=last, cause=cause, at=at)
    await ledger.record(unit, transfers)
    await follow_budget(resources, unit, legs, transfers)


async def follow_budget(
    resources: Resources, unit: UnitOfWork, legs: Sequence[VoucherLeg], transfers: Sequence[Transfer]
) -> None:
    """What is released or clawed back is free for others of its batch; what is reserved again is drawn again."""
    await _draw_all(resources, unit, [(legs, transfers)])


async def totals(resources: Resources, authority_code: str) -> LedgerTotals:
    """The sums of an authority's accounts, checked against the vouchers one by one."""
    sums = await money.sums_by_kind(resources.database, authority_code)
    balances = await money.balances(resources.database, authority_code)
    latest = await money.sums_by_latest_kind(resources.database, authority_code)
    flows = {kind: sums.get(kind, 0) for kind in TransferKind}
    payable = flows[TransferKind.POST] - flows[TransferKind.RETRACT] - flows[TransferKind.CLAW_BACK]
    paid = flows[TransferKind.DISBURSE] - flows[TransferKind.BOUNCE] - flows[TransferKind.CLAW_BACK]
    opened = _sum(balances, "/reserved")
    stands = dict.fromkeys(Position, 0)
    for kind, fen in latest.items():
        stands[POSITION_AFTER[kind]] += fen
    tells_the_same = (
        (stands[Position.PAYABLE], stands[Position.PAID], stands[Position.RESERVED])
        == (_sum(balances, "/payable"), _sum(balances, "/paid"), opened)
        == (payable - paid, paid, opened)
    )
    no_debts = all(balance >= 0 for name, balance in balances.items() if not name.endswith("/budget"))
    return LedgerTotals(
        authority_code=authority_code,
        reserved_fen=flows[TransferKind.RESERVE],
        payable_fen=payable,
        released_fen=flows[TransferKind.RELEASE],
        open_fen=opened,
        paid_fen=paid,
        clawed_back_fen=flows[TransferKind.CLAW_BACK],
        balanced=sum(balances.values()) == 0 and no_debts and tells_the_same,
    )


def _payable_to(legs: Sequence[VoucherLeg], payees: Mapping[str, str]) -> Sequence[VoucherLeg]:
    """The legs with the payees of the determination; where it knows other legs somebody has to look at it."""
    if {leg.leg for leg in legs} != set(payees):
        raise LedgerRefused(f"voucher {legs[0].voucher_id} has other legs than its determination")
    return [replace(leg, payee=payees[leg.leg]) for leg in legs]


def _to(
    target: Position,
    legs: Sequence[VoucherLeg],
    *,
    last: Mapping[str, Transfer],
    cause: UUID,
    at: datetime,
) -> list[Transfer]:
    found: list[Transfer] = []
    for leg in legs:
        funds: Funds = funds_of(leg)
        found += transfers_to(target, funds, last=last.get(leg.leg), cause=cause, at=at)
    return found


async def _draw_all(
    resources: Resources, unit: UnitOfWork, moved: Iterable[tuple[Sequence[VoucherLeg], Sequence[Transfer]]]
) -> None:
    """Vouchers of one batch are drawn together: one statement changes a row once."""
    net: defaultdict[Source, int] = defaultdict(int)
    for legs, transfers in moved:
        if source := source_of(legs):
            net[source] += _net(transfers)
    for source, amount_fen in net.items():
        await draw_net(resources, unit, source, amount_fen)


def _net(transfers: Iterable[Transfer]) -> int:
    net = 0
    for transfer in transfers:
        match transfer.kind:
            case TransferKind.RELEASE | TransferKind.CLAW_BACK:
                net -= transfer.amount_fen
            case TransferKind.RESERVE if transfer.ordinal > 1:
                net += transfer.amount_fen
    return net


def _moves(voucher: Voucher, events: Sequence[VoucherEvent], *, at: datetime) -> Sequence[VoucherMove]:
    try:
        return rules.moves_of(voucher, events, at=at, actor=_ACTOR) if events else ()
    except rules.ImpossibleMove as impossible:
        raise LedgerRefused(str(impossible)) from impossible


async def _known(resources: Resources, trainee_id: UUID, voucher_id: UUID) -> Voucher:
    voucher = await store.voucher_of(resources.database, trainee_id, voucher_id)
    if voucher is None:
        raise LedgerRefused(f"there is no voucher {voucher_id}")
    return voucher


def _only_leg(voucher: Voucher, *, amount_fen: int, payee: str, at: datetime) -> VoucherLeg:
    """Nothing was set aside: the fund is the template's, or the first that the pack names."""
    order = rules.fund_order(policy_at(voucher.authority_code, at, known_at=at), voucher.kind)
    return VoucherLeg(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        leg=MAIN_LEG,
        authority_code=voucher.authority_code,
        batch_id=None,
        fund=voucher.fund or order[0],
        fiscal_year=day_of(at).year,
        payee=payee,
        amount_fen=amount_fen,
    )


def _sum(balances: Mapping[str, int], ending: str) -> int:
    return sum(fen for name, fen in balances.items() if name.endswith(ending))


def _ledger(resources: Resources) -> Ledger:
    return EmbeddedLedger(resources.database)
