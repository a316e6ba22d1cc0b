"""Wire shapes of what a sector authority (行业主管部门) files before its training begins."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import LIST_BYTES, CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.money import Fen
from checkin_service.timetable.schemas import NewDocument

LARGEST_PLAN = 1_000
_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewSectorPlan(StrictModel, most_bytes=LIST_BYTES):
    """计划、人员、补贴标准 of one project; a later one takes the place of an earlier one as a whole (SX-10)."""

    plan_id: ClientId = Field(examples=[_EXAMPLE_ID])
    project_id: UUID
    document_number: ShortText = Field(examples=["绍市建〔2026〕8号"])
    training_plan: Annotated[CleanText, Field(min_length=1, max_length=4000)]
    subsidy_fen: Annotated[Fen, Field(gt=0, description="补贴标准 per person")]
    documents: Annotated[list[NewDocument], Field(min_length=1, max_length=LARGEST_PLAN)] = Field(
        description="Identity documents of everybody who is to take part; kept as keyed hashes only"
    )


class SecretPlan(StrictModel):
    """What makes two filings the same, without keeping numbers."""

    plan_id: UUID
    keyed_digest: str


class SectorPlanAnswer(StrictModel):
    plan_id: UUID
    project_id: UUID
    project_name: str
    sector: str
    document_number: str
    training_plan: str
    subsidy_fen: int
    people: int
    filed_at: datetime


class SectorPlanPage(StrictModel):
    plans: list[SectorPlanAnswer]
    next_cursor: str | None
