"""The vocabulary of attendance: credits, standing, forecast."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from checkin_service.kit import ratio


class CreditMode(StrEnum):
    """By what kind of evidence a class hour was credited."""

    LOCATED = "located"
    SCANNED = "scanned"
    ONLINE = "online"
    CORRECTED = "corrected"


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

    @property
    def rate(self) -> Fraction | None:
        return ratio.rate(self.credited_hours, self.total_hours)

    def plus(self, hours: int) -> "Standing":
        return Standing(credited_hours=self.credited_hours + hours, total_hours=self.total_hours)


class Outlook(StrEnum):
    """Whether the required rate can still be reached."""

    NOT_REQUIRED = "not_required"
    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OUT_OF_REACH = "out_of_reach"


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
    """A counter that is not what its facts come to."""

    trainee_id: UUID
    class_id: UUID
    counted: int
    facts: int
