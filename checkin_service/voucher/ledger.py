"""The money a voucher moves: pure double entry, and the port that a ledger of money implements.

The money of each leg of a voucher stands in one position and moves by transfers whose two sides are one fact, so that
all postings always sum to zero. Transfers are numbered and follow one another; a correction is a new transfer the other
way. Nothing is changed or deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.voucher.model import Fund

MAIN_LEG = "training"
"""The training subsidy itself; other legs are the online part, the assessment's and the living subsidy."""


class TransferKind(StrEnum):
    RESERVE = "reserve"
    """Budget is set aside for a voucher."""
    POST = "post"
    """The reservation becomes payable: the subsidy is earned."""
    RELEASE = "release"
    """The reservation goes back to the budget: the subsidy is not earned."""
    RETRACT = "retract"
    """What was payable is reserved again: the counter-entry of a post."""
    DISBURSE = "disburse"
    """拨付: what was payable has been paid."""
    BOUNCE = "bounce"
    """The bank returned the payment: it is payable again; the counter-entry of a disbursement."""
    CLAW_BACK = "claw_back"
    """追回: paid money returns to the fund it came from (SX-33)."""


class Position(StrEnum):
    """Where a voucher's money stands."""

    IN_BUDGET = "in_budget"
    RESERVED = "reserved"
    PAYABLE = "payable"
    RELEASED = "released"
    PAID = "paid"
    CLAWED_BACK = "clawed_back"


POSITION_AFTER = MappingProxyType(
    {
        TransferKind.RESERVE: Position.RESERVED,
        TransferKind.POST: Position.PAYABLE,
        TransferKind.RELEASE: Position.RELEASED,
        TransferKind.RETRACT: Position.RESERVED,
        TransferKind.DISBURSE: Position.PAID,
        TransferKind.BOUNCE: Position.PAYABLE,
        TransferKind.CLAW_BACK: Position.CLAWED_BACK,
    }
)

_STEPS = MappingProxyType(
    {
        (Position.IN_BUDGET, Position.RESERVED): (TransferKind.RESERVE,),
        (Position.RESERVED, Position.PAYABLE): (TransferKind.POST,),
        (Position.RESERVED, Position.RELEASED): (TransferKind.RELEASE,),
        (Position.PAYABLE, Position.RESERVED): (TransferKind.RETRACT,),
        (Position.PAYABLE, Position.RELEASED): (TransferKind.RETRACT, TransferKind.RELEASE),
        (Position.PAYABLE, Position.PAID): (TransferKind.DISBURSE,),
        (Position.RELEASED, Position.RESERVED): (TransferKind.RESERVE,),
        (Position.RELEASED, Position.PAYABLE): (TransferKind.RESERVE, TransferKind.POST),
        (Position.PAID, Position.PAYABLE): (TransferKind.BOUNCE,),
        (Position.PAID, Position.CLAWED_BACK): (TransferKind.CLAW_BACK,),
    }
)
"""How money gets from one position to another. What has been paid leaves by a bounce or a claw-back only."""

SUCCESSIONS = frozenset(
    (before, kind)
    for before, position in POSITION_AFTER.items()
    for (origin, _), steps in _STEPS.items()
    if origin is position
    for kind in steps[:1]
)
"""Which transfer may follow which; the database checks the same."""


class LedgerRefused(Exception):
    """The movement would break an invariant of the ledger; somebody has to look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """Whose money one leg of a voucher moves and to whom; the amount never changes once it is reserved."""

    trainee_id: UUID
    voucher_id: UUID
    authority_code: str
    payee: str
    """`institution:<id>`, `enterprise:<id>` or `trainee:<id>`."""
    amount_fen: int
    leg: str = MAIN_LEG
    fund: Fund | None = None
    fiscal_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One movement with both its legs: out of the debit account, into the credit account."""

    trainee_id: UUID
    voucher_id: UUID
    leg: str
    ordinal: int
    kind: TransferKind
    previous_ordinal: int | None
    previous_kind: TransferKind | None
    authority_code: str
    fund: Fund | None
    fiscal_year: int
    payee: str
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
    """Everything earned, paid or not."""
    released_fen: int
    open_fen: int
    """Reserved and waiting for a determination."""
    paid_fen: int
    clawed_back_fen: int
    balanced: bool
    """All accounts sum to zero, none but the budget is negative, and accounts and vouchers tell the same story."""


class Ledger(Protocol):
    """Where transfers are kept.

    A transfer is named by trainee, voucher and ordinal: it counts once, however often it is recorded.
    """

    async def last_transfers(self, trainee_id: UUID, voucher_id: UUID) -> Mapping[str, Transfer]:
        """The last transfer of each leg of a voucher."""
        ...

    async def last_transfers_of_many(
        self, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, Transfer]]:
        """The same for many vouchers at once, by voucher."""
        ...

    async def record(self, unit: UnitOfWork, transfers: Sequence[Transfer]) -> None:
        """Keep the transfers; what belongs to our own database joins the unit of work."""
        ...


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
    steps = _STEPS.get((position, target))
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
