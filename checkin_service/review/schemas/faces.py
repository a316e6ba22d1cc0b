"""Wire shapes of the authority's desk for faces."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId


class FaceChangeItem(StrictModel):
    """A new reference that a trainee asks for."""

    trainee_id: UUID
    trainee_name: str
    change_id: UUID
    class_id: UUID
    reason: str
    photos: int
    asked_at: datetime


class FaceChangePage(StrictModel):
    changes: list[FaceChangeItem]
    next_cursor: str | None


class FaceRelease(StrictModel):
    """Comparisons of a trainee's face begin anew after too many failures."""

    request_id: ClientId
    trainee_id: UUID
    reason: ShortText = Field(description="How the authority made sure who it is", examples=["已到窗口核验身份证原件"])


class FaceReleaseAnswer(StrictModel):
    trainee_id: UUID
    released_at: datetime


class FaceSearchRequest(StrictModel):
    """A search within one institution for a face enrolled for two people."""

    search_id: ClientId
    institution_id: UUID
    reason: ShortText = Field(description="Why it is made; kept with the search", examples=["举报冒名参训"])


class SameFacePair(StrictModel):
    trainee_id: UUID
    other_trainee_id: UUID
    score: float = Field(description="Distance of the references; 0 is equal")


class FaceSearchAnswer(StrictModel):
    """Pairs of people whose references agree, the closest first: a reason to look, never a proof."""

    search_id: UUID
    institution_id: UUID
    people: int
    comparisons: int = Field(description="Every pair is one: the more of them, the more strangers agree by chance")
    left_out: int = Field(description="People without a readable reference of the present version")
    pairs: list[SameFacePair]
    searched_at: datetime
