"""The vocabulary of the ledger: positions of a voucher's money, and the transfers between them.

The money of each leg of a voucher stands in one position and moves by transfers whose two sides are one fact, so that
all postings always sum to zero. Transfers are numbered and follow one another; a correction is a new transfer the other
way. Nothing is changed or deleted.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from checkin_service.voucher.model.vouchers import Fund

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

STEPS = MappingProxyType(
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
    for (origin, _), steps in STEPS.items()
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
