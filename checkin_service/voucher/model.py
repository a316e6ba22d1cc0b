"""A voucher, its states and the events that lead to them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.policy.model import VoucherKind

__all__ = ["Voucher", "VoucherEvent", "VoucherKind", "VoucherMove", "VoucherRefusal", "VoucherState"]


class VoucherState(StrEnum):
    ISSUED = "issued"
    ACTIVATED = "activated"
    USED = "used"
    PAYABLE = "payable"
    RELEASED = "released"
    EXPIRED = "expired"


class VoucherEvent(StrEnum):
    """What happened; the state it leads to is the lifecycle's matter (`rules.LIFECYCLE`)."""

    ISSUED = "issued"
    ACTIVATED = "activated"
    USED = "used"
    EXPIRED = "expired"
    MADE_PAYABLE = "made_payable"
    RELEASED = "released"
    RETRACTED = "retracted"
    """No longer payable: a later determination supersedes the one that made it so."""
    RESERVED_AGAIN = "reserved_again"
    """Released before, and a later determination says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A voucher as its last event left it; whether it has expired since is the day's matter (`rules.state_on`)."""

    trainee_id: UUID
    voucher_id: UUID
    voucher_code: str
    kind: VoucherKind
    authority_code: str
    state: VoucherState
    ordinal: int
    class_id: UUID | None
    institution_id: UUID | None
    obtained_on: date
    activate_by: date
    use_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherMove:
    """One step of a voucher's history."""

    trainee_id: UUID
    voucher_id: UUID
    ordinal: int
    event: VoucherEvent
    state: VoucherState
    at: datetime
    actor: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class VoucherRefusal:
    """Why a voucher cannot be put to use; a value, because a judgement is never an exception."""

    reason: str
    words: Words
