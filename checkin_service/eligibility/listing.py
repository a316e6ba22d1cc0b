"""What lists show: determinations, voucher codes and appeals, with what their classes are called."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.eligibility.model import DeterminationOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal against a denial, and what has been decided."""

    appeal_id: UUID
    trainee_id: UUID
    class_id: UUID
    determination_id: UUID
    reason: str
    raised_at: datetime
    upheld: bool | None
    decision_reason: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A determination in a list, with what its class is called."""

    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    ordinal: int
    outcome: DeterminationOutcome
    eligible: bool
    amount_fen: int
    credited_hours: int
    total_hours: int
    determined_at: datetime
    document_sha256: bytes
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
    paying_authority: str
    counting_authority: str
    voucher_kind: str
    voucher_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVoucher:
    """What is known of a voucher code."""

    voucher_code: str
    state: str
    determination_id: UUID | None
    outcome: DeterminationOutcome | None
    amount_fen: int | None
    document_sha256: bytes | None
