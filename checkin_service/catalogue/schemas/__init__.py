"""Wire shapes of the registers."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from stdnum.cn import uscc

from checkin_service.catalogue.model.areas import areas_of
from checkin_service.catalogue.model.registers import NearSite, OccupationKind, Place, Site, TrainingType
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas.occupations import OccupationCode
from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.intake import folding
from checkin_service.kit.money import Fen
from checkin_service.kit.place import PlaceBody, WireDatum
from checkin_service.kit.words import Words, Wrong
from geo import Area, Datum, convert

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


def _credit_code(value: str) -> str:
    code = folding.code(value)
    if not uscc.is_valid(code):
        raise Wrong(_NO_CREDIT_CODE)
    return str(uscc.compact(code))


CreditCode = Annotated[
    ShortText,
    AfterValidator(_credit_code),
    Field(description="统一社会信用代码 (GB 32100-2015)", examples=["91110000600037341L"]),
]


class NewInstitution(StrictModel):
    institution_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["示例职业培训学校"])
    credit_code: CreditCode


class InstitutionAnswer(StrictModel):
    institution_id: UUID
    authority_code: str
    name: str
    credit_code: str
    approved_at: datetime


class NewEnterprise(StrictModel):
    """An enterprise that may be subsidised for training its workers (SX-21)."""

    enterprise_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["示例制造有限公司"])
    credit_code: CreditCode


class EnterpriseAnswer(StrictModel):
    enterprise_id: UUID
    authority_code: str
    name: str
    credit_code: str
    approved_at: datetime


class AreaBody(StrictModel):
    """Ground beside a site's circle, as a GeoJSON Polygon or MultiPolygon in degrees of a named datum."""

    datum: WireDatum = Field(description="GeoJSON itself means wgs84; drawn on Gaode it is gcj02, on Baidu bd09")
    geometry: dict[str, Any] = Field(description="Closed rings, longitude first; holes and several parts are welcome")

    @model_validator(mode="after")
    def _is_an_area(self) -> Self:
        _ = self.area
        return self

    @property
    def area(self) -> Area:
        return Area(self.geometry, datum=self.datum)


class FenceBody(PlaceBody):
    """Where a site lies and how far it reaches."""

    radius_m: int | None = Field(default=None, ge=1, description="Within the bounds of policy; absent: its proposal")
    areas: Annotated[list[AreaBody], Field(max_length=10)] = Field(
        default=[], description="Grounds the circle does not cover, such as a second campus; they add to the circle"
    )


class NewSite(FenceBody):
    """A training place. The authority that approves it answers for its coordinates and radius."""

    site_id: ClientId = Field(examples=[_EXAMPLE_ID])
    institution_id: UUID
    name: ShortText = Field(examples=["一号教学楼"])
    address: ShortText = Field(examples=["绍兴市越城区示例路1号"])


class NewSitePlace(FenceBody):
    """The same site elsewhere, or with another radius, from a day to come: nothing judged before it changes."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    effective_from: date = Field(description="The civil day it begins; tomorrow at the earliest")
    reason: ShortText = Field(examples=["坐标原按高德地图录入，改为实测值"])


class SitePlaceAnswer(StrictModel):
    site_id: UUID
    ordinal: int
    effective_from: date
    longitude: float
    latitude: float
    datum: str
    radius_m: int
    areas: list[dict[str, Any]]
    approved_at: datetime

    @classmethod
    def of(cls, site_id: UUID, place: Place) -> "SitePlaceAnswer":
        return cls(
            site_id=site_id,
            ordinal=place.ordinal,
            effective_from=place.effective_from,
            approved_at=place.approved_at,
            **_fence_values(place),
        )


class SitePlaces(StrictModel):
    """Every place of a site, past, present and to come, in the order of approval."""

    places: list[SitePlaceAnswer]


class SiteAnswer(StrictModel):
    """A site as it is in force today."""

    site_id: UUID
    institution_id: UUID
    name: str
    address: str
    longitude: float
    latitude: float
    datum: str
    radius_m: int
    areas: list[dict[str, Any]]
    approved_at: datetime

    @classmethod
    def of(cls, site: Site) -> "SiteAnswer":
        return cls(
            site_id=site.site_id,
            institution_id=site.institution_id,
            name=site.name,
            address=site.address,
            approved_at=site.approved_at,
            **_fence_values(site.place),
        )


class NearSiteAnswer(StrictModel):
    """A training place near a point; coordinates are in the datum of the question."""

    site_id: UUID
    name: str
    address: str
    institution_name: str
    longitude: float
    latitude: float
    datum: str
    radius_m: int
    distance_m: float = Field(description="To the site's point, on the ellipsoid")

    @classmethod
    def of(cls, near: NearSite, *, datum: Datum) -> "NearSiteAnswer":
        shown = convert(near.site.place.position, datum)
        return cls(
            site_id=near.site.site_id,
            name=near.site.name,
            address=near.site.address,
            institution_name=near.institution_name,
            longitude=shown.longitude,
            latitude=shown.latitude,
            datum=datum.value,
            radius_m=near.site.place.radius_m,
            distance_m=round(near.distance_m, 1),
        )


class NearSites(StrictModel):
    sites: list[NearSiteAnswer]


def _fence_values(place: Place) -> dict[str, Any]:
    return {
        "longitude": place.position.longitude,
        "latitude": place.position.latitude,
        "datum": place.position.datum.value,
        "radius_m": place.radius_m,
        "areas": areas_of(place.areas),
    }


class NewProject(StrictModel):
    project_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["电工（四级）技能培训"])
    occupation: ShortText = Field(examples=["电工"])
    training_type: TrainingType
    subsidy_fen: Annotated[Fen, Field(gt=0, description="What the authority pays per eligible person")]
    occupation_code: OccupationCode | None = Field(default=None, description="Its code in the register of occupations")
    level: ShortText | None = Field(default=None, examples=["四级"])
    fee_fen: Annotated[Fen, Field(ge=0)] | None = Field(default=None, description="培训费 per person")
    sector: ShortText | None = Field(
        default=None,
        description="行业主管部门 that carries it out: it files plan, people and rate before any class opens (SX-10)",
        examples=["绍兴市住房和城乡建设局"],
    )


class ProjectAnswer(StrictModel):
    project_id: UUID
    authority_code: str
    name: str
    occupation: str
    training_type: TrainingType
    subsidy_fen: int
    occupation_code: str | None
    level: str | None
    occupation_kind: OccupationKind | None
    fee_fen: int | None
    sector: str | None
    standing: Standing
    approved_at: datetime


class InstitutionPage(StrictModel):
    institutions: list[InstitutionAnswer]
    next_cursor: str | None


class SitePage(StrictModel):
    sites: list[SiteAnswer]
    next_cursor: str | None


class ProjectPage(StrictModel):
    projects: list[ProjectAnswer]
    next_cursor: str | None


_NO_CREDIT_CODE = Words(
    "应为18位统一社会信用代码，校验位须正确。",
    "must be a unified social credit code: 18 characters with a right check character",
)
