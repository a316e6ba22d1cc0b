"""The vocabulary of the timetable: classes, sessions, registrations, assessments, certificates."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import TeachingLeg


class ClassState(StrEnum):
    APPLIED = "applied"
    OPEN = "open"
    COMPLETION_APPLIED = "completion_applied"
    COMPLETED = "completed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDraft:
    """A class that an institution is still planning: what was typed, step by step; its people are kept apart."""

    draft_id: UUID
    institution_id: UUID
    content: dict[str, Any]
    changed_at: datetime
    sent_at: datetime | None


class Delivery(StrEnum):
    """How a session is held."""

    OFFLINE = "offline"
    """线下: at the site, where check-ins have to come from."""
    ONLINE = "online"
    """线上, by the timetable: no place to be in."""
    SELF_PACED = "self_paced"
    """自主学习: from its start to its end everybody learns when they like; learning records earn its class hours."""


class SessionPart(StrEnum):
    """Which part of the training a session belongs to, where the two are told apart (FJ-23)."""

    THEORY = "theory"
    PRACTICE = "practice"


class ChangeKind(StrEnum):
    """What an authority's approval did to a plan."""

    CANCELLED = "cancelled"
    """Such as by a typhoon: its class hours leave the total."""
    BROKEN_OFF = "broken_off"
    """Half way, such as by a typhoon: the class hours not held leave the total, and nobody keeps credit for them."""
    MOVED = "moved"
    MADE_UP = "made_up"
    """补课 for a cancelled session: its class hours enter the total."""
    ADDED = "added"


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
    baseline_hours: int
    """总课时 of the plan as approved at the opening; never changed afterwards."""
    total_hours: int
    """总课时 with the changes that the authority approved since: what every rate is measured against."""
    state: ClassState
    revision: int
    applied_at: datetime
    moving_fence: bool = False
    """Approved to be judged around the instructor's own position, for lessons away from the site."""

    enterprise_id: UUID | None = None
    """The enterprise whose workers are trained, if it is to be subsidised (SX-21)."""
    teaching: tuple[TeachingLeg, ...] = ()
    """Who teaches the online leg and who the one in the classroom, where two institutions share them (FJ-26)."""

    fee_fen: int | None = None
    """培训费 per person, where the class costs something else than its project says."""

    course_id: UUID | None = None
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
    delivery: Delivery = Delivery.OFFLINE
    part: SessionPart | None = None
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
    withdrawal_reason: str | None = None

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHeldBack:
    """When a person of a class was first given no voucher for an unchecked condition."""

    trainee_id: UUID
    class_id: UUID
    held_at: datetime


class HeldBackPerson(NamedTuple):
    """Somebody who still waits for a voucher, and what nobody has checked of them."""

    trainee_id: UUID
    class_id: UUID
    class_name: str
    since: datetime
    conditions: tuple[str, ...]


class HeldSession(NamedTuple):
    """A session and the class that holds it."""

    session: Session
    training_class: TrainingClass


class OwnRegistration(NamedTuple):
    """A person's registration and the class it is for."""

    registration: Registration
    training_class: TrainingClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What the people of a class were told before it opens, and what shows it (SX-28)."""

    briefing_id: UUID
    class_id: UUID
    items: tuple[str, ...]
    held_on: date
    evidence: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCheck:
    """What an institution examined of a person at registration and found right (FJ-29, SX-18)."""

    trainee_id: UUID
    class_id: UUID
    check_id: UUID
    item: str
    examined_on: date
    evidence: str
    examined_by: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """考核 as the institution entered it; a resit is a further one, and the latest counts."""

    trainee_id: UUID
    class_id: UUID
    ordinal: int
    part: SessionPart | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherElsewhere:
    """What the national platform said of a person's vouchers elsewhere, when an authority was about to issue one."""

    trainee_id: UUID
    authority_code: str
    ordinal: int
    said: SaidElsewhere
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """One change of an approved plan, with its reason and both totals."""

    change_id: UUID
    class_id: UUID
    kind: ChangeKind
    session_id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any]
    reason: str
    hours_before: int
    hours_after: int
    approved_by: UUID
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateElsewhere:
    """A certificate of another region, and whether a subsidy was paid for it there (MP-19)."""

    document_hash: bytes
    certificate_number: str
    ordinal: int
    kind: CertificateKind
    occupation: str
    level: str | None
    issued_on: date
    region_code: str
    is_subsidised: bool
    authority_code: str
    reported_by: UUID
    reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCertificate:
    """What the public may learn of a certificate whose number and holder it knows."""

    kind: CertificateKind
    issued_on: date
    occupation: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPlan:
    """培训计划 of a sector authority (行业主管部门) for a project of its own; the latest filed holds (SX-10)."""

    plan_id: UUID
    project_id: UUID
    authority_code: str
    """With whom it is filed, 同级人力社保部门; its finance staff read it too."""
    document_number: str
    training_plan: str
    subsidy_fen: int
    people: int
    filed_by: UUID
    filed_at: datetime
