"""A determination as it is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from checkin_service.eligibility.model.facts import DeterminationOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDetermination:
    """A determination as it was written, byte for byte."""

    trainee_id: UUID
    class_id: UUID
    ordinal: int
    determination_id: UUID
    voucher_id: UUID | None
    outcome: DeterminationOutcome
    eligible: bool
    document: bytes
    document_sha256: bytes
    cause: UUID
    determined_at: datetime
    amount_fen: int
    credited_hours: int
    total_hours: int
    known_on: date
    """Rules published later than this day were not applied."""
