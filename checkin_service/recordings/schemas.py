"""Wire shapes of references to recordings of lessons."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from checkin_service.kit.http.schema import LIST_BYTES, CleanText, Moment, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.links import refusal_of_link
from checkin_service.kit.words import Words, Wrong
from checkin_service.recordings.model import Kept

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_MOST = 400


def _link(value: str) -> str:
    if refusal := refusal_of_link(value):
        raise Wrong(refusal)
    return value


class NewRecording(StrictModel):
    """Where the recording of one lesson is kept and which time it shows, or why there is none."""

    session_id: UUID
    link: Annotated[CleanText, Field(min_length=1, max_length=500), AfterValidator(_link)] | None = Field(
        default=None,
        description="https, without account or token; it is kept and never fetched",
        examples=["https://video.example.cn/lessons/3"],
    )
    starts_at: Moment | None = Field(default=None, description="When the recording begins, with `link`")
    ends_at: Moment | None = Field(default=None, description="When it ends, with `link`")
    sha256: Annotated[CleanText, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="Of the recording, where the system that keeps it tells it"
    )
    absent_because: ShortText | None = Field(default=None, description="Why there is no recording, instead of `link`")
    reason: ShortText | None = Field(default=None, description="Why what was said before is corrected")

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if (self.link is None) == (self.absent_because is None):
            raise Wrong(_EITHER)
        if self.link is None:
            if self.starts_at or self.ends_at or self.sha256:
                raise Wrong(_EITHER)
        elif self.starts_at is None or self.ends_at is None or self.starts_at >= self.ends_at:
            raise Wrong(_TIME)
        return self


class NewRecordings(StrictModel, most_bytes=LIST_BYTES):
    """What is kept of some lessons of a class; all of it is entered, or nothing."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    recordings: list[NewRecording] = Field(min_length=1, max_length=_MOST)

    @model_validator(mode="after")
    def _each_lesson_once(self) -> Self:
        if len({each.session_id for each in self.recordings}) < len(self.recordings):
            raise Wrong(_TWICE)
        return self


class RecordingBody(StrictModel):
    """One thing said of a lesson's recording, with who said it when."""

    link: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    sha256: str | None
    absent_because: str | None
    reason: str | None
    recorded_by: UUID
    recorded_at: datetime


class LessonRecording(StrictModel):
    """One lesson: whether its recording is kept, and everything said of it, the latest last."""

    session_id: UUID
    ordinal: int
    starts_at: datetime
    ends_at: datetime
    kept: Kept
    gap_before_minutes: int = Field(description="Minutes at its beginning that the recording does not show")
    gap_after_minutes: int = Field(description="Minutes at its end that the recording does not show")
    records: list[RecordingBody]

    @property
    def latest(self) -> RecordingBody | None:
        return self.records[-1] if self.records else None


class ClassRecordings(StrictModel):
    """The recordings of a class: whether they are asked for and by what, and how each lesson stands."""

    class_id: UUID
    is_asked: bool = Field(description="By the rules of the supervising authority, today")
    clause: str | None
    quote: str | None
    kept: int = Field(description="Lessons that are over and that a recording spans whole")
    lessons: int = Field(description="Lessons that are over")
    sessions: list[LessonRecording]


class UnrecordedClass(StrictModel):
    """A class that is to be on video and is not, or not in all of its lessons."""

    class_id: UUID
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
    kept: int
    lessons: int


class UnrecordedClasses(StrictModel):
    classes: list[UnrecordedClass]
    next_cursor: str | None


_EITHER = Words(
    "每节课填链接和起止时间，或者填没有录像的原因，二者只填其一。",
    "give a link with its time, or why there is no recording, and not both",
)
_TIME = Words(
    "请填录像的起止时间，结束须晚于开始。", "a link needs the time that it shows, its end after its beginning"
)
_TWICE = Words("同一节课只填一次。", "each lesson once")
