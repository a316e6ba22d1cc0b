"""Persons, their documents, consents and devices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID


class DocumentKind(StrEnum):
    RESIDENT_ID = "resident_id"
    """居民身份证"""
    RESIDENCE_PERMIT = "residence_permit"
    """港澳台居民居住证"""
    MAINLAND_TRAVEL_PERMIT = "mainland_travel_permit"
    """港澳居民来往内地通行证、台湾居民来往大陆通行证"""
    PASSPORT = "passport"
    """护照"""
    FOREIGN_PERMANENT = "foreign_permanent"
    """外国人永久居留身份证"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IdentityDocument:
    """A document that was checked (see `documents.checked`), in canonical form. It never prints its number."""

    kind: DocumentKind
    number: str
    born_on: date | None

    def __repr__(self) -> str:
        return f"IdentityDocument({self.kind})"


class Purpose(StrEnum):
    """What a separate consent (单独同意) is asked for."""

    FACE = "face"
    FACE_PHOTO = "face_photo"
    """That a check-in's photo is kept for a while; the comparison itself never needs it."""
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A trainee as the staff who deal with them see them."""

    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    born_on: date | None
    has_device: bool
    is_erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Written:
    """Name and document of a person as they are written somewhere. It never prints them."""

    name: str
    kind: DocumentKind
    number: str

    def __repr__(self) -> str:
        return f"Written({self.kind})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction of a person's name or document (信息更正), asked for by one person and decided by another."""

    trainee_id: UUID
    correction_id: UUID
    ordinal: int
    class_id: UUID
    before: Written
    after: Written
    asked_by: UUID
    approved: bool | None
    """`None` while it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    purpose: Purpose
    ordinal: int
    given: bool
    text_version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time code that lets a person bind a device, and whether that has happened."""

    invitation_hash: bytes
    trainee_id: UUID
    expires_at: datetime
    is_used: bool
    has_device: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A phone bound to a person by a key pair."""

    trainee_id: UUID
    device_id: UUID
    public_key: bytes
    pin_hash: bytes


class BindingProof(StrEnum):
    """By what somebody was shown that a phone is the person's own; without any of them it is self-bound."""

    E_CARD = "e_card"
    """电子社保卡: its platform has confirmed the holder for this phone."""
    NETWORK_IDENTITY = "network_identity"
    """国家网络身份认证: the same, by the national network identity."""
    COUNTER = "counter"
    """At the authority's counter, in person and with the identity document."""
    DESK = "desk"
    """At the institution's desk, with the document shown; worth nothing until it is confirmed."""
    CALL_BACK = "call_back"
    """The authority has called the person back and confirmed what the desk saw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneBinding:
    """How a phone was bound to its person."""

    bound_at: datetime
    replaces_another: bool
    """The person had another phone before."""
    proofs: frozenset[BindingProof]

    @classmethod
    def of(cls, bound_at: datetime, *, replaces: bool, proofs: Iterable[str] | None) -> Self:
        """From what the database holds; no proofs at all are null there."""
        return cls(bound_at=bound_at, replaces_another=replaces, proofs=frozenset(map(BindingProof, proofs or ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPhone:
    """A person's present phone, how it was bound, and from where, while that is kept."""

    trainee_id: UUID
    device_id: UUID
    binding: PhoneBinding
    agent_family: str | None = None
    network_hash: bytes | None = None


class Origin(StrEnum):
    """How a face reference came about."""

    ENROLMENT = "enrolment"
    CHANGE = "change"
    """Asked for by the person and approved by an authority."""
    RENEWAL = "renewal"
    """Made again for another engine or version, with a check-in that another proof carried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTries:
    """How often a face has failed in a row."""

    failures: int = 0
    last_failed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FacePhoto:
    """What is remembered of a photo that was looked at: nothing that shows or describes a face."""

    photo_hash: bytes
    fingerprint: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredChallenge:
    """A liveness challenge that was answered, and what came of it."""

    device_id: UUID
    session_id: UUID
    label: str
    """`challenge_passed` or `challenge_failed`."""
    same_person: str
    """The frontal frames against the reference: `match`, `doubt`, `no_match`, or why they were not compared."""
    answered_at: datetime
    attempt_id: UUID | None
    """The check-in that it served."""
