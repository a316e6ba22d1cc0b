"""Wire shapes of the register of courses."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from checkin_service.courses.model import CourseState, ResourceKind, StepKind, Taught
from checkin_service.kit.http.schema import NEEDS_REASON, CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.links import refusal_of_link
from checkin_service.kit.words import Wrong

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_MOST = 200


def _link(value: str) -> str:
    if refusal := refusal_of_link(value):
        raise Wrong(refusal)
    return value


class CourseUnit(StrictModel):
    title: ShortText = Field(examples=["安全用电"])
    class_hours: int = Field(ge=1, le=400, examples=[8])


class CourseResource(StrictModel):
    """An online resource; its link is https, without account or token, and never fetched."""

    kind: ResourceKind
    title: ShortText = Field(examples=["第一讲"])
    link: Annotated[CleanText, Field(min_length=1, max_length=500), AfterValidator(_link)]


class CourseContent(StrictModel, most_bytes=2**18):
    """What a course teaches, and with what."""

    title: ShortText = Field(examples=["电工安全基础"])
    occupation: ShortText = Field(description="职业（工种）", examples=["电工"])
    level: ShortText | None = None
    taught: Taught
    class_hours: int = Field(ge=1, le=2000, examples=[40])
    summary: Annotated[CleanText, Field(min_length=1, max_length=2000)]
    units: list[CourseUnit] = Field(default_factory=list, max_length=_MOST, description="教学单元; they add up")
    resources: list[CourseResource] = Field(default_factory=list, max_length=_MOST, description="线上资源")
    question_count: int | None = Field(default=None, ge=0, le=1_000_000, description="题库题数")


class NewCourse(CourseContent, most_bytes=2**18):
    """A course that an institution files."""

    course_id: ClientId = Field(examples=[_EXAMPLE_ID])


class NewCourseVersion(CourseContent, most_bytes=2**18):
    """The course as it is to be; what was approved stands until this is."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    reason: ShortText = Field(description="Why it is changed")


class NewExamination(StrictModel):
    """By the authority, apart from whether the institution is admitted; a refusal says why."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    version: int = Field(ge=1, description="The version that was looked at")
    approved: bool
    reason: ShortText | None = None

    @model_validator(mode="after")
    def _refusal_has_a_reason(self) -> Self:
        if not self.approved and self.reason is None:
            raise Wrong(NEEDS_REASON)
        return self


class NewCourseStanding(StrictModel):
    """Suspended or resumed by the authority; closed by it or by the institution."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    to: Literal["suspended", "resumed", "closed"]
    reason: ShortText


class CourseVersion(StrictModel):
    ordinal: int
    title: str
    occupation: str
    level: str | None
    taught: Taught
    class_hours: int
    summary: str
    units: list[CourseUnit]
    resources: list[CourseResource]
    question_count: int | None
    reason: str | None
    filed_at: datetime


class CourseStep(StrictModel):
    kind: StepKind
    version: int
    reason: str | None
    taken_at: datetime


class RegisteredCourse(StrictModel):
    """A course with every version of it and everything that became of it."""

    course_id: UUID
    institution_id: UUID
    institution: str
    authority_code: str
    state: CourseState
    approved: int | None = Field(description="The version approved last, which the public reads")
    waiting: int | None = Field(description="The version that waits to be examined")
    versions: list[CourseVersion]
    steps: list[CourseStep]

    @property
    def latest(self) -> CourseVersion:
        return self.versions[-1]

    @property
    def public(self) -> CourseVersion:
        return self.versions[(self.approved or len(self.versions)) - 1]


class CoursePage(StrictModel):
    courses: list[RegisteredCourse]
    next_cursor: str | None


class CourseSearch(StrictModel):
    """What somebody looks for: words of title, occupation or institution, and where."""

    words: Annotated[CleanText, Field(max_length=60)] = ""
    division: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None


class PublicCourse(StrictModel):
    """An approved course as everybody reads it."""

    course_id: UUID
    institution: str
    authority_code: str
    title: str
    occupation: str
    level: str | None
    taught: Taught
    class_hours: int
    summary: str
    units: list[CourseUnit]
    resources: list[CourseResource]
    question_count: int | None


class PublicCourses(StrictModel):
    courses: list[PublicCourse]
