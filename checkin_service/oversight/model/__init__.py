"""Rows of the regulators' lists: determinations and voucher codes, with the names of their classes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState
from checkin_service.voucher.model.vouchers import VoucherState


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A determination in a list, with what its class is called."""

    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    ordinal: int
    outcome: DeterminationOutcome
    eligible: bool
    amount_fen: int
    credited_hours: int
    total_hours: int
    determined_at: datetime
    document_sha256: bytes
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
    paying_authority: str
    counting_authority: str
    voucher_kind: str
    voucher_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedClass:
    """A class that has been held so far, with the class hours signed in for."""

    class_id: UUID
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
    paying_authority: str
    state: ClassState
    voucher_kinds: tuple[str, ...]
    people: int
    signed_hours: int
    """Of all its people together."""
    session_hours: int
    """Class hours of the sessions that have ended."""

    @property
    def held_hours(self) -> int:
        """What would have been signed for had everybody come."""
        return self.people * self.session_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVoucher:
    """What is known of a voucher code."""

    voucher_code: str
    state: str
    determination_id: UUID | None
    outcome: DeterminationOutcome | None
    amount_fen: int | None
    document_sha256: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCertificate:
    """A certificate as a person's record names it."""

    number: str
    kind: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTraining:
    """A class of a person's working life."""

    name: str
    institution: str
    authority: str
    project: str
    occupation: str
    level: str | None
    opened_at: datetime | None
    completed_at: datetime | None
    withdrawn_at: datetime | None
    total_hours: int
    credited_hours: int
    passed: bool | None
    assessed_on: date | None
    certificates: tuple[RecordedCertificate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedVoucher:
    """A voucher of a person's working life, whatever became of it."""

    voucher_code: str
    kind: VoucherKind
    state: VoucherState
    authority: str
    obtained_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """终身培训档案 (FJ-03, MP-34): what this service knows of a person's training, at one moment."""

    name: str
    masked_document: str
    made_at: datetime
    trainings: tuple[RecordedTraining, ...]
    vouchers: tuple[RecordedVoucher, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A class that a search names, or one of an institution that it names."""

    class_id: UUID
    name: str
    institution: str
    state: ClassState


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedClass:
    """A class of somebody who is helped, as far as it is the authority's matter."""

    trainee_id: UUID
    class_id: UUID
    name: str
    institution: str
    state: ClassState
    paying_authority: str
    withdrawn_at: datetime | None
    total_hours: int
    credited_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened to a person; which of the other fields are filled depends on its kind."""

    kind: str
    at: datetime
    class_id: UUID | None
    session_id: UUID | None
    state: str | None
    said: str | None
    answer: bytes | None
    class_name: str | None
    lesson: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody's case stands, as far as it decides what a caller is told."""

    has_phone: bool
    is_invited: bool
    """An invitation that nobody has used and that still serves."""
    latest_check_in: str | None
    """How the latest attempt was judged."""
    open_appeals: int
    open_leaves: int
    outcome: DeterminationOutcome | None
    voucher: VoucherState | None
    credited_hours: int
    total_hours: int
    has_class: bool


class Say(StrEnum):
    """What there is to say to somebody who calls."""

    NO_CLASS = "no_class"
    INVITED = "invited"
    INVITATION_OVER = "invitation_over"
    IN_DOUBT = "in_doubt"
    REFUSED = "refused"
    APPEAL_OPEN = "appeal_open"
    LEAVE_OPEN = "leave_open"
    DENIED = "denied"
    DOUBTED = "doubted"
    EARNED = "earned"
    PAID = "paid"
    ON_THE_WAY = "on_the_way"


class ComplaintKind(StrEnum):
    """What a complaint is of."""

    SHAM_TRAINING = "sham_training"
    """虚假培训, 虚报人数"""
    SIGN_IN_BY_OTHERS = "sign_in_by_others"
    """代签到, 代考"""
    UNDUE_FEES = "undue_fees"
    """收费不实"""
    WRONG_DECISION = "wrong_decision"
    """审核结果有误"""
    OTHER = "other"


class ComplaintState(StrEnum):
    """How far a complaint (投诉举报) has come."""

    RECEIVED = "received"
    """已收到"""
    ACCEPTED = "accepted"
    """已受理"""
    ANSWERED = "answered"
    """已答复; final."""
    REJECTED = "rejected"
    """不予受理, with the reason; final."""
    TRANSFERRED = "transferred"
    """已转办: another authority has it now, and receives it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What anybody complains of to an authority; institutions never see it."""

    complaint_id: UUID
    authority_code: str
    """To whom it was filed; whoever it was transferred to has it now."""
    kind: ComplaintKind
    about: str
    text_sealed: bytes
    contact_sealed: bytes | None
    receipt_hash: bytes
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintStep:
    """One thing that the authority did about a complaint; the latest is its state."""

    complaint_id: UUID
    ordinal: int
    state: ComplaintState
    words: str | None
    """What the complainant is told."""
    to_authority: str | None
    """Of a transfer: who has it from then on."""
    taken_by: UUID
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAssignment:
    """Whom of the authority a complaint is given to; the latest holds."""

    complaint_id: UUID
    ordinal: int
    assigned_to: UUID
    assigned_by: UUID
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComplaint:
    """A complaint that waits, for the queue."""

    complaint_id: UUID
    about: str
    filed_at: datetime
    answer_due: date


class OfficeKind(StrEnum):
    """What a person may have to do with."""

    AUTHORITY = "authority"
    INSTITUTION = "institution"
