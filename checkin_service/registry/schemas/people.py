"""Wire shapes of entering people in the register: by a list of the authority, or by oneself."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import LIST_BYTES, CodeText, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.registry.model import EntryWay

LARGEST_LIST = 1_000
_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"

Assertion = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=4096)]


class DocumentBody(StrictModel):
    kind: DocumentKind = Field(examples=["resident_id"])
    number: Annotated[CodeText, Field(min_length=4, max_length=40, examples=["330602199003072337"])]


class PersonRow(StrictModel):
    name: ShortText = Field(examples=["王芳"])
    document: DocumentBody


class PersonList(StrictModel, most_bytes=LIST_BYTES):
    """A matching list of the authority; sent again, it gives the first answer."""

    batch_id: ClientId = Field(examples=[_EXAMPLE_ID])
    source: ShortText = Field(examples=["省厅核实名单 2026-03"])
    people: Annotated[list[PersonRow], Field(min_length=1, max_length=LARGEST_LIST)]


class PersonAnswer(StrictModel):
    row: int = Field(description="From 1, in the order sent")
    status: Literal["entered", "known", "refused"]
    trainee_id: UUID | None = Field(description="None of a row that was refused")
    reason: WordsBody | None = None


class PersonListAnswer(StrictModel):
    batch_id: UUID
    rows: list[PersonAnswer]


class SecretList(StrictModel):
    """What makes two lists the same, without keeping names or numbers."""

    batch_id: UUID
    keyed_digest: str


class OwnRegistration(StrictModel):
    """A channel's signed word that this person, whom it knows by their real name, registers (实名登记)."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    channel_id: UUID
    assertion: Assertion = Field(
        description="Compact JWS (ES256) by the channel with the claims iss, aud = checkin-service, purpose = "
        "registration, name, document_kind, document_number, iat; as fresh as `voucher.statement_valid_s` asks"
    )


class OwnRegistrationAnswer(StrictModel):
    trainee_id: UUID
    authority_code: str
    invitation: str | None = Field(description="To bind a phone; none where the person has bound one")
    invitation_expires_at: datetime | None


class RegisteredPerson(StrictModel):
    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    has_device: bool
    way: EntryWay
    source: str
    entered_at: datetime


class RegisterPage(StrictModel):
    people: list[RegisteredPerson]
    total: int = Field(description="How many there are in the whole register")
    next_cursor: str | None
