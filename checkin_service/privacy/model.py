"""Requests of people about their own data, and what was done about each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from checkin_service.kit.words import Words


class RequestKind(StrEnum):
    COPY = "copy"
    """查阅、复制、转移."""
    ERASURE = "erasure"
    """删除."""


class Asker(StrEnum):
    """Through whom a request came."""

    PERSON = "person"
    AUTHORITY = "authority"
    OPERATOR = "operator"


class Outcome(StrEnum):
    HANDED_OUT = "handed_out"
    ERASED = "erased"
    REFUSED = "refused"


class Matter(StrEnum):
    """What is still open about a person, so that erasing would leave others without an answer."""

    VOUCHER = "voucher"
    TRAINING = "training"
    APPLICATION = "application"
    HOURS_APPEAL = "hours_appeal"
    LEAVE = "leave"
    DENIAL_APPEAL = "denial_appeal"
    CORRECTION = "correction"
    CLAW_BACK = "claw_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came."""

    trainee_id: UUID
    person_request_id: UUID
    kind: RequestKind
    asker: Asker
    authority_code: str
    document_number: str | None
    reason: str | None
    asked_by: UUID
    asked_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a request."""

    trainee_id: UUID
    person_request_id: UUID
    outcome: Outcome
    document_number: str | None
    reason: str | None
    asked_by: UUID
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest(Asked):
    """A request with what became of it, if anything has."""

    outcome: Outcome | None = None
    answer_document: str | None = None
    answer_reason: str | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        return self.outcome is None


class Stays(NamedTuple):
    """What is kept after an erasure, and by which law."""

    what: Words
    law: Words


class HeldRow(NamedTuple):
    """A row that belongs to a person, with the table it stands in."""

    held_in: str
    row: str
    """As JSON, column by column."""
