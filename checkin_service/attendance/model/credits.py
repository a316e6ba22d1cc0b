"""The vocabulary of attendance: credits, standing, forecast."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from checkin_service.kit import ratio
from checkin_service.timetable.model import Registration, Session, TrainingClass


class CreditMode(StrEnum):
    """By what kind of evidence a class hour was credited."""

    LOCATED = "located"
    SCANNED = "scanned"
    ONLINE = "online"
    CORRECTED = "corrected"
    """By a decision of the authority on an appeal."""
    IMPORTED = "imported"
    """From signed paper records at cut-over."""
    ASSERTED_BY_PLATFORM = "asserted_by_platform"
    """Sign-ins received from the national platform, on its word."""
    SELF_PACED = "self_paced"
    """By learning records that a platform signed and the trainee's own device sent."""
    TRANSFERRED = "transferred"
    """Earned in another class of the same project, which the trainee has left for this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditedSession:
    """The class hours of one session credited to a trainee, and the attempt they rest on."""

    session_id: UUID
    hours: int
    mode: CreditMode
    attempt_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a trainee stands: credited of total class hours (定位签到和扫码验券课时/总课时)."""

    credited_hours: int
    total_hours: int
    corrected_hours: int = 0
    """Of the credited hours, those an authority's decision gave; shown apart."""
    imported_hours: int = 0
    """Of the credited hours, those from paper; shown apart."""
    asserted_hours: int = 0
    """Of the credited hours, those on the national platform's word; shown apart."""

    @property
    def rate(self) -> Fraction | None:
        return ratio.rate(self.credited_hours, self.total_hours)

    def against(self, total_hours: int) -> "Standing":
        """The same hours measured against another total."""
        return replace(self, total_hours=total_hours)


class Outlook(StrEnum):
    """Whether the required rate can still be reached."""

    NOT_REQUIRED = "not_required"
    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OUT_OF_REACH = "out_of_reach"

    @property
    def is_warning(self) -> bool:
        return self in {Outlook.AT_RISK, Outlook.OUT_OF_REACH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The credited class hours of a trainee in a class, and the version whose reader this is."""

    credited_hours: int = 0
    corrected_hours: int = 0
    imported_hours: int = 0
    asserted_hours: int = 0
    outlook: Outlook | None = None
    """As it was last told to the trainee; `None` before the first look."""
    version: int = 0

    def plus(self, hours: int, mode: CreditMode) -> "Counter":
        """With class hours credited by a kind of evidence; those that are shown apart counted apart too."""
        return replace(
            self,
            credited_hours=self.credited_hours + hours,
            corrected_hours=self.corrected_hours + (hours if mode is CreditMode.CORRECTED else 0),
            imported_hours=self.imported_hours + (hours if mode is CreditMode.IMPORTED else 0),
            asserted_hours=self.asserted_hours + (hours if mode is CreditMode.ASSERTED_BY_PLATFORM else 0),
        )

    def of(self, total_hours: int) -> Standing:
        """Where that leaves the trainee in a plan of so many class hours."""
        return Standing(
            credited_hours=self.credited_hours,
            total_hours=total_hours,
            corrected_hours=self.corrected_hours,
            imported_hours=self.imported_hours,
            asserted_hours=self.asserted_hours,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is still possible: hours needed in all, sessions left, and how many of them may be missed."""

    outlook: Outlook
    needed_hours: int | None
    credited_hours: int
    total_hours: int
    sessions_left: int
    hours_left: int
    may_miss_sessions: int
    may_miss_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDifference:
    """A counter that is not what its facts come to: class hours credited, of these corrected, imported, asserted."""

    trainee_id: UUID
    class_id: UUID
    counted: tuple[int, ...]
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfoundedCredit:
    """Class hours that do not rest on what they say, or evidence whose class hours are not there."""

    fault: str
    trainee_id: UUID
    class_id: UUID
    session_id: UUID
    evidence_id: UUID


class AppealOrigin(StrEnum):
    """Who says that an hour is missing."""

    TRAINEE = "trainee"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A session as it stands for a trainee who says that class hours of it are missing."""

    session: Session
    training_class: TrainingClass
    registration: Registration
    credited_hours: int
    is_pending: bool
    """An earlier appeal about it waits for its decision."""
    appeals_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """A claim that class hours of a session are missing (更正申请); never changed once it is filed."""

    trainee_id: UUID
    appeal_id: UUID
    class_id: UUID
    session_id: UUID
    ordinal: int
    institution_id: UUID
    authority_code: str
    origin: AppealOrigin
    hours: int
    reason: str
    evidence_sealed: bytes | None
    filed_by: UUID
    filed_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecision:
    """What a person on the authority's side made of an appeal; final."""

    trainee_id: UUID
    appeal_id: UUID
    accepted: bool
    reason: str
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledAppeal:
    """An appeal and the decision on it, if there is one."""

    appeal: Appeal
    decision: AppealDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A second person's word that a trainee's many corrected hours are right."""

    trainee_id: UUID
    class_id: UUID
    ordinal: int
    corrected_hours: int
    reason: str
    confirmed_by: UUID
    confirmed_at: datetime
