"""The money a voucher moves: pure double entry, and the port that a ledger of money implements.

A voucher's money stands in one position and moves by transfers whose two legs are one fact, so that all postings
always sum to zero. Transfers are numbered per voucher: odd ones bring the money into the reservation, even ones take
it out, and a correction is a new transfer the other way. Nothing is changed or deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from checkin_service.kit.database import UnitOfWork


class TransferKind(StrEnum):
    RESERVE = "reserve"
    """Budget is set aside for a voucher put to use."""
    POST = "post"
    """The reservation becomes payable: the subsidy is earned."""
    RELEASE = "release"
    """The reservation goes back to the budget: the subsidy is not earned."""
    RETRACT = "retract"
    """What was payable is reserved again: the counter-entry of a post."""


class Position(StrEnum):
    """Where a voucher's money stands."""

    IN_BUDGET = "in_budget"
    RESERVED = "reserved"
    PAYABLE = "payable"
    RELEASED = "released"


POSITION_AFTER = MappingProxyType(
    {
        TransferKind.RESERVE: Position.RESERVED,
        TransferKind.POST: Position.PAYABLE,
        TransferKind.RELEASE: Position.RELEASED,
        TransferKind.RETRACT: Position.RESERVED,
    }
)

_STEPS = MappingProxyType(
    {
        (Position.IN_BUDGET, Position.RESERVED): (TransferKind.RESERVE,),
        (Position.RESERVED, Position.PAYABLE): (TransferKind.POST,),
        (Position.RESERVED, Position.RELEASED): (TransferKind.RELEASE,),
        (Position.PAYABLE, Position.RESERVED): (TransferKind.RETRACT,),
        (Position.PAYABLE, Position.RELEASED): (TransferKind.RETRACT, TransferKind.RELEASE),
        (Position.RELEASED, Position.RESERVED): (TransferKind.RESERVE,),
        (Position.RELEASED, Position.PAYABLE): (TransferKind.RESERVE, TransferKind.POST),
    }
)


class LedgerRefused(Exception):
    """The movement would break an invariant of the ledger; somebody has to look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """Whose money a voucher moves and to whom; the amount never changes once it is reserved."""

    trainee_id: UUID
    voucher_id: UUID
    authority_code: str
    payee: str
    """`institution:<id>` or `trainee:<id>`."""
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One movement with both its legs: out of the debit account, into the credit account."""

    trainee_id: UUID
    voucher_id: UUID
    ordinal: int
    kind: TransferKind
    debit_account: str
    credit_account: str
    amount_fen: int
    cause: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTotals:
    """What the ledger holds for an authority."""

    authority_code: str
    reserved_fen: int
    """Everything ever reserved."""
    payable_fen: int
    released_fen: int
    open_fen: int
    """Reserved and waiting for a determination."""
    balanced: bool
    """All accounts sum to zero, none but the budget is negative, and accounts and vouchers tell the same story."""


class Ledger(Protocol):
    """Where transfers are kept.

    A transfer is named by trainee, voucher and ordinal: it counts once, however often it is recorded.
    """

    async def last_transfer(self, trainee_id: UUID, voucher_id: UUID) -> Transfer | None: ...

    async def record(self, unit: UnitOfWork, transfers: Sequence[Transfer]) -> None:
        """Keep the transfers; what belongs to our own database joins the unit of work."""
        ...


def budget_account(authority_code: str) -> str:
    return f"authority:{authority_code}/budget"


def reserved_account(authority_code: str) -> str:
    return f"authority:{authority_code}/reserved"


def payable_account(payee: str) -> str:
    return f"{payee}/payable"


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
    steps = _STEPS.get((position, target))
    if steps is None:
        raise LedgerRefused(f"the money of voucher {funds.voucher_id} cannot go from {position} to {target}")
    if last is not None and last.amount_fen != funds.amount_fen:
        raise LedgerRefused(f"voucher {funds.voucher_id} has {last.amount_fen} fen reserved, not {funds.amount_fen}")
    first = 1 if last is None else last.ordinal + 1
    return tuple(
        _transfer(kind, funds, last=last, ordinal=ordinal, cause=cause, at=at)
        for ordinal, kind in enumerate(steps, start=first)
    )


def _transfer(
    kind: TransferKind, funds: Funds, *, last: Transfer | None, ordinal: int, cause: UUID, at: datetime
) -> Transfer:
    budget, reserved = budget_account(funds.authority_code), reserved_account(funds.authority_code)
    # A retraction takes the money back from where the last transfer put it, whoever the payee would be today.
    payable = last.credit_account if last and kind is TransferKind.RETRACT else payable_account(funds.payee)
    debit, credit = {
        TransferKind.RESERVE: (budget, reserved),
        TransferKind.POST: (reserved, payable),
        TransferKind.RELEASE: (reserved, budget),
        TransferKind.RETRACT: (payable, reserved),
    }[kind]
    return Transfer(
        trainee_id=funds.trainee_id,
        voucher_id=funds.voucher_id,
        ordinal=ordinal,
        kind=kind,
        debit_account=debit,
        credit_account=credit,
        amount_fen=funds.amount_fen,
        cause=cause,
        at=at,
    )
