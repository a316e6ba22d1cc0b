"""Values between the door and the verdict: what was asked, what is looked up for it, the case and its judgement."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from traceback import walk_tb
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import (
    Evidence,
    Phase,
    SessionFacts,
    Sighting,
    TraineeFacts,
)
from checkin_service.identity.rules import pins
from checkin_service.kit.verdict import Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind

T = TypeVar("T")

PIN_NOT_VERIFIED = "other_pin_verified"
"""The fault of a terminal's statement that is sound in all else, and says that the PIN was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks to have attested, put down once at the door."""

    attempt_id: UUID
    session_id: UUID
    phase: Phase
    captured_at: datetime
    """As the sender claims."""
    received_at: datetime
    fix: Sighting | None
    is_offline: bool = False
    """Made without a network, sealed and delivered later."""
    digest: bytes
    """Of the whole request: a repeat with another one is a conflict."""

    def evidence(self, **measured: Any) -> Evidence:
        """What was asked together with what was measured, which are the other fields of `Evidence`."""
        return Evidence(
            phase=self.phase,
            captured_at=self.captured_at,
            received_at=self.received_at,
            position=self.fix.position if self.fix else None,
            accuracy_m=self.fix.accuracy_m if self.fix else None,
            confidence=self.fix.confidence if self.fix else None,
            is_mock=self.fix.is_mock if self.fix else None,
            fix_age_s=self.fix.age_s if self.fix else None,
            is_offline=self.is_offline,
            **measured,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceQuestion:
    """What an attempt that brings a photo asks about besides."""

    photo_hash: bytes
    challenge_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose situation an attempt asks for: the trainee by id or by document, the sender by device or terminal."""

    session_id: UUID
    attempt_id: UUID
    asked_at: datetime
    trainee_id: UUID | None = None
    document_hash: bytes | None = None
    device_id: UUID | None = None
    terminal_id: UUID | None = None
    face: FaceQuestion | None = None
    proof: ProofKind | None = None
    """With the sender, the channel whose failures are counted: none closes another."""
    claim_id: UUID | None = None
    beacon_at: datetime | None = None
    """The minute of a beacon, for which the keys of the site's devices are wanted."""
    has_fix: bool = False
    """Whether earlier fixes are wanted, to be compared with a new one."""
    recent: int = 1

    @property
    def sender(self) -> str | None:
        """Who sends it, as attempts keep it."""
        if self.terminal_id is not None:
            return f"terminal:{self.terminal_id}"
        return None if self.device_id is None else f"device:{self.device_id}"

    @property
    def failures_since(self) -> datetime:
        """Since when failed proofs may count, whatever the policy says."""
        return self.asked_at - pins.LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a rule may look at besides policy: what was measured, and what is known of session and trainee."""

    evidence: Evidence
    session: SessionFacts
    trainee: TraineeFacts
    _found: dict[tuple[str, PolicyView], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, what: str, policy: PolicyView, find: Callable[[], T]) -> T:
        """What several rules ask of a case by the same policy is found for the first of them."""
        if (what, policy) not in self._found:
            self._found[what, policy] = find()
        return cast("T", self._found[what, policy])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a check broke, for operators: nothing of the person, so no message and no values."""

    check: str
    error: str
    """The type of the exception."""
    where: str
    """Module, function and line that raised it."""

    @classmethod
    def of(cls, check: str, error: Exception) -> Self:
        *_, (frame, line) = walk_tb(error.__traceback__)
        return cls(
            check=check,
            error=type(error).__name__,
            where=f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}:{line}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on a case, whether hours follow from it, and the checks that broke on the way."""

    verdict: Verdict
    completes_session: bool
    """Whether this is the accepted attempt that makes the session's required phases complete."""
    evidence_class: EvidenceClass | None
    """Of an accepted attempt; others are worth nothing yet."""
    faults: tuple[Fault, ...]
    missed_hours: int = 0
    """Class hours of the session that a late arrival has cost."""
    is_seen_by_display: bool = False
    """Whether the display at the site confirms the hours that follow."""
