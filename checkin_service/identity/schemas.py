"""Wire shapes of devices, consents and face enrolment."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Annotated, Literal, Self
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

from biometrics import Assurance, Fault, LivenessEvidence, Turn
from checkin_service.access.schemas import Nonce, PublicKey, Signature
from checkin_service.identity.model import BindingProof, DocumentKind, Purpose
from checkin_service.identity.rules.people import is_trivial_pin
from checkin_service.kit.http.schema import FILE_BYTES, CleanText, CodeText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong


def _hard_pin(pin: SecretStr) -> SecretStr:
    if is_trivial_pin(pin.get_secret_value()):
        raise Wrong(_EASY_PIN)
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


class BindingAssertion(StrictModel):
    """A statement by the e-card's or the network identity's platform that this phone is its holder's own."""

    kind: Literal["e_card", "network_identity"]
    assertion: str = Field(
        pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        max_length=4096,
        description="Compact JWS (ES256) by the platform with the claims iss, aud = checkin-service, purpose = "
        "device_binding, device_id, document_kind, document_number, iat",
    )


class NewDevice(StrictModel):
    device_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000d1"])
    invitation: InvitationText
    public_key: PublicKey
    pin: NewPin
    signature: Signature = Field(description="Of the invitation's ASCII bytes, exactly as sent here")
    proof: BindingAssertion | None = Field(
        default=None,
        description="Without it the phone is self-bound, which its check-ins say, until somebody proves whose it is",
    )


class DeviceAnswer(StrictModel):
    device_id: UUID
    trainee_id: UUID
    bound_at: AwareDatetime
    is_proven: bool = Field(default=False, description="Whether the binding itself showed the person")


class NewDoorPin(StrictModel):
    """A person without a phone sets a PIN for devices at the door, by the invitation that came with the voucher."""

    invitation: InvitationText
    pin: NewPin


class DoorPinAnswer(StrictModel):
    set_at: AwareDatetime


class NewBindingProof(StrictModel):
    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000c2"])
    proof: BindingAssertion


class BindingProofAnswer(StrictModel):
    trainee_id: UUID
    device_id: UUID
    kind: BindingProof
    proved_at: AwareDatetime

    @classmethod
    def of(cls, trainee_id: UUID, device_id: UUID, kind: BindingProof, *, at: datetime) -> Self:
        return cls(trainee_id=trainee_id, device_id=device_id, kind=kind, proved_at=at)


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


class NewFaceReference(StrictModel, most_bytes=FILE_BYTES):
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


class NewFaceChange(StrictModel, most_bytes=FILE_BYTES):
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


class WrittenDocument(StrictModel):
    """An identity document as somebody types it; it never stands in an address or a log."""

    kind: DocumentKind
    number: Annotated[CodeText, Field(min_length=1, max_length=64)]


class NewCorrection(StrictModel):
    """What is registered of a person is wrong; it is corrected once a second person has approved it."""

    correction_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-0000000000f5"])
    class_id: UUID = Field(description="A class of yours; its supervising authority decides")
    document: WrittenDocument = Field(description="As it is registered now")
    right_name: Annotated[CleanText, Field(min_length=1, max_length=200)] | None = None
    right_document: WrittenDocument | None = None
    evidence: ShortText = Field(
        description="The document that shows it", examples=["居民身份证原件已核，复印件存档12号"]
    )
    reason: ShortText = Field(examples=["首次录入时姓名有一字误写"])


class CorrectionAnswer(StrictModel):
    correction_id: UUID
    trainee_id: UUID
    class_id: UUID
    asked_at: AwareDatetime


class CorrectionDecision(StrictModel):
    request_id: ClientId
    trainee_id: UUID
    approved: bool
    document_number: ShortText | None = Field(
        default=None, description="文号; an approval has one", examples=["绍市人社更正〔2026〕3号"]
    )
    reason: ShortText = Field(description="How the authority made sure", examples=["已与公安人口信息核对一致"])


class CorrectionDecisionAnswer(StrictModel):
    correction_id: UUID
    approved: bool
    decided_at: AwareDatetime


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


class LivenessFrames(StrictModel, most_bytes=FILE_BYTES):
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


_EASY_PIN = Words(
    "密码应为六位数字，不能连号或重复。", "must be six digits that nobody guesses at first: no runs, no repetitions"
)
