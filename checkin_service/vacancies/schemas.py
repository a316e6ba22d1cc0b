"""Wire shapes of vacancies and of referrals."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.catalogue.schemas.contacts import Telephone
from checkin_service.catalogue.schemas.occupations import OccupationCode
from checkin_service.kit.http.schema import NEEDS_REASON, CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.vacancies.model import ReferralPurpose, VacancyState, VacancyStepKind

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
Division = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class NewVacancy(StrictModel):
    """A vacancy; no person is named in it."""

    vacancy_id: ClientId = Field(examples=[_EXAMPLE_ID])
    employer: ShortText = Field(examples=["示例电气有限公司"])
    occupation_code: OccupationCode = Field(description="In the register of occupations")
    level: ShortText | None = Field(default=None, examples=["四级"])
    division: Division = Field(description="行政区划 of the place of work", examples=["330602"])
    place: ShortText = Field(examples=["越城区示例路1号"])
    posts: Annotated[int, Field(ge=1, le=10_000)]
    wage: ShortText = Field(description="The span, in words or yuan", examples=["每月5000–7000元"])
    telephone: Telephone = Field(description="Of whoever answers for the vacancy; public", examples=["0575-00000000"])
    summary: Annotated[CleanText, Field(min_length=1, max_length=1000)] | None = None
    valid_until: date = Field(description="The last day on which it is shown")


class NewVacancyExamination(StrictModel):
    """By the authority of the institution that entered it; a refusal says why."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    approved: bool
    reason: ShortText | None = None

    @model_validator(mode="after")
    def _refusal_has_a_reason(self) -> Self:
        if not self.approved and self.reason is None:
            raise Wrong(NEEDS_REASON)
        return self


class NewVacancyEnd(StrictModel):
    """Before its last day: filled, or taken back."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    reason: ShortText = Field(examples=["已招满"])


class VacancyStepBody(StrictModel):
    kind: VacancyStepKind
    reason: str | None
    taken_at: datetime


class PublicVacancy(StrictModel):
    """A vacancy as everybody reads it."""

    vacancy_id: UUID
    publisher: str = Field(description="The authority or institution that published it")
    employer: str
    occupation_code: str
    occupation: str
    level: str | None
    division: str
    place: str
    posts: int
    wage: str
    telephone: str
    summary: str | None
    valid_until: date


class VacancyBody(PublicVacancy):
    """The same for staff, with how it stands and how many people are interested."""

    authority_code: str
    institution_id: UUID | None
    state: VacancyState
    interested: int
    entered_at: datetime
    steps: list[VacancyStepBody]


class VacancyPage(StrictModel):
    vacancies: list[VacancyBody]
    next_cursor: str | None


class VacancySearch(StrictModel):
    """What somebody looks for: words of employer, occupation or place, and where."""

    words: Annotated[CleanText, Field(max_length=60)] = ""
    division: Division | None = None


class PublicVacancies(StrictModel):
    vacancies: list[PublicVacancy]


class OwnVacancy(PublicVacancy):
    """A vacancy that suits a trainee, or that they asked to be referred to."""

    is_open: bool
    is_interested: bool


class OwnVacancies(StrictModel):
    vacancies: list[OwnVacancy]


class NewInterest(StrictModel):
    """By a trainee: interested, with consent that whoever published it reads their name; or not any more."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    is_interested: bool
    consented: bool = Field(description="That whoever published the vacancy reads name and telephone")
    telephone: Telephone | None = Field(default=None, description="Where the person wants to be called")

    @model_validator(mode="after")
    def _is_consented(self) -> Self:
        if self.is_interested and not self.consented:
            raise Wrong(_CONSENT)
        return self


class InterestStated(StrictModel):
    vacancy_id: UUID
    is_interested: bool
    stated_at: datetime


class InterestQuery(StrictModel):
    """Why it is asked stands in the audit trail."""

    purpose: ReferralPurpose


class InterestedPerson(StrictModel):
    name: str
    telephone: str | None
    stated_at: datetime


class InterestedPeople(StrictModel):
    vacancy_id: UUID
    people: list[InterestedPerson]


_CONSENT = Words(
    "提交意向须同意把您的姓名和所填电话提供给该岗位的发布单位。",
    "asking to be referred needs your consent that whoever published the vacancy reads your name and telephone",
)
