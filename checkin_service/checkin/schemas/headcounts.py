"""Wire shapes of headcounts by photograph."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.kit.http.schema import FILE_BYTES, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.pictures import Picture


class NewHeadcount(StrictModel, most_bytes=FILE_BYTES):
    """A photograph of the room with the code that its screen shows; it is counted in memory and dropped."""

    headcount_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    code: Annotated[str, Field(pattern="^[0-9]{6}$", description="Of the room's screen, at this moment")]
    picture: Picture = Field(description="JPEG or PNG of at most 4 MB, base64; it is not kept")


class NewHeadcountExplanation(StrictModel):
    """How the difference comes about, once; no names."""

    request_id: ClientId
    words: ShortText


class HeadcountAnswer(StrictModel):
    """How many faces were counted beside how many had signed in; a note, which weighs nothing."""

    headcount_id: UUID
    session_id: UUID
    ordinal: int = Field(description="Of the lesson")
    counted: int = Field(description="Frontal faces; who turns away or sits far back is overlooked")
    present: int
    is_off: bool = Field(description="By more than two")
    code_source: CodeSource
    taken_at: datetime
    explanation: str | None


class OddHeads(StrictModel):
    """A class whose heads differed from its check-ins in each of three lessons or more; a note that weighs nothing."""

    class_id: UUID
    class_name: str
    lessons: int


class HeadcountsOfLesson(StrictModel):
    headcounts: list[HeadcountAnswer]
