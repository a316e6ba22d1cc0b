"""Wire shapes of classes, rosters, vouchers of a class, and results."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import (
    LIST_BYTES,
    CleanText,
    CodeText,
    LongText,
    Moment,
    ShortText,
    StrictModel,
    WordsBody,
)
from checkin_service.kit.ids import ClientId
from checkin_service.kit.money import Fen
from checkin_service.kit.words import Words, Wrong
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.proofs import OFFERED
from checkin_service.proposals.schemas import NewRuling
from checkin_service.timetable.model import CertificateKind, ClassState, Delivery, SessionPart
from checkin_service.voucher.model.vouchers import Delivery as TaughtAs
from checkin_service.voucher.model.vouchers import VoucherState

_WHOLE_PERCENT = 100
_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"

if TYPE_CHECKING:
    # The type checker takes literals from the text only; the names come from the one list there is.
    Proof = str
else:
    Proof = Literal[OFFERED]
DivisionCode = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["330600"])]
Number = Annotated[CleanText, Field(min_length=1, max_length=64)]


# Classes -----------------------------------------------------------------------------------------------------------


class NewSession(StrictModel):
    session_id: ClientId = Field(examples=[_EXAMPLE_ID])
    ordinal: int = Field(ge=1, le=400)
    site_id: UUID
    starts_at: Moment = Field(examples=["2026-03-02T09:00:00+08:00"])
    ends_at: Moment = Field(examples=["2026-03-02T12:00:00+08:00"])
    class_hours: int = Field(ge=1, le=24, description="课时, not clock hours", examples=[4])
    delivery: Delivery = Field(default=Delivery.OFFLINE, description="线上 online: no place to be in")
    part: SessionPart | None = Field(default=None, description="Theory or practice, where the two are told apart")


class TeachingBody(StrictModel):
    """Who teaches one leg of a mixed training, and its share of the subsidy (FJ-26)."""

    delivery: TaughtAs
    institution_id: UUID
    share_percent: int = Field(ge=1, le=99, examples=[40])


class ClassApplication(StrictModel, most_bytes=LIST_BYTES):
    """开班申请: the plan whose class hours every attendance rate will be measured against."""

    class_id: ClientId = Field(examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["电工四级 2026 春一班"])
    project_id: UUID
    teaching_plan: LongText = Field(examples=["安全用电、线路安装、故障排查，共40课时。"])
    sessions: Annotated[list[NewSession], Field(min_length=1, max_length=400)]
    proofs: Annotated[list[Proof], Field(min_length=2, max_length=len(OFFERED))] | None = Field(
        default=None, description="At least two ways to prove the person; absent: all that policy knows"
    )
    moving_fence: bool = Field(
        default=False,
        description="Lessons away from the site: judged around the instructor's own position, if the authority agrees",
    )
    paying_authority: DivisionCode | None = Field(default=None, description="Absent: the supervising authority")
    counting_authority: DivisionCode | None = Field(default=None, description="Absent: the paying authority")
    enterprise_id: UUID | None = Field(
        default=None, description="The enterprise whose workers are trained, if it is to be subsidised (SX-21)"
    )
    fee_fen: Annotated[Fen, Field(ge=0)] | None = Field(
        default=None, description="培训费 per person; absent: what the project says", examples=[600_000]
    )
    course_id: UUID | None = Field(default=None, description="The course of the register (培训课程库) that it teaches")
    teaching: Annotated[list[TeachingBody], Field(max_length=2)] = Field(
        default_factory=list, description="Both legs of a mixed training, where two institutions share them (FJ-26)"
    )

    @model_validator(mode="after")
    def _both_legs_or_none(self) -> Self:
        if self.teaching and {each.delivery for each in self.teaching} != {TaughtAs.ONLINE, TaughtAs.OFFLINE}:
            raise Wrong(_BOTH_LEGS)
        if self.teaching and sum(each.share_percent for each in self.teaching) != _WHOLE_PERCENT:
            raise Wrong(_WHOLE_SHARE)
        return self


class SessionAnswer(StrictModel):
    session_id: UUID
    ordinal: int
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    class_hours: int
    delivery: Delivery
    part: SessionPart | None
    is_cancelled: bool


class ClassSummary(StrictModel):
    class_id: UUID
    institution_id: UUID
    project_id: UUID
    name: str
    supervising_authority: str
    paying_authority: str
    counting_authority: str
    phases: list[str]
    proofs: list[str]
    moving_fence: bool
    enterprise_id: UUID | None
    teaching: list[TeachingBody]
    fee_fen: int | None
    course_id: UUID | None
    baseline_hours: int = Field(description="总课时 of the plan as approved at the opening")
    total_hours: int = Field(description="总课时 with the changes approved since; rates are measured against it")
    state: ClassState
    applied_at: datetime
    opened_at: datetime | None
    completed_at: datetime | None


class ClassAnswer(ClassSummary):
    teaching_plan: str
    sessions: list[SessionAnswer]


class ClassPage(StrictModel):
    classes: list[ClassSummary]
    next_cursor: str | None


class Decision(NewRuling):
    """An authority's decision on an application; a refusal says why."""


