"""Wire shapes of the figures: boards, breakdowns, analyses, targets, holders, and what the public reads."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field

from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.inspections.schemas import InspectionFigures
from checkin_service.kit.http.schema import StrictModel
from checkin_service.policy.model import VoucherKind
from checkin_service.statistics.model import Role
from checkin_service.voucher.model.vouchers import VoucherState

Division = Annotated[str, Query(pattern="^[0-9]{6}$", description="Division code; absent: one's own")]
Month = Annotated[str, Query(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-03"])]
Dimension = Literal["institution", "project", "occupation", "kind", "channel"]


class Asked(StrictModel):
    """Which place, in which role, over which months, both included."""

    division: Annotated[str, Field(pattern="^[0-9]{6}$")]
    role: Role
    since: Annotated[str, Field(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$")]
    until: Annotated[str, Field(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class FigureSet(StrictModel):
    """What one place, month or part comes to; every measure is named, also where it is nothing."""

    counts: dict[str, int] = Field(description="Vouchers, people, certificates, class hours, check-ins")
    money: dict[str, dict[str, int]] = Field(description="In fen, by fund; no fund named: an empty name")


class MonthFigures(StrictModel):
    month: str
    figures: FigureSet


class PlaceFigures(StrictModel):
    division: str
    name: str = Field(description="Of its authority; empty while none is registered")
    figures: FigureSet


class Board(StrictModel):
    """The board of a place: in all, month by month, and by the divisions below."""

    asked: Asked
    name: str
    figures: FigureSet
    months: list[MonthFigures]
    places: list[PlaceFigures]


class PartFigures(StrictModel):
    part: str = Field(description="Id or word of the part; empty: no class yet")
    name: str
    figures: FigureSet


class Breakdown(StrictModel):
    asked: Asked
    by: Dimension
    parts: list[PartFigures]


class AnalysisPart(StrictModel):
    part: str
    people: int | None = Field(description="Absent: too few to be said")


class AnalysisFigures(StrictModel):
    analysis: str
    parts: list[AnalysisPart]
    has_source: bool = Field(description="No source tells average income: nothing is said of it")


class Analyses(StrictModel):
    """The six analyses (MP-16) of the people trained."""

    asked: Asked
    people: int | None
    smallest_cell: int
    analyses: list[AnalysisFigures]


class TargetBody(StrictModel):
    minimum_percent: int
    reached: str | None = Field(description="The exact fraction; absent where there is nothing to divide by")
    is_met: bool | None
    clause: str | None
    quote: str | None


class PlaceTargetsBody(StrictModel):
    division: str
    name: str
    issue_planned: int
    issued: int
    claimed: int
    use_planned: int
    used: int
    channels: int
    claim_rate: TargetBody | None
    use_rate: TargetBody | None
    channel_share: TargetBody | None


class PlanTotal(StrictModel):
    """Printed and computed totals stand side by side; neither is derived from the other (SD-19)."""

    what: Literal["issue", "use"]
    planned: int | None = Field(description="The province's own target")
    printed: int | None
    computed: int = Field(description="Sum of the plans of the cities")
    actual: int


class Targets(StrictModel):
    division: str
    month: str = Field(description="From January of its year until its end")
    totals: list[PlanTotal]
    places: list[PlaceTargetsBody]


class HolderQuery(StrictModel):
    purpose: Purpose
    division: Annotated[str, Field(pattern="^[0-9]{6}$")] | None = None
    obtained_from: date
    obtained_until: date = Field(description="The last day, that day included")
    cursor: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class Holder(StrictModel):
    """A voucher with whoever holds it (领取人信息)."""

    voucher_code: str
    name: str
    document: str = Field(description="Masked")
    kind: VoucherKind
    state: VoucherState
    authority_code: str
    fund: str | None
    obtained_on: date
    channel: str


class Holders(StrictModel):
    holders: list[Holder]
    next_cursor: str | None


class PublicFigures(StrictModel):
    """What a place tells the public of its vouchers (FJ-33): no figure that a single person could be found in."""

    division: str
    name: str
    since: str
    until: str
    smallest_cell: int
    counts: dict[str, int | None]
    paid_fen: int | None
    inspections: InspectionFigures


class SiteDoubts(StrictModel):
    """A training place with its sign-ins: everybody once in each lesson; a doubt cleared up later counts still."""

    site_id: UUID
    site: str
    institution: str
    division: str
    wgs84_longitude: float
    wgs84_latitude: float
    signed: int | None = Field(description="Absent: of too few people")
    doubted: int | None = Field(description="Of these in doubt; absent: of too few people")
    per_mille: int | None = Field(description="Those in doubt of a thousand, rounded down")


class SitesByDoubts(StrictModel):
    """Training places, the highest rate first, then those of which nothing may be said."""

    asked: Asked
    smallest_cell: int
    sites: list[SiteDoubts]
