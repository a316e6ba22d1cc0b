"""Wire shapes of check-ins and reviews."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.access.schemas import Signature
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.schemas.standing import ForecastBody, StandingBody
from checkin_service.checkin.model.attempts import CodeSource, Phase, Sighting
from checkin_service.kit.http.schema import FILE_BYTES, CleanText, Moment, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.place import PlaceBody
from checkin_service.kit.verdict import Decision

_PHOTO_LIMIT = 4 * 2**20
_ASSERTION_LIMIT = 4096
_SEALED_LIMIT = 5 * 2**20

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["481516"])]
ClaimText = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=200)]
Assertion = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=_ASSERTION_LIMIT)
]


class PositionBody(PlaceBody):
    """A fix as the phone reports it. Without an accuracy it is recorded and doubted."""

    accuracy_m: float | None = Field(default=None, description="Radius of the error disc in metres", examples=[15.0])
    confidence: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="Probability that the disc holds the true position: Android 0.68, web 0.95; absent when unknown",
    )
    is_mock: bool | None = Field(default=None, description="The platform's own flag for simulated positions")

    measured_at: Moment | None = Field(
        default=None, description="The fix's own time by the phone's clock; its age is judged by that same clock"
    )

    def sighting(self, received_at: datetime, *, sent_at: datetime | None = None) -> Sighting:
        """The fix; how old it was when it was sent is told where the phone says both moments."""
        is_told = sent_at is not None and self.measured_at is not None
        return Sighting(
            age_s=round((sent_at - self.measured_at).total_seconds(), 1) if is_told else None,  # type: ignore[operator]
            position=self.position,
            accuracy_m=self.accuracy_m,
            confidence=self.confidence,
            is_mock=self.is_mock,
            received_at=received_at,
        )


class FaceProofBody(StrictModel):
    kind: Literal["face"]
    photo: str = Field(max_length=_PHOTO_LIMIT, description="A live photo: JPEG, PNG or WebP in base64")
    challenge_id: UUID | None = Field(
        default=None, description="A liveness challenge answered just before; without one the evidence says so"
    )


class PinCodeProofBody(StrictModel):
    kind: Literal["pin_code"]
    pin: str = Field(pattern=r"^[0-9]{6}$", description="Your own PIN, on your own bound device")
    code: Code | None = Field(
        default=None, description="The classroom code on the screen; left out when the check-in brings its claim"
    )


class CardPinProofBody(StrictModel):
    kind: Literal["card_pin"]
    terminal_id: UUID
    challenge: ClaimText = Field(
        description="What /v1/card-challenges gave for this attempt; signed as the claim `challenge` too"
    )
    pin: str | None = Field(
        default=None,
        pattern=r"^[0-9]{6}$",
        description="Of a device that cannot check the card's PIN: the person's own PIN for the door; the statement "
        "then says pin_verified = false and pin_entered = true",
    )
    assertion: Assertion = Field(
        description="Compact JWS (ES256) by the terminal's key with the claims attempt_id, session_id, phase, "
        "document_kind, document_number, pin_verified = true, challenge, iat"
    )


class ECardProofBody(StrictModel):
    kind: Literal["e_card"]
    assertion: Assertion = Field(
        description="Compact JWS (ES256) by the e-card platform with the claims iss, aud = checkin-service, "
        "attempt_id, session_id, document_kind, document_number, method (face or password), iat"
    )


PersonProofBody = Annotated[
    FaceProofBody | PinCodeProofBody | CardPinProofBody | ECardProofBody, Field(discriminator="kind")
]


class CheckInRequest(StrictModel, most_bytes=FILE_BYTES):
    """What a phone or a card terminal sends."""

    attempt_id: ClientId = Field(description="UUIDv7 made before sending; repeating it gives the first answer")
    session_id: UUID
    phase: Phase
    captured_at: Moment = Field(description="The phone's claim; the time of receipt decides")
    position: PositionBody | None
    person_proof: PersonProofBody
    classroom_code: Code | None = None
    code_claim: ClaimText | None = Field(
        default=None,
        description="What /v1/sessions/{session_id}/code-claims gave for the code; it counts instead of one",
    )
    beacon: CleanText | None = Field(
        default=None,
        max_length=200,
        description="Of an attempt made without a network: what the display's beacon said, which brackets its time and "
        "counts as the room's code; nothing is made of it otherwise",
    )
    renewal_photo: str | None = Field(
        default=None,
        max_length=_PHOTO_LIMIT,
        description="When a face reference was made by another version and cannot be compared: a photo that renews it, "
        "sent with another person proof; used only when the check-in is accepted",
    )


class OfflineCheckIn(StrictModel, most_bytes=FILE_BYTES):
    """A check-in that was made without a network: sealed on the phone then, delivered when there is one."""

    sealed: str = Field(
        max_length=_SEALED_LIMIT,
        description="The JSON of the check-in exactly as it was sealed, with the classroom code of then",
    )
    signature: Signature = Field(description="By the bound phone's key, over the UTF-8 bytes of `O1.` and `sealed`")


class ScanRequest(StrictModel):
    """A scan of a trainee's live QR by an administrator, with the administrator's own fix."""

    scan_id: ClientId
    phase: Phase = Phase.IN
    qr: CleanText = Field(min_length=1, max_length=300, description="What the QR on the trainee's own screen says")
    position: PositionBody = Field(description="Where the administrator stands: a second witness, never the only one")
    scanned_at: Moment | None = Field(
        default=None, description="By the scanner's own clock; its difference from ours is measured and named"
    )


class BasisBody(StrictModel):
    kind: str
    clause: str | None
    document: str | None
    quote: str | None


class FindingBody(StrictModel):
    """One check: what was measured against which limit, on which basis, and what helps."""

    check: str
    outcome: Literal["pass", "note", "doubt", "fail"]
    reason: str
    measured: Any
    limit: Any
    unit: str | None
    basis: BasisBody
    sentence: WordsBody
    advice: WordsBody | None


class EvidenceBody(StrictModel):
    """The class of the evidence of an accepted attempt, what it means, and which proof would make it a better one."""

    evidence_class: EvidenceClass
    meaning: WordsBody
    advice: WordsBody | None


class CheckInAnswer(StrictModel):
    """The verdict with every finding, the class hours it credited, the exact rate and the forecast."""

    attempt_id: UUID
    session_id: UUID
    class_id: UUID
    phase: Phase
    outcome: Decision
    summary: WordsBody
    received_at: datetime
    findings: list[FindingBody]
    evidence: EvidenceBody | None = Field(
        default=None, description="Of an accepted attempt; absent from answers given before classes were kept"
    )
    credited_hours: int
    attendance: StandingBody
    forecast: ForecastBody


class CodeAnswer(StrictModel):
    """The rotating classroom code for the instructor's screen."""

    session_id: UUID
    code: str
    valid_from: datetime
    valid_until: datetime
    accepted_until: datetime
    window_s: int
    source: CodeSource = Field(description="display: the enrolled one at the site; remote_display: staff's own screen")
    room_asked_until: datetime | None = Field(
        description="The whole room is asked until then whether it is there; a check of one person does not show"
    )


