"""Double entry: the transfers that take a voucher's money from where it stands to where it must be."""

from datetime import datetime
from uuid import UUID

from checkin_service.voucher.model.ledger import (
    POSITION_AFTER,
    STEPS,
    Funds,
    LedgerRefused,
    Position,
    Transfer,
    TransferKind,
)
from checkin_service.voucher.model.templates import Fund


def account(authority_code: str, fund: Fund | None, fiscal_year: int, name: str) -> str:
    """An account of an authority.

    >>> account("330600", Fund.EMPLOYMENT_SUBSIDY, 2026, "budget")
    'authority:330600/employment_subsidy_fund/2026/budget'
    """
    return f"authority:{authority_code}/{fund or 'fund_not_named'}/{fiscal_year}/{name}"


def payable_account(payee: str) -> str:
    return f"{payee}/payable"


def paid_account(payee: str) -> str:
    return f"{payee}/paid"


def position_of(last: Transfer | None) -> Position:
    """Where the last transfer left the money."""
    return Position.IN_BUDGET if last is None else POSITION_AFTER[last.kind]


def transfers_to(
    target: Position, funds: Funds, *, last: Transfer | None, cause: UUID, at: datetime
) -> tuple[Transfer, ...]:
    """The transfers that take a voucher's money to a position; none when it stands there already."""
    position = position_of(last)
    if position is target:
        return ()
    steps = STEPS.get((position, target))
    if steps is None:
        raise LedgerRefused(f"the money of voucher {funds.voucher_id} cannot go from {position} to {target}")
    if last is not None and last.amount_fen != funds.amount_fen:
        raise LedgerRefused(f"voucher {funds.voucher_id} has {last.amount_fen} fen reserved, not {funds.amount_fen}")
    first = 1 if last is None else last.ordinal + 1
    before = (None if last is None else last.kind, *steps)
    return tuple(
        _transfer(kind, funds, last=last, before=before[number], ordinal=first + number, cause=cause, at=at)
        for number, kind in enumerate(steps)
    )


def _transfer(
    kind: TransferKind,
    funds: Funds,
    *,
    last: Transfer | None,
    before: TransferKind | None,
    ordinal: int,
    cause: UUID,
    at: datetime,
) -> Transfer:
    # A counter-entry takes the money back from where it was put, whoever the payee would be today.
    payee = last.payee if last and kind in _COUNTER_ENTRIES else funds.payee
    debit, credit = _sides(kind, funds, payee)
    return Transfer(
        trainee_id=funds.trainee_id,
        voucher_id=funds.voucher_id,
        leg=funds.leg,
        ordinal=ordinal,
        kind=kind,
        previous_ordinal=ordinal - 1 if ordinal > 1 else None,
        previous_kind=before,
        authority_code=funds.authority_code,
        fund=funds.fund,
        fiscal_year=funds.fiscal_year,
        payee=payee,
        debit_account=debit,
        credit_account=credit,
        amount_fen=funds.amount_fen,
        cause=cause,
        at=at,
    )


def _sides(kind: TransferKind, funds: Funds, payee: str) -> tuple[str, str]:
    """The account the money leaves, and the one it enters."""
    of_authority = (funds.authority_code, funds.fund, funds.fiscal_year)
    budget, reserved = account(*of_authority, "budget"), account(*of_authority, "reserved")
    payable, paid = payable_account(payee), paid_account(payee)
    return {
        TransferKind.RESERVE: (budget, reserved),
        TransferKind.POST: (reserved, payable),
        TransferKind.RELEASE: (reserved, budget),
        TransferKind.RETRACT: (payable, reserved),
        TransferKind.DISBURSE: (payable, paid),
        TransferKind.BOUNCE: (paid, payable),
        TransferKind.CLAW_BACK: (paid, budget),
    }[kind]


_COUNTER_ENTRIES = frozenset({TransferKind.RETRACT, TransferKind.DISBURSE, TransferKind.BOUNCE, TransferKind.CLAW_BACK})
"""These move money that stands with a payee already; only a post says who that is."""
