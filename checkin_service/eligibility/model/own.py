"""A person's own way from the voucher to the account, as far as it has come."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.voucher.model.vouchers import VoucherState


class StepKind(StrEnum):
    """The six stations, in their order."""

    VOUCHER = "voucher"
    """领券"""
    TRAINING = "training"
    """上课"""
    ASSESSMENT = "assessment"
    """考核"""
    DETERMINATION = "determination"
    """审核"""
    SETTLEMENT = "settlement"
    """结算"""
    PAYMENT = "payment"
    """到账"""


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    FAILED = "failed"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    kind: StepKind
    state: StepState
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherMove:
    """When a voucher came into a state."""

    state: VoucherState
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A class of a person's with everything its money depends on."""

    class_id: UUID
    name: str
    authority_name: str
    subsidy_fen: int
    fee_fen: int | None
    fee_paid_fen: int | None
    """What the person has paid and not got back, as the institution recorded it; `None` where nothing is."""
    completed_at: datetime | None
    voucher_code: str | None
    moves: tuple[VoucherMove, ...]
    passed: bool | None
    assessed_on: date | None
