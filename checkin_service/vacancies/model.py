"""Vocabulary of vacancies: what is offered, how it stands, for what somebody was trained, and who is interested."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class VacancyState(StrEnum):
    FILED = "filed"
    """Entered by an institution; waits for its authority."""
    OPEN = "open"
    REFUSED = "refused"
    CLOSED = "closed"
    """Filled or taken back before its last day."""
    EXPIRED = "expired"


class VacancyStepKind(StrEnum):
    """What happens to a vacancy after it was entered."""

    APPROVED = "approved"
    REFUSED = "refused"
    CLOSED = "closed"


class ReferralPurpose(StrEnum):
    """Why somebody reads who is interested; it is written into the audit trail."""

    CONTACT = "contact"
    """联系求职者"""
    FOLLOW_UP = "follow_up"
    """就业情况跟踪"""
    INSPECTION = "inspection"
    """检查"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A vacancy as it was entered, by an authority or by an institution."""

    vacancy_id: UUID
    authority_code: str
    institution_id: UUID | None
    """None of a vacancy that the authority entered itself."""
    employer: str
    occupation_code: str
    occupation: str
    """As the register of occupations had it then."""
    level: str | None
    division: str
    place: str
    posts: int
    wage: str
    telephone: str
    """Of whoever answers for the vacancy; public."""
    summary: str | None
    valid_until: date
    """The last day on which it is shown."""
    entered_by: UUID
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyStep:
    """An examination or the early end of a vacancy."""

    vacancy_id: UUID
    ordinal: int
    kind: VacancyStepKind
    reason: str | None
    taken_by: UUID
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What a person said of a vacancy: interested, or not any more; the latest counts."""

    trainee_id: UUID
    vacancy_id: UUID
    ordinal: int
    is_withdrawal: bool
    telephone_sealed: bytes | None
    """Where the person wants to be called, under their own key; theirs to leave out."""
    stated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedVacancy(Vacancy):
    """A vacancy with the name of whoever published it, and how many people are interested."""

    publisher: str
    interested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """An occupation that somebody is or was trained for, and where."""

    occupation_code: str | None
    occupation: str
    division: str
