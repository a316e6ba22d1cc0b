"""Wire shapes of moving fences."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model.places import MovingFence
from checkin_service.checkin.schemas.attempts import PositionBody
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId


class NewMovingFence(PositionBody):
    """The instructor's own fix, for a class approved to be held away from its site."""

    fence_id: ClientId


class FenceIn(StrictModel):
    """What makes two requests the same: the session in the path and the body sent to it."""

    session_id: UUID
    body: NewMovingFence


class MovingFenceAnswer(StrictModel):
    fence_id: UUID
    session_id: UUID
    longitude: float
    latitude: float
    datum: str
    radius_m: float = Field(description="The site's effective radius and the fix's own accuracy")
    placed_at: datetime

    @classmethod
    def of(cls, fence: MovingFence) -> "MovingFenceAnswer":
        centre = fence.circle.centre
        return cls(
            fence_id=fence.fence_id,
            session_id=fence.session_id,
            longitude=centre.longitude,
            latitude=centre.latitude,
            datum=centre.datum.value,
            radius_m=fence.circle.radius_m,
            placed_at=fence.placed_at,
        )


class MovedFence(StrictModel):
    """A fence that moved with its class, as the authority sees it."""

    fence_id: UUID
    session_id: UUID
    class_id: UUID
    class_name: str
    institution_name: str
    site_name: str
    ordinal: int
    starts_at: datetime
    placed_at: datetime
    by_device: bool = Field(description="Carried by a device entered for the site; else by an instructor's own fix")
    witnesses: int = Field(description="Trainees whose own phones lay inside")
    distance_m: float = Field(description="From the site's point of that day")
    east_m: float
    north_m: float
    radius_m: float
    site_radius_m: int


class MovedFences(StrictModel):
    fences: list[MovedFence]
