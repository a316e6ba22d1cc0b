"""Wire shapes of devices, consents and face enrolment."""

from base64 import b64decode, b64encode
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    SecretStr,
    StringConstraints,
    WithJsonSchema,
)

from biometrics import Assurance
from checkin_service.access.schemas import Nonce, PublicKey, Signature
from checkin_service.identity.model import Purpose
from checkin_service.identity.rules import is_trivial_pin
from checkin_service.kit.ids import ClientId
from checkin_service.kit.schema import CleanText, StrictModel


def _hard_pin(pin: SecretStr) -> SecretStr:
    if is_trivial_pin(pin.get_secret_value()):
        raise ValueError("must be six digits that nobody guesses at first: no runs, no repetitions")
    return pin


def _decoded(value: object) -> object:
    return b64decode(value, validate=True) if isinstance(value, str) else value


def _encoded(value: bytes) -> str:
    return b64encode(value).decode()


NewPin = Annotated[
    SecretStr, AfterValidator(_hard_pin), Field(description="Six digits, no runs or repetitions", examples=["480275"])
]
InvitationText = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-z -]{20,40}$"),
    Field(description="As it came with the voucher", examples=["7K3M-Q0XA-91ZR-TT4C-2HDE"]),
]
Photo = Annotated[
    bytes,
    BeforeValidator(_decoded),
    PlainSerializer(_encoded, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "base64", "examples": ["/9j/4AAQSkZJRgABAQAAAQABAAD/2wBD"]}),
]


class NewDevice(StrictModel):
    device_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000d1"])
    invitation: InvitationText
    public_key: PublicKey
    pin: NewPin
    signature: Signature = Field(description="Of the invitation's ASCII bytes, exactly as sent here")


class DeviceAnswer(StrictModel):
    device_id: UUID
    trainee_id: UUID
    bound_at: AwareDatetime


class DeviceSignIn(StrictModel):
    device_id: UUID = Field(examples=["0197c9a0-6f00-7000-8000-0000000000d1"])
    nonce: Nonce
    signature: Signature = Field(description="Of the nonce's ASCII bytes")


class Sentence(StrictModel):
    zh: str
    en: str


class ConsentTextAnswer(StrictModel):
    purpose: Purpose
    text_version: str
    title: Sentence
    body: Sentence


class ConsentTextsAnswer(StrictModel):
    texts: list[ConsentTextAnswer]


class ConsentDecision(StrictModel):
    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000c1"])
    purpose: Purpose = Field(examples=["face"])
    given: bool = Field(description="false withdraws", examples=[True])
    text_version: Annotated[CleanText, Field(min_length=1, max_length=40, examples=["2026-01"])]


class ConsentAnswer(StrictModel):
    purpose: Purpose
    given: bool
    text_version: str
    at: AwareDatetime


class ConsentsAnswer(StrictModel):
    consents: list[ConsentAnswer]


class NewFaceReference(StrictModel):
    reference_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000f1"])
    photos: list[Photo] = Field(
        min_length=1, max_length=3, description="JPEG, PNG or WebP, base64; three make it surer"
    )


class FaceReferenceAnswer(StrictModel):
    reference_id: UUID
    engine: str
    path_version: str
    photos: int
    assurance: Assurance = Field(description="What is known about the engine's errors")
    enrolled_at: AwareDatetime
