"""The vocabulary of settlement: applications, orders to pay, and their states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.voucher.model.vouchers import Fund, VoucherRefusal, VoucherState


class Mode(StrEnum):
    """The pace of settlement, by pack."""

    REAL_TIME = "real_time"
    """实时结算: what is earned is ordered to be paid at once (FJ-14, FJ-24, FJ-28)."""
    BATCH = "batch"
    """An application, a review, and the approval of a second person (SX-26, SD-14)."""


class ApplicationState(StrEnum):
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    APPROVED = "approved"
    ORDERED = "ordered"
    """All of it stands in a payment table."""


class OrderState(StrEnum):
    """One line of a payment table."""

    ORDERED = "ordered"
    PAID = "paid"
    REFUSED = "refused"
    """The treasury did not pay it."""
    BOUNCED = "bounced"
    """Paid, and returned by the bank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application to settle vouchers (结算申请)."""

    application_id: UUID
    authority_code: str
    mode: Mode
    state: ApplicationState
    applicant: str
    """The tenant that applied."""
    vouchers: int
    total_fen: int
    submitted_by: UUID | None
    submitted_at: datetime
    reviewed_by: UUID | None = None
    reviewed_at: datetime | None = None
    approved_by: UUID | None = None
    approved_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One voucher of an application."""

    trainee_id: UUID
    voucher_id: UUID
    application_id: UUID
    class_id: UUID | None
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A voucher as the settlement desk sees it: to be applied for, or a line of an application."""

    trainee_id: UUID
    voucher_id: UUID
    voucher_code: str
    authority_code: str
    state: VoucherState
    amount_fen: int
    refusal: VoucherRefusal | None = None
    """Why it cannot be applied for, if it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line of a payment table (资金拨付表): one leg of one voucher."""

    trainee_id: UUID
    voucher_id: UUID
    leg: str
    table_id: UUID
    line: int
    payee: str
    fund: Fund
    fiscal_year: int
    route: str
    amount_fen: int
    state: OrderState
    result_at: datetime | None = None
    reference: str | None = None
    """The treasury's or the bank's own number."""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTable:
    """The payment table (资金拨付表) that is stamped and reported to the finance department (SX-26)."""

    table_id: UUID
    authority_code: str
    made_by: UUID | None
    made_at: datetime
    lines: int
    total_fen: int
    manifest: bytes
    manifest_sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedClawBack:
    """A claw-back (追回) as one person of the authority proposes it."""

    authority_code: str
    claw_back_id: UUID
    trainee_id: UUID
    voucher_id: UUID
    decision_number: str
    liability: str
    reason: str
    proposed_by: UUID
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClawBackRuling:
    """What another person of the authority said to it."""

    authority_code: str
    claw_back_id: UUID
    approved: bool
    reason: str
    proposed_by: UUID
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, slots=True)
class KnownClawBack:
    """A proposal with what became of it; `approved` is absent while it waits."""

    proposed: ProposedClawBack
    approved: bool | None
    ruling_reason: str | None
    ruled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a payment table with what its manifest leaves out: names and accounts."""

    order: Order
    evidence: str
    """The level of evidence of the determination it rests on; empty where there is none."""
    voucher_code: str
    """The 唯一码 of the voucher, as everybody who handles it knows it."""
    trainee: str
    """The masked name of who was trained."""
    name: str
    """Of the payee."""
    holder: str
    bank: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A payment table as those who pay get it."""

    table: PaymentTable
    lines: Sequence[PrintedLine]
    totals: Mapping[tuple[str, str], int]
    """By fund and route (SX-25)."""