class Application(StrictModel):
    """结业申请."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class SecretForClass(StrictModel):
    """What makes two requests with identity documents the same: a plain digest of such a body could be guessed."""

    class_id: UUID
    keyed_digest: str


# Rosters -----------------------------------------------------------------------------------------------------------


class NewDocument(StrictModel):
    kind: DocumentKind
    number: Annotated[CodeText, Field(min_length=1, max_length=64)] = Field(examples=["330602199003072330"])


class NewRegistration(StrictModel):
    trainee_id: ClientId = Field(description="Taken for people not yet known", examples=[_EXAMPLE_ID])
    name: ShortText = Field(examples=["王芳"])
    document: NewDocument
    voucher_kind: VoucherKind


class Roster(StrictModel, most_bytes=LIST_BYTES):
    """花名册: taken as a whole or not at all."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainees: Annotated[list[NewRegistration], Field(min_length=1, max_length=500)]


class Registered(StrictModel):
    requested_id: UUID
    trainee_id: UUID = Field(description="Another one when the document's holder was known before")


class RosterAnswer(StrictModel):
    class_id: UUID
    trainees: list[Registered]


class PlannedPeople(StrictModel):
    """How many people a class in planning has now."""

    draft_id: UUID
    people: int


class RosterLine(StrictModel):
    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    voucher_kind: VoucherKind
    has_device: bool
    has_used_voucher: bool
    passed: bool | None = Field(description="By the latest assessment; null before the first")
    certificates: int
    registered_at: datetime
    is_active: bool


class RosterList(StrictModel):
    class_id: UUID
    trainees: list[RosterLine]


class BadRow(StrictModel):
    """Which row of a list cannot be taken, and why; never what it says."""

    row: int = Field(description="From 1")
    trainee_id: UUID
    field: str | None = Field(default=None, description="name or number, where one of them is refused as such")
    reason: WordsBody


# Vouchers ----------------------------------------------------------------------------------------------------------


# Results -----------------------------------------------------------------------------------------------------------


class NewCertificate(StrictModel):
    number: Number = Field(examples=["S000033060026400001"])
    kind: CertificateKind
    issued_on: date


class NewResult(StrictModel):
    trainee_id: UUID
    part: SessionPart | None = Field(default=None, description="Theory or practice alone; absent: the whole")
    passed: bool
    score: Annotated[CleanText, Field(min_length=1, max_length=32)] | None = Field(default=None, examples=["82"])
    assessed_on: date
    certificate: NewCertificate | None = None

    @model_validator(mode="after")
    def _certificate_is_for_the_whole(self) -> Self:
        if self.part is not None and self.certificate is not None:
            raise Wrong(_NOT_OF_A_PART)
        return self


class Results(StrictModel, most_bytes=LIST_BYTES):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    results: Annotated[list[NewResult], Field(min_length=1, max_length=500)]


class ResultsAnswer(StrictModel):
    class_id: UUID
    recorded: int
    certificates: int


class WindowBody(StrictModel):
    phase: str
    opens_at: datetime
    closes_at: datetime


_BOTH_LEGS = Words(
    "请同时填写线上和线下培训单位，或都不填。", "teaching names the online and the offline leg, or is absent"
)
_WHOLE_SHARE = Words("两个培训单位的比例之和应为100%。", "the shares of both legs make 100 percent")
_NOT_OF_A_PART = Words(
    "证书随整体考核录入，不随单项录入。", "a certificate goes with the whole assessment, not with a part"
)
