"""Rows of the regulators' lists: determinations and voucher codes, with the names of their classes."""

from dataclasses import dataclass
from datetime import date, datetime
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
