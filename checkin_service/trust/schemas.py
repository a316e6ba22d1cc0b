"""Wire shapes of the authority's list of where to look."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.schemas.group_checks import GroupCheckOutcome
from checkin_service.checkin.schemas.headcounts import HeadcountAnswer, OddHeads
from checkin_service.kit.http.schema import ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.signals.model import SignalKind
from checkin_service.trust.model import RiskStepKind


class RiskSignal(StrictModel):
    """A note about a class, with what it looks like where nothing is wrong."""

    kind: SignalKind
    version: int
    name: WordsBody
    found: WordsBody
    honest: WordsBody = Field(description="How it comes about honestly; read it before anybody is accused")
    p: float = Field(description="Share of honest classes that look at least so odd, in the family that looks oddest")


class RiskStepAnswer(StrictModel):
    kind: RiskStepKind
    inspection_id: UUID | None
    reason: str
    taken_at: datetime


class RiskClass(StrictModel):
    """A class to look at, and why; no person is named, and nothing is decided by it."""

    class_id: UUID
    class_name: str
    institution_id: UUID
    people: int = Field(description="How many signed in")
    lessons: int = Field(description="How many lessons have been looked at")
    e: float = Field(description="Evidence of all looks together; 1 is none")
    p: float = Field(description="How often an honest class ever comes to so much, however often one looks")
    calibration: str
    looked_at: datetime
    signals: list[RiskSignal]
    steps: list[RiskStepAnswer]
    groups: list[GroupCheckOutcome]
    headcounts: list[HeadcountAnswer]


class SignalRecordAnswer(StrictModel):
    """How often a signal that spoke up was right, as inspections of this authority found that were planned on it."""

    kind: SignalKind
    name: WordsBody
    in_order: int = Field(description="Classes at which nothing was found")
    wanting: int


class RiskList(StrictModel):
    """Where to look first. Before `shown_from` signals are computed and shown to nobody (试运行)."""

    shown_from: date | None = Field(description="None while no class has been looked at")
    is_shadow: bool
    looked_at: int = Field(description="How many classes have been looked at")
    false_discovery_percent: int = Field(description="How many of those listed may be honest, on average")
    classes: list[RiskClass]
    records: list[SignalRecordAnswer]
    heads: list[OddHeads] = Field(description="Classes whose heads differ from their check-ins, listed or not")


class NewRiskClosing(StrictModel):
    """Why the class looks so, as far as somebody of the authority knows."""

    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    reason: ShortText
