"""Wire shapes of offers, the public list of courses, and applications."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.admission.model import Application, ApplicationState, Course
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.policy.keys.people import CONDITIONS
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import VoucherState
from geo import Datum, Position

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
Condition = Literal[CONDITIONS]  # type: ignore[valid-type]


class Offer(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    places: int = Field(ge=0, le=1000, description="None left open ends the offer", examples=[30])


class OfferAnswer(StrictModel):
    class_id: UUID
    places: int
    offered_at: datetime


class Here(StrictModel):
    """Where somebody is who looks for a course: used for the answer alone, and kept nowhere."""

    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-90, le=90)
    datum: Datum = Datum.GCJ02

    @property
    def position(self) -> Position:
        return Position(longitude=self.longitude, latitude=self.latitude, datum=self.datum)


class CourseQuery(StrictModel):
    words: Annotated[CleanText, Field(max_length=60)] = Field(default="", examples=["电工"])
    division: Annotated[str, Field(pattern="^[0-9]{6}$")] | None = Field(default=None, examples=["330600"])
    here: Here | None = Field(default=None, description="Nearest first; in the body, never in an address")


class Declarable(StrictModel):
    """A condition that nothing can check: whoever meets it says so (MP-11)."""

    condition: str
    words: WordsBody


class CourseAnswer(StrictModel):
    class_id: UUID
    class_name: str
    institution_name: str
    project_name: str
    occupation: str
    level: str | None
    training_type: str
    total_hours: int
    starts_at: datetime
    site_name: str | None
    address: str | None
    distance_m: int | None
    places: int
    free: int
    fee_fen: int | None
    subsidy_fen: int = Field(description="What a voucher pays for it, by the project's approval")
    authority_code: str = Field(description="Whose vouchers serve")
    voucher_kinds: list[VoucherKind]
    conditions: list[WordsBody] = Field(description="Who can hold such a voucher, in plain words")
    declarable: list[Declarable] = Field(description="Which of them the applicant declares, if they meet it")

    @classmethod
    def of(
        cls, course: Course, kinds: list[VoucherKind], conditions: list[WordsBody], declarable: list[Declarable]
    ) -> Self:
        return cls.showing(
            course,
            distance_m=None if course.distance_m is None else round(course.distance_m),
            authority_code=course.paying_authority,
            voucher_kinds=kinds,
            conditions=conditions,
            declarable=declarable,
        )


class CourseList(StrictModel):
    courses: list[CourseAnswer]


class NewApplication(StrictModel):
    application_id: ClientId = Field(examples=[_EXAMPLE_ID])
    voucher_id: UUID
    declared: Annotated[list[Condition], Field(max_length=16)] = Field(
        default_factory=list, description="Conditions one declares to meet where nothing can check them (MP-11)"
    )


class ApplicationAnswer(StrictModel):
    application_id: UUID
    class_id: UUID
    voucher_id: UUID
    voucher_kind: VoucherKind
    declared: list[str]
    state: ApplicationState
    reason: str | None
    applied_at: datetime
    decided_at: datetime | None
    offered_until: datetime | None = Field(description="Until when a place that became free is yours to take")

    @classmethod
    def of(cls, application: Application) -> Self:
        return cls.showing(application, declared=list(application.declared))


class OwnApplication(ApplicationAnswer):
    """An application as the person sees it: for which class, and what can be done about it now."""

    class_name: str
    institution_name: str
    starts_at: datetime | None
    may_withdraw: bool
    may_take: bool


class OwnApplications(StrictModel):
    applications: list[OwnApplication]


class Applicant(ApplicationAnswer):
    """An application as the institution sees it: who, and how the voucher stands today."""

    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    voucher_state: VoucherState


class Applicants(StrictModel):
    class_id: UUID
    places: int
    free: int
    applicants: list[Applicant]


class ApplicationRuling(StrictModel):
    """What the institution says after examining: of an acceptance also what was examined by which documents."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    state: Literal["accepted", "refused", "waiting_list"]
    reason: ShortText | None = None
    examined: Annotated[
        list[Literal["identity", "occupation_requirements", "subsidy_eligibility"]],
        Field(max_length=4),
    ] = Field(default_factory=list)
    evidence: ShortText | None = Field(default=None, examples=["身份证原件"])

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.state == "refused" and self.reason is None:
            raise Wrong(Words("不予录取须写明原因。", "a refusal needs a reason"))
        if self.examined and self.evidence is None:
            raise Wrong(Words("审核过的事项须写明所看的材料。", "what was examined needs its evidence"))
        return self


class PlaceTaken(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class ApplicationWithdrawal(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
