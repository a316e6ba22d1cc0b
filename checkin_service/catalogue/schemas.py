"""Wire shapes of the registers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from stdnum.cn import uscc

from checkin_service.access.schemas import Nonce, PublicKey, Signature
from checkin_service.catalogue.model import Site, TrainingType
from checkin_service.kit.ids import ClientId
from checkin_service.kit.money import Fen
from checkin_service.kit.place import PlaceBody
from checkin_service.kit.schema import ShortText, StrictModel

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


def _credit_code(value: str) -> str:
    code = value.upper()
    if not uscc.is_valid(code):
        raise ValueError("must be a unified social credit code: 18 characters with a right check character")
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


class NewSite(PlaceBody):
    """A training place. The authority that approves it answers for its coordinates and radius."""

    site_id: ClientId = Field(examples=[_EXAMPLE_ID])
    institution_id: UUID
    name: ShortText = Field(examples=["一号教学楼"])
    address: ShortText = Field(examples=["绍兴市越城区示例路1号"])
    radius_m: int | None = Field(default=None, ge=1, description="Within the bounds of policy; absent: its proposal")


class SiteAnswer(StrictModel):
    site_id: UUID
    institution_id: UUID
    name: str
    address: str
    longitude: float
    latitude: float
    datum: str
    radius_m: int
    approved_at: datetime

    @classmethod
    def of(cls, site: Site) -> "SiteAnswer":
        return cls(
            site_id=site.site_id,
            institution_id=site.institution_id,
            name=site.name,
            address=site.address,
            longitude=site.position.longitude,
            latitude=site.position.latitude,
            datum=site.position.datum.value,
            radius_m=site.radius_m,
            approved_at=site.approved_at,
        )


class NewTerminal(StrictModel):
    terminal_id: ClientId = Field(examples=[_EXAMPLE_ID])
    site_id: UUID
    public_key: PublicKey


class TerminalAnswer(StrictModel):
    terminal_id: UUID
    site_id: UUID
    approved_at: datetime


class TerminalSignIn(StrictModel):
    """A terminal proves itself by signing a nonce of /v1/tokens/nonce with its own key."""

    terminal_id: UUID
    nonce: Nonce
    signature: Signature


class NewProject(StrictModel):
    project_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["电工（四级）技能培训"])
    occupation: ShortText = Field(examples=["电工"])
    training_type: TrainingType
    subsidy_fen: Annotated[Fen, Field(gt=0, description="What the authority pays per eligible person")]


class ProjectAnswer(StrictModel):
    project_id: UUID
    authority_code: str
    name: str
    occupation: str
    training_type: TrainingType
    subsidy_fen: int
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
