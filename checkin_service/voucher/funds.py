"""Use cases of a voucher's money: reserve it, let it follow a determination, pay it, take it back, add it up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.voucher import rules
from checkin_service.voucher.embedded import EmbeddedLedger
from checkin_service.voucher.ledger import (
    MAIN_LEG,
    POSITION_AFTER,
    Funds,
    Ledger,
    LedgerRefused,
    LedgerTotals,
    Position,
    Transfer,
    TransferKind,
    position_of,
    transfers_to,
)
from checkin_service.voucher.model import Voucher, VoucherEvent, VoucherLeg, VoucherState
from checkin_service.voucher.service.commitment import funds_of
from checkin_service.voucher.service.drawing import draw_net, source_of
from checkin_service.voucher.service.reading import civil_day
from checkin_service.voucher.store import money
from checkin_service.voucher.store import vouchers as store

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


async def move_to(
    resources: Resources,
    unit: UnitOfWork,
    *,
    target: Position,
    trainee_id: UUID,
    voucher_id: UUID,
    amount_fen: int,
    payees: Mapping[str, str] = MappingProxyType({}),
    cause: UUID,
    at: datetime,
) -> None:
    """Let a voucher's money follow a determination, the voucher's history with it.

    `payees` says who is paid each leg: it stands fast with the determination, not before. Without it the payees are
    those for whom it was set aside.
    """
    voucher = await _known(resources, trainee_id, voucher_id)
    ledger = _ledger(resources)
    last = await ledger.last_transfers(trainee_id, voucher_id)
    if position_of(last.get(MAIN_LEG)) is Position.IN_BUDGET:
        raise LedgerRefused(f"nothing is reserved for voucher {voucher_id} yet")
    legs = await money.legs_of(resources.database, trainee_id, voucher_id)
    reserved_fen = sum(leg.amount_fen for leg in legs)
    if reserved_fen != amount_fen:
        raise LedgerRefused(f"voucher {voucher_id} has {reserved_fen} fen reserved, not {amount_fen}")
    if payees and target is Position.PAYABLE and position_of(last[MAIN_LEG]) is not Position.PAYABLE:
        legs = _payable_to(unit, legs, payees)
    transfers = _to(target, legs, last=last, cause=cause, at=at)
    events = [_EVENT_OF[each.kind] for each in transfers if each.leg == MAIN_LEG]
    if voucher.state is VoucherState.USED:
        events.insert(0, VoucherEvent.COMPLETED)
    await ledger.record(unit, transfers)
    await follow_budget(resources, unit, legs, transfers)
    _move_voucher(unit, voucher, events, at=at)
    if legs[0].fund is not None and events[-1:] == [VoucherEvent.MADE_PAYABLE]:
        payload = {"voucher_id": str(voucher_id), "class_id": str(voucher.class_id)}
        announce(unit, type_=PAYABLE, trainee_id=trainee_id, payload=payload, occurred_at=at)


async def release_ended(
    resources: Resources, unit: UnitOfWork, *, trainee_id: UUID, voucher_id: UUID, cause: UUID, at: datetime
) -> None:
    """What was set aside for a voucher that ended unpaid goes back to its fund."""
    ledger = _ledger(resources)
    last = await ledger.last_transfers(trainee_id, voucher_id)
    legs = await money.legs_of(resources.database, trainee_id, voucher_id)
    if not last:
        await _draw(resources, unit, legs, -sum(leg.amount_fen for leg in legs))
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
    net = 0
    for transfer in transfers:
        match transfer.kind:
            case TransferKind.RELEASE | TransferKind.CLAW_BACK:
                net -= transfer.amount_fen
            case TransferKind.RESERVE if transfer.ordinal > 1:
                net += transfer.amount_fen
    await _draw(resources, unit, legs, net)


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


def _payable_to(unit: UnitOfWork, legs: Sequence[VoucherLeg], payees: Mapping[str, str]) -> list[VoucherLeg]:
    """The legs with the payees of the determination; where it knows other legs somebody has to look at it."""
    if {leg.leg for leg in legs} != set(payees):
        raise LedgerRefused(f"voucher {legs[0].voucher_id} has other legs than its determination")
    found = [replace(leg, payee=payees[leg.leg]) for leg in legs]
    for leg, before in zip(found, legs, strict=True):
        if leg != before:
            money.set_leg(unit, leg)
    return found


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


async def _draw(resources: Resources, unit: UnitOfWork, legs: Sequence[VoucherLeg], net_fen: int) -> None:
    source = source_of(legs)
    if source is not None and net_fen:
        await draw_net(resources, unit, source, net_fen)


def _move_voucher(unit: UnitOfWork, voucher: Voucher, events: Sequence[VoucherEvent], *, at: datetime) -> None:
    if not events:
        return
    try:
        moves = rules.moves_of(voucher, events, at=at, actor=_ACTOR)
    except rules.ImpossibleMove as impossible:
        raise LedgerRefused(str(impossible)) from impossible
    for move in moves:
        store.add_move(unit, move)
    store.move_to(unit, voucher, moves[-1])


async def _known(resources: Resources, trainee_id: UUID, voucher_id: UUID) -> Voucher:
    voucher = await store.voucher_of(resources.database, trainee_id, voucher_id)
    if voucher is None:
        raise LedgerRefused(f"there is no voucher {voucher_id}")
    return voucher


def _only_leg(voucher: Voucher, *, amount_fen: int, payee: str, at: datetime) -> VoucherLeg:
    """Nothing was set aside: the fund is the template's, or the first that the pack names."""
    on = civil_day(at)
    order = rules.fund_order(book().at(voucher.authority_code, on=on, known_on=on), voucher.kind)
    return VoucherLeg(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        leg=MAIN_LEG,
        authority_code=voucher.authority_code,
        batch_id=None,
        fund=voucher.fund or order[0],
        fiscal_year=on.year,
        payee=payee,
        amount_fen=amount_fen,
    )


def _sum(balances: Mapping[str, int], ending: str) -> int:
    return sum(fen for name, fen in balances.items() if name.endswith(ending))


def _ledger(resources: Resources) -> Ledger:
    return EmbeddedLedger(resources.database)
