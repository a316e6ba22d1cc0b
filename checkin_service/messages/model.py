"""Vocabulary of messages: what each is about, where the app leads from it, and by what it goes out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class MessageKind(StrEnum):
    """What a message tells; `words` says each of them."""

    VOUCHER_ARRIVED = "voucher_arrived"
    VOUCHER_EXPIRES = "voucher_expires"
    VOUCHER_EXPIRES_SOON = "voucher_expires_soon"
    RATE_AT_RISK = "rate_at_risk"
    RATE_OUT_OF_REACH = "rate_out_of_reach"
    CHECK_IN_ACCEPTED = "check_in_accepted"
    CHECK_IN_REJECTED = "check_in_rejected"
    LEAVE_GRANTED = "leave_granted"
    LEAVE_REFUSED = "leave_refused"
    CORRECTION_DECIDED = "correction_decided"
    DOUBT_OPENED = "doubt_opened"
    DOUBT_RESOLVED = "doubt_resolved"
    SUBSIDY_EARNED = "subsidy_earned"
    SUBSIDY_DENIED = "subsidy_denied"
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_DISMISSED = "appeal_dismissed"
    PAID = "paid"
    NOT_PAID = "not_paid"
    APPLICATION_ACCEPTED = "application_accepted"
    APPLICATION_REFUSED = "application_refused"
    APPLICATION_WAITS = "application_waits"
    PLACE_OFFERED = "place_offered"
    PLACE_LAPSED = "place_lapsed"
    QUESTION_ANSWERED = "question_answered"
    CHECK_BEGUN = "check_begun"


class Section(StrEnum):
    """Where in the app something can be done about it."""

    COURSES = "courses"
    SUBSIDY = "subsidy"
    VOUCHERS = "vouchers"
    APPLICATIONS = "applications"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an event says to the person concerned: days and numbers only, never personal data."""

    kind: MessageKind
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a person; what made it, an event or a voucher near its end, makes it once."""

    trainee_id: UUID
    cause: UUID
    kind: MessageKind
    class_id: UUID | None
    facts: dict[str, Any]
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where messages go besides the app, and which kinds the person does not want there."""

    trainee_id: UUID
    mobile_sealed: bytes | None
    channel_id: UUID | None
    """A channel's app that knows the person and shows them there too."""
    silenced: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message on its way out; nothing is sealed any more where the number was taken back."""

    trainee_id: UUID
    cause: UUID
    kind: MessageKind
    facts: dict[str, Any]
    attempts: int
    mobile_sealed: bytes | None
    channel_id: UUID | None
