"""What a determination is made from, and what it comes to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from checkin_service.kit import ratio
from checkin_service.kit.verdict import Finding
from checkin_service.policy.model import PolicyValue, VoucherKind
from checkin_service.voucher.model import VoucherState


class DeterminationOutcome(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    DOUBTFUL = "doubtful"
    """Attempts still under review could change it; nothing is paid and nothing is given back meanwhile."""


class Criterion(StrEnum):
    """What a jurisdiction may ask for (`eligibility.criteria`)."""

    ATTENDANCE_RATE = "attendance_rate"
    ASSESSMENT_PASSED = "assessment_passed"
    CERTIFICATE = "certificate"
    VOUCHER_USED = "voucher_used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorities:
    """The three authorities of a class; each may read its determinations."""

    supervising: str
    paying: str
    counting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFact:
    """One session: its class hours, those credited, and the evidence they rest on."""

    session_id: UUID
    starts_at: datetime
    class_hours: int
    credited_hours: int
    modes: tuple[str, ...]
    attempt_ids: tuple[UUID, ...]
    doubtful_attempt_ids: tuple[UUID, ...]
    """Doubtful attempts that nobody has decided yet and that no accepted one has replaced."""
    corrected_hours: int = 0
    """Of the credited hours, those an authority's decision gave."""
    imported_hours: int = 0
    """Of the credited hours, those from signed paper records."""
    appealed_hours: int = 0
    """Class hours of appeals that nobody has decided yet."""
    is_cancelled: bool = False

    @property
    def open_hours(self) -> int:
        """Class hours that a decision of the reviewers, on a check-in or an appeal, may still credit."""
        missing = self.class_hours - self.credited_hours
        if self.is_cancelled:
            return 0
        return missing if self.doubtful_attempt_ids else min(missing, self.appealed_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFact:
    voucher_id: UUID
    kind: VoucherKind
    state: VoucherState
    authority_code: str
    class_id: UUID | None
    obtained_on: date
    use_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFact:
    passed: bool
    score: str | None
    assessed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFact:
    number: str
    kind: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a determination rests on, as it stood at one moment."""

    trainee_id: UUID
    class_id: UUID
    institution_id: UUID
    authorities: Authorities
    completed_at: datetime
    total_hours: int
    subsidy_fen: int
    voucher_kind: VoucherKind
    voucher: VoucherFact | None
    sessions: tuple[SessionFact, ...]
    assessment: AssessmentFact | None
    certificates: tuple[CertificateFact, ...]
    baseline_hours: int | None = None
    """The total of the plan as approved at the opening, where later changes made another of it."""
    confirmed_hours: int = 0
    """Corrected hours that a second person has confirmed."""

    @property
    def corrected_hours(self) -> int:
        return sum(session.corrected_hours for session in self.sessions)

    @property
    def imported_hours(self) -> int:
        return sum(session.imported_hours for session in self.sessions)

    @property
    def credited_hours(self) -> int:
        return sum(session.credited_hours for session in self.sessions)

    @property
    def open_hours(self) -> int:
        return sum(session.open_hours for session in self.sessions)

    @property
    def rate(self) -> Fraction | None:
        return ratio.rate(self.credited_hours, self.total_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPolicy:
    """What the paying authority's jurisdiction asks for, on a day, as known on another."""

    jurisdiction: str
    on: date
    known_on: date
    criteria: PolicyValue
    minimum_percent: PolicyValue
    corrected_doubt_percent: PolicyValue

    @property
    def values(self) -> tuple[PolicyValue, ...]:
        return self.criteria, self.minimum_percent, self.corrected_doubt_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """The outcome with its grounds: one finding per criterion."""

    outcome: DeterminationOutcome
    findings: tuple[Finding, ...]
    amount_fen: int
    """What is earned: the subsidy when eligible, else nothing."""
    payee: str

    @property
    def is_eligible(self) -> bool:
        return self.outcome is DeterminationOutcome.ELIGIBLE


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
