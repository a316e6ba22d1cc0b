"""The vocabulary of looking back: stored attempts judged again, and credits whose evidence is missing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.checkin.model.attempts import Phase, SessionFacts
from checkin_service.kit.verdict import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfounded:
    """A presence, an accepted attempt or a credit whose other half is missing."""

    fault: str
    trainee_id: UUID
    class_id: UUID
    session_id: UUID
    attempt_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAttempt:
    """An attempt as it lies in the database, its evidence still sealed; `None` when law had it purged."""

    trainee_id: UUID
    attempt_id: UUID
    session: SessionFacts
    """As it stands now, with the fence that was in force when the attempt was received."""
    phase: Phase
    received_at: datetime
    decision: Decision
    contrary_m: float | None
    answer: bytes
    evidence_sealed: bytes | None
    voucher_kind: str
    is_accepted_since: bool
    """A reviewer accepted it after the verdict."""
    check: tuple[datetime, datetime] | None = None
    """When the person's unannounced check in the session began and ended."""
    is_asked_together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFinding:
    """A finding that only the stored verdict or only the replayed one has."""

    check: str
    outcome: str
    reason: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """A stored attempt and what the rules say of it now; no decision when its evidence was purged."""

    attempt: StoredAttempt
    decision: Decision | None
    findings: tuple[ChangedFinding, ...]

    @property
    def is_purged(self) -> bool:
        return self.decision is None

    @property
    def differs(self) -> bool:
        return not self.is_purged and self.decision is not self.attempt.decision


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """A stored first answer and the class it belongs to."""

    class_id: UUID
    answer: bytes
