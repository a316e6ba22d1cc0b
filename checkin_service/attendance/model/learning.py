"""The vocabulary of self-paced learning (自主学习): platforms, what they state, records, and what records earn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from checkin_service.kit.verdict import Basis
from checkin_service.timetable.model import Registration, Session, TrainingClass


class IdentifiedBy(StrEnum):
    """How a platform knew who was learning."""

    E_CARD = "e_card"
    FACE = "face"
    PASSWORD = "password"  # noqa: S105 - the name of a way, not a secret


class OperatorDuty(StrEnum):
    """Duties of whoever runs a platform (FJ-30)."""

    ADMISSION = "admission"
    REAL_NAME = "real_name"
    USAGE_CHECK = "usage_check"
    SUPERVISION = "supervision"
    EVALUATION = "evaluation"
    SECURITY = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPlatform:
    """A platform as an officer of an authority has entered it; its key names it."""

    platform_id: UUID
    authority_code: str
    name: str
    operator_id: UUID | None
    """The institution that runs it itself; such a platform is no witness for that institution's classes."""
    public_key: bytes
    registered_by: UUID
    registered_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPaper:
    """A paper that shows how the operator of a platform keeps a duty, as an officer has seen it."""

    platform_id: UUID
    ordinal: int
    duty: OperatorDuty
    document_number: str
    shows: str
    seen_on: date
    recorded_by: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformUse:
    """What came of a platform's records within a period: what its operator's duties are seen by."""

    records: int
    accepted: int
    of_others: int
    """Refused: of another person, or identified in a way that does not count."""
    without_voucher: int
    """Refused: the voucher is not in use in the class, or the person has left it."""
    implausible: int
    """Refused by time: ahead, longer than the clock ran, outside its period, counted before, or the day was full."""
    not_learnt: int
    """Refused: too little answered rightly."""
    unsigned: int
    """Refused: not the platform's signature."""
    minutes: int
    """Counted."""
    questions: int
    right_answers: int
    classes: tuple[UUID, ...]


class Period(NamedTuple):
    """From one moment to another."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One sitting at a platform, as the platform states it: course, minutes, answered questions."""

    course: str
    started_at: datetime
    ended_at: datetime
    minutes: int
    questions: int
    right_answers: int
    identified_by: IdentifiedBy

    @property
    def period(self) -> Period:
        return Period(self.started_at, self.ended_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRecord:
    """A sitting as it was received, with what it came to; never changed."""

    trainee_id: UUID
    record_id: UUID
    ordinal: int
    class_id: UUID
    session_id: UUID
    platform_id: UUID
    course: str
    started_at: datetime
    ended_at: datetime
    minutes: int
    questions: int
    right_answers: int
    identified_by: IdentifiedBy
    statement_sealed: bytes | None
    statement_commitment: bytes | None
    device_id: UUID
    accepted: bool
    reasons: tuple[str, ...]
    counted_minutes: int
    class_hour_min: int
    credited_hours: int
    received_at: datetime
    statement_sha256: bytes | None = None
    signature: bytes | None = None

    @property
    def period(self) -> Period:
        return Period(self.started_at, self.ended_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Everything known about a person, a session and a platform when a record of it comes in."""

    session: Session
    training_class: TrainingClass
    registration: Registration
    platform: LearningPlatform | None
    is_signed: bool
    is_own_document: bool
    """The document the platform saw is that of the person whose device sent the record."""
    session_hours: int
    """Class hours of the session credited before, by whatever evidence."""
    records: Sequence[LearningRecord]
    """Those accepted before that could meet this one, of this person."""
    meetings: Sequence[Period]
    """When the person's classes meet: that time is class time, attended or not."""
    platform_bar: Basis | None = None
    """A sanction of the platform that was there when the class opened and holds."""
