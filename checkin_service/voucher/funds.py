"""Use cases of a voucher's money: reserve it, let it follow a determination, add it up."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.resources import Resources
from checkin_service.voucher import rules, store
from checkin_service.voucher.embedded import EmbeddedLedger
from checkin_service.voucher.ledger import (
    Funds,
    Ledger,
    LedgerRefused,
    LedgerTotals,
    Position,
    Transfer,
    TransferKind,
    position_of,
    reserved_account,
    transfers_to,
)
from checkin_service.voucher.model import Voucher, VoucherEvent, VoucherState

_ACTOR = "ledger"

_EVENT_OF = MappingProxyType(
    {
        TransferKind.RESERVE: VoucherEvent.RESERVED_AGAIN,
        TransferKind.POST: VoucherEvent.MADE_PAYABLE,
        TransferKind.RELEASE: VoucherEvent.RELEASED,
        TransferKind.RETRACT: VoucherEvent.RETRACTED,
    }
)


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
    last = await ledger.last_transfer(trainee_id, voucher_id)
    if last is not None:
        return
    if voucher.state is not VoucherState.USED:
        raise LedgerRefused(f"voucher {voucher_id} is {voucher.state}: money is reserved for used ones only")
    funds = _funds(voucher, amount_fen=amount_fen, payee=payee)
    await ledger.record(unit, transfers_to(Position.RESERVED, funds, last=None, cause=cause, at=at))


async def move_to(
    resources: Resources,
    unit: UnitOfWork,
    *,
    target: Position,
    trainee_id: UUID,
    voucher_id: UUID,
    amount_fen: int,
    payee: str,
    cause: UUID,
    at: datetime,
) -> None:
    """Let a voucher's money follow a determination, the voucher's history with it."""
    voucher = await _known(resources, trainee_id, voucher_id)
    ledger = _ledger(resources)
    last = await ledger.last_transfer(trainee_id, voucher_id)
    if position_of(last) is Position.IN_BUDGET:
        raise LedgerRefused(f"nothing is reserved for voucher {voucher_id} yet")
    funds = _funds(voucher, amount_fen=amount_fen, payee=payee)
    transfers = transfers_to(target, funds, last=last, cause=cause, at=at)
    if transfers:
        await ledger.record(unit, transfers)
        _move_voucher(unit, voucher, transfers, at=at)


async def totals(resources: Resources, authority_code: str) -> LedgerTotals:
    """The sums of an authority's accounts, checked against the vouchers one by one."""
    account = reserved_account(authority_code)
    sums = await store.sums_by_kind(resources.database, account)
    balances = await store.balances(resources.database, account)
    latest = await store.sums_by_latest_kind(resources.database, account)
    flows = {kind: sums.get(kind, 0) for kind in TransferKind}
    payable = flows[TransferKind.POST] - flows[TransferKind.RETRACT]
    opened = balances.get(account, 0)
    tells_the_same = (
        latest.get(TransferKind.POST, 0) == payable
        and latest.get(TransferKind.RESERVE, 0) + latest.get(TransferKind.RETRACT, 0) == opened
    )
    no_debts = all(balance >= 0 for name, balance in balances.items() if not name.endswith("/budget"))
    return LedgerTotals(
        authority_code=authority_code,
        reserved_fen=flows[TransferKind.RESERVE],
        payable_fen=payable,
        released_fen=flows[TransferKind.RELEASE],
        open_fen=opened,
        balanced=sum(balances.values()) == 0 and no_debts and tells_the_same,
    )


def _move_voucher(unit: UnitOfWork, voucher: Voucher, transfers: Sequence[Transfer], *, at: datetime) -> None:
    moves = rules.moves_of(voucher, [_EVENT_OF[transfer.kind] for transfer in transfers], at=at, actor=_ACTOR)
    for move in moves:
        store.add_move(unit, move)
    store.move_to(unit, voucher, moves[-1])


async def _known(resources: Resources, trainee_id: UUID, voucher_id: UUID) -> Voucher:
    voucher = await store.voucher_of(resources.database, trainee_id, voucher_id)
    if voucher is None:
        raise LedgerRefused(f"there is no voucher {voucher_id}")
    return voucher


def _funds(voucher: Voucher, *, amount_fen: int, payee: str) -> Funds:
    return Funds(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        authority_code=voucher.authority_code,
        payee=payee,
        amount_fen=amount_fen,
    )


def _ledger(resources: Resources) -> Ledger:
    return EmbeddedLedger(resources.database)
