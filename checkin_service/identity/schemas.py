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
    SerializeAsAny,
    StringConstraints,
    WithJsonSchema,
)

from biometrics import Assurance, Fault, LivenessEvidence, Turn
from checkin_service.access.schemas import Nonce, PublicKey, Signature
from checkin_service.identity.model import Purpose
from checkin_service.identity.rules import is_trivial_pin
from checkin_service.kit.ids import ClientId
from checkin_service.kit.schema import CleanText, ShortText, StrictModel


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


class NewFaceChange(StrictModel):
    """A new reference in the place of the present or withdrawn one; it counts once an authority has approved it."""

    change_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000f2"])
    class_id: UUID = Field(description="A class of yours; its supervising authority decides")
    reason: ShortText = Field(examples=["换了发型，比对多次不通过"])
    photos: list[Photo] = Field(min_length=1, max_length=3)


class FaceChangeAnswer(StrictModel):
    change_id: UUID
    class_id: UUID
    photos: int
    asked_at: AwareDatetime


class FaceChangeDecision(StrictModel):
    request_id: ClientId
    trainee_id: UUID
    approved: bool
    reason: ShortText = Field(description="How the authority made sure who asks", examples=["已到窗口核验身份证原件"])


class FaceChangeDecisionAnswer(StrictModel):
    change_id: UUID
    approved: bool
    decided_at: AwareDatetime


class About(StrictModel):
    """What makes two requests the same where the path names an object: what is asked, the object, and the body."""

    operation: str
    object_id: UUID
    body: SerializeAsAny[StrictModel]


class NewChallenge(StrictModel):
    challenge_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000f3"])
    session_id: UUID = Field(description="The session that the check-in will be for")


class ChallengeAnswer(StrictModel):
    """Turn the head as asked, one photo per turn, before it runs out."""

    challenge_id: UUID
    nonce: str
    turns: list[Turn] = Field(description="Left and right are the person's own")
    issued_at: AwareDatetime
    expires_at: AwareDatetime


class LivenessFrames(StrictModel):
    answer_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000f4"])
    nonce: Annotated[CleanText, Field(min_length=32, max_length=32)]
    frames: list[Photo] = Field(min_length=1, max_length=8, description="One photo per turn, in the order asked")


class StepAnswer(StrictModel):
    asked: Turn
    moved: float | None = Field(description="Of the nose, in eye distances; towards the person's left above 0")
    span: float | None = Field(description="Share of the eye span that is left; a flat picture loses it")
    passed: bool


class OpenAttacks(StrictModel):
    zh: list[str]
    en: list[str]


class LivenessAnswer(StrictModel):
    """What the turns showed, and what even a passed challenge does not stop."""

    challenge_id: UUID
    passed: bool
    label: LivenessEvidence
    same_person: str = Field(description="The frontal frames against the reference: match, doubt, no_match, or why not")
    steps: list[StepAnswer]
    faults: list[Fault]
    does_not_stop: OpenAttacks
