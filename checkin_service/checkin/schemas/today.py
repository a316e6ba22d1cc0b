"""Wire shapes of a person's own day and of one of their sessions."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.access.schemas import TokenAnswer
from checkin_service.attendance.schemas.standing import ForecastBody, StandingBody
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.today import Mark
from checkin_service.kit.http.schema import StrictModel, WordsBody
from checkin_service.kit.verdict import Decision
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import Delivery
from checkin_service.timetable.schemas import WindowBody


class OwnConsentBody(StrictModel):
    purpose: str
    given: bool
    text_version: str


class PlaceBody(StrictModel):
    """Where a session is held, as a phone draws it: WGS-84 degrees, and metres east and north of that middle."""

    session_id: UUID
    site_name: str
    address: str
    longitude: float
    latitude: float
    radius_m: float | None
    rings_m: list[list[tuple[float, float]]] = Field(description="Grounds beside the circle; even-odd")


class TodaySession(StrictModel):
    session_id: UUID
    ordinal: int
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    delivery: Delivery
    mark: Mark
    credited_hours: int
    accepted: list[Phase] = Field(description="Phases that one was accepted for")
    waiting: list[Phase] = Field(description="Phases whose doubt waits for a reviewer")
    windows: list[WindowBody] = Field(description="Those that have not closed yet")
    scan_valid_s: int | None = Field(description="How long a live QR of this phone is believed; null once over")


class PositionRule(StrictModel):
    """From when on a fix is taken as inside: what a phone needs to say beforehand what the service will."""

    inside_at: float = Field(description="The least part of the error that lies within the grounds")
    accuracy_cap_m: float
    believed_at_most: float = Field(description="For what share of fixes an accuracy is believed to hold at most")


class TodayClass(StrictModel):
    class_id: UUID
    name: str
    institution_name: str
    state: str
    proofs: list[str]
    voucher_kind: VoucherKind
    voucher_state: str | None = Field(description="Of the voucher in use here; null before it was verified")
    attendance: StandingBody
    forecast: ForecastBody
    position: PositionRule
    sessions: list[TodaySession]


class TodayAnswer(StrictModel):
    """What the first screen needs, from one statement."""

    now: datetime = Field(description="The service's time: a phone's own clock may be wrong")
    name: str
    has_face: bool
    new_messages: int = Field(description="What one was told and has not read")
    consents: list[OwnConsentBody]
    classes: list[TodayClass]
    places: list[PlaceBody] = Field(description="Of the sessions around the present day")


class SignedInToday(StrictModel):
    token: TokenAnswer
    today: TodayAnswer


class OwnFinding(StrictModel):
    outcome: str
    reason: str
    sentence: WordsBody
    advice: WordsBody | None


class OwnReview(StrictModel):
    accepted: bool
    reason: str
    reviewed_at: datetime


class OwnAttempt(StrictModel):
    """A check-in as it was judged, with what spoke against it."""

    attempt_id: UUID
    phase: Phase
    outcome: Decision
    received_at: datetime
    summary: WordsBody
    findings: list[OwnFinding] = Field(description="Doubts and failures only, the worst first")
    has_receipt: bool
    review: OwnReview | None


class OwnSessionAnswer(StrictModel):
    """One of a person's own sessions: what counted, and why not."""

    session_id: UUID
    class_id: UUID
    ordinal: int
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    site_name: str
    address: str
    mark: Mark
    credited_hours: int
    corrected_hours: int = Field(description="Of these, by a decision of the authority")
    windows: list[WindowBody]
    attempts: list[OwnAttempt]