class CodeClaimRequest(StrictModel):
    """The classroom code, sent the moment its last digit is typed or its QR is followed."""

    claim_id: ClientId
    code: Code


class CodeClaimAnswer(StrictModel):
    """What became of the code; with `claimed`, the claim to be brought by the check-in."""

    claim_id: UUID
    session_id: UUID
    outcome: str = Field(description="claimed, expired_or_wrong, used_before or too_many_wrong", examples=["claimed"])
    sentence: WordsBody
    advice: WordsBody | None
    claim: str | None = Field(description="For this device, person and session only; it serves one check-in")
    claimed_at: datetime
    expires_at: datetime | None


class ReviewItem(StrictModel):
    """A doubtful attempt that nothing has resolved yet."""

    trainee_id: UUID
    trainee_name: str
    attempt: CheckInAnswer


class ReviewPage(StrictModel):
    reviews: list[ReviewItem]
    next_cursor: str | None


class ReviewRequest(StrictModel):
    """A reviewer's decision (人工复核) on a doubtful attempt; final."""

    request_id: ClientId
    trainee_id: UUID
    attempt_id: UUID
    decision: Literal["accept", "reject"]
    reason: ShortText


class ReviewAnswer(StrictModel):
    attempt_id: UUID
    decision: Literal["accept", "reject"]
    credited_hours: int
    attendance: StandingBody
