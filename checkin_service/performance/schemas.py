"""Wire shapes of performance reports."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.money import Fen
from checkin_service.performance.model import Rating

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_Account = Annotated[CleanText, Field(min_length=1, max_length=4000)]
_People = Annotated[int, Field(ge=0, le=10**7)]
Year = Annotated[int, Field(ge=2015, le=2099, examples=[2026])]


class NewPerformanceReport(StrictModel):
    """A project's year as it is assessed; a target of nothing means that none was set."""

    report_id: ClientId = Field(examples=[_EXAMPLE_ID])
    project_id: UUID
    year: Year
    document_number: ShortText = Field(description="文号")
    target_people: _People
    target_certified: _People
    target_paid_fen: Fen
    rating: Rating
    assessment: _Account
    measures: _Account | None = Field(default=None, description="What is to be improved")


class PerformanceReportAnswer(StrictModel):
    """A report with the figures as they stood when it was filed, and as they are counted now."""

    report_id: UUID
    project_id: UUID
    project: str
    sector: str | None
    year: int
    ordinal: int
    document_number: str
    target_people: int
    target_certified: int
    target_paid_fen: int
    at_filing: dict[str, int]
    now: dict[str, int]
    reached: dict[str, str | None] = Field(description="Of each target by now, an exact fraction")
    rating: Rating
    assessment: str
    measures: str | None
    is_of_sector: bool
    filed_at: datetime


class UnreportedProject(StrictModel):
    """A project that something was counted of in that year, and on which nobody has reported."""

    project_id: UUID
    project: str
    now: dict[str, int]


class PerformanceYear(StrictModel):
    """A place's year: the reports that hold, and the projects that still want one."""

    year: int
    reports: list[PerformanceReportAnswer]
    unreported: list[UnreportedProject]
