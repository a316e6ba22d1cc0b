"""Wire shapes of unannounced checks that have begun."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model.check_times import CheckTimeState
from checkin_service.checkin.model.checks import CheckState, Together
from checkin_service.checkin.schemas.headcounts import HeadcountAnswer
from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.kit.ids import ClientId


class OwnCheck(StrictModel):
    """A check of one's own that has begun."""

    class_id: UUID
    session_id: UUID
    ordinal: int = Field(description="Of the lesson")
    opens_at: datetime
    closes_at: datetime
    state: CheckState
    together: Together | None = Field(description="room: everybody who had signed in was asked at the same moment")
    explanation: str | None


class OwnCheckTime(StrictModel):
    """Longer to answer when the whole room is asked, as one has asked for it."""

    class_id: UUID
    asked_at: datetime
    state: CheckTimeState


class OwnChecks(StrictModel):
    checks: list[OwnCheck]
    longer: list[OwnCheckTime]


class NewCheckTime(StrictModel):
    """One needs longer when the whole room is asked; nobody asks for the reason in writing."""

    request_id: ClientId


class NewCheckTimeDecision(StrictModel):
    """What the authority says to it, once."""

    request_id: ClientId
    trainee_id: UUID
    granted: bool


class CheckTimeOfClass(OwnCheckTime):
    """For the authority."""

    trainee_id: UUID
    trainee_name: str


class NewExplanation(StrictModel):
    """Why one did not answer: a missed check is a note, and says nothing by itself."""

    request_id: ClientId
    words: Annotated[CleanText, Field(min_length=1, max_length=500)]


class CheckOfClass(OwnCheck):
    """A check of somebody of a class, for the authority; it is told of none before it has ended."""

    trainee_id: UUID
    trainee_name: str


class RoomOfClass(StrictModel):
    """A whole room that was asked at once."""

    session_id: UUID
    ordinal: int = Field(description="Of the lesson")
    opens_at: datetime
    asked: int
    missed: int
    is_shown: bool = Field(description="Most of those who answered used a code of the room's screen")


class ChecksOfClass(StrictModel):
    """Checks that have ended, each, and the rooms among them as a whole."""

    checks: list[CheckOfClass]
    rooms: list[RoomOfClass]
    headcounts: list[HeadcountAnswer]
    are_heads_odd: bool = Field(description="Heads differ by more than two in each of three lessons or more; a note")
    longer: list[CheckTimeOfClass]
    are_rooms_odd: bool = Field(
        description="After three rooms of eight people or more: more were missed in each with a screen than slow "
        "people explain, or answers followed one another as evenly as one hand gives them; a note"
    )
