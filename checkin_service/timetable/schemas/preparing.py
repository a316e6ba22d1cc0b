"""Wire shapes of briefings before a class opens, and of checks at registration."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"

BriefingItem = Literal["voucher_briefing", "subsidy_briefing"]
CheckItem = Literal["identity", "occupation_requirements", "subsidy_eligibility"]


class NewBriefing(StrictModel):
    """行前教育: what the people of a class were told before it opens (SX-28)."""

    briefing_id: ClientId = Field(examples=[_EXAMPLE_ID])
    items: Annotated[list[BriefingItem], Field(min_length=1, max_length=2)]
    held_on: date | None = Field(default=None, description="Absent: today", examples=["2026-03-02"])
    evidence: ShortText = Field(description="The document that shows it", examples=["行前教育签到表 2026-03-02"])


class BriefingAnswer(StrictModel):
    briefing_id: UUID
    class_id: UUID
    items: list[BriefingItem]
    held_on: date
    evidence: str
    recorded_by: UUID
    recorded_at: datetime


class NewChecks(StrictModel):
    """报名核验: what the institution examined of people on its roster and found right (FJ-29, SX-18)."""

    check_id: ClientId = Field(examples=[_EXAMPLE_ID])
    items: Annotated[list[CheckItem], Field(min_length=1, max_length=3)]
    examined_on: date | None = Field(default=None, description="Absent: today", examples=["2026-03-02"])
    evidence: ShortText = Field(description="The documents it was examined by", examples=["身份证原件、申报条件审核表"])
    trainees: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class ChecksAnswer(StrictModel):
    check_id: UUID
    class_id: UUID
    recorded: int


class CheckBody(StrictModel):
    trainee_id: UUID
    check_id: UUID
    item: CheckItem
    examined_on: date
    evidence: str
    examined_by: UUID
    recorded_at: datetime


class Preparation(StrictModel):
    """What has been recorded of a class before and at its opening."""

    class_id: UUID
    briefings: list[BriefingAnswer]
    checks: list[CheckBody]
