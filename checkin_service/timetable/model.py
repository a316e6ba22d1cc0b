"""The vocabulary of the timetable: classes, sessions, registrations, assessments, certificates."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from checkin_service.policy.model import VoucherKind


class ClassState(StrEnum):
    APPLIED = "applied"
    OPEN = "open"
    COMPLETION_APPLIED = "completion_applied"
    COMPLETED = "completed"
    REJECTED = "rejected"


class CertificateKind(StrEnum):
    """The five kinds the ministry's plan names (MP-21)."""

    QUALIFICATION = "qualification"
    SKILL_LEVEL = "skill_level"
    SPECIAL_ABILITY = "special_ability"
    SPECIAL_OPERATION = "special_operation"
    TRAINING_COMPLETION = "training_completion"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingClass:
    """班期, with the three authorities whose matter it is (SX-22, SX-36)."""

    class_id: UUID
    institution_id: UUID
    project_id: UUID
    name: str
    teaching_plan: str
    supervising_authority: str
    paying_authority: str
    counting_authority: str
    phases: tuple[str, ...]
    proofs: tuple[str, ...]
    total_hours: int
    state: ClassState
    revision: int
    applied_at: datetime
    moving_fence: bool = False
    """Approved to be judged around the instructor's own position, for lessons away from the site."""

    opened_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def authorities(self) -> frozenset[str]:
        return frozenset({self.supervising_authority, self.paying_authority, self.counting_authority})


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """课次: one meeting of a class at one site, worth a number of class hours (课时)."""

    session_id: UUID
    class_id: UUID
    ordinal: int
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When one phase of a session may be attested: first and last moment, both included."""

    phase: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """报名: a person on the roster of a class; the voucher is set when it is put to use there."""

    trainee_id: UUID
    class_id: UUID
    voucher_kind: VoucherKind
    voucher_id: UUID | None
    registered_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None


class HeldSession(NamedTuple):
    """A session and the class that holds it."""

    session: Session
    training_class: TrainingClass


class OwnRegistration(NamedTuple):
    """A person's registration and the class it is for."""

    registration: Registration
    training_class: TrainingClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """考核 as the institution entered it; a resit is a further one, and the latest counts."""

    trainee_id: UUID
    class_id: UUID
    ordinal: int
    passed: bool
    score: str | None
    assessed_on: date
    entered_by: UUID
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    trainee_id: UUID
    certificate_number: str
    class_id: UUID
    kind: CertificateKind
    issued_on: date
    entered_by: UUID
    entered_at: datetime
