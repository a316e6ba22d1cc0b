"""Vocabulary of fees: what a person paid for a training, what was given back, and the proof of either."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class FeeMove(StrEnum):
    """Which way the money went."""

    PAID = "paid"
    """The person paid the institution (自费部分、全额垫付)."""
    RETURNED = "returned"
    """The institution gave it back (退还)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeEntry:
    """One payment with its proof; an entry that corrects another takes its place, and nothing is ever changed."""

    trainee_id: UUID
    entry_id: UUID
    class_id: UUID
    move: FeeMove
    amount_fen: int
    """Nothing only where an entry corrects another: it did not happen."""
    receipt_number: str
    moved_on: date
    corrects: UUID | None
    reason: str | None
    """Why an entry corrects another."""
    recorded_by: UUID
    recorded_at: datetime
