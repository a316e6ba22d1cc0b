"""Wire shapes of moving fences and of suspected datum mix-ups."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.model import FoundSuspicion, MovingFence
from checkin_service.checkin.schemas import PositionBody
from checkin_service.checkin.words import mix_up
from checkin_service.kit.ids import ClientId
from checkin_service.kit.schema import StrictModel, WordsBody
from geo import Suspect


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


class SuspicionAnswer(StrictModel):
    """A datum mix-up that explains why people are not found at a site; for a person to check."""

    site_id: UUID
    site_name: str
    institution_id: UUID
    found_on: date
    suspect: Suspect
    declared: str
    actual: str
    longitude: float = Field(description="Where the site belongs, in `datum`")
    latitude: float
    datum: str
    displacement_m: float
    residual_m: float
    limit_m: float
    people: int
    sentence: WordsBody

    @classmethod
    def of(cls, found: FoundSuspicion) -> "SuspicionAnswer":
        suspicion = found.suspicion
        corrected = suspicion.corrected_site
        return cls(
            site_id=found.site_id,
            site_name=found.site_name,
            institution_id=found.institution_id,
            found_on=found.found_on,
            suspect=suspicion.suspect,
            declared=suspicion.declared.value,
            actual=suspicion.actual.value,
            longitude=corrected.longitude,
            latitude=corrected.latitude,
            datum=corrected.datum.value,
            displacement_m=round(suspicion.displacement_m, 1),
            residual_m=round(suspicion.residual_m, 1),
            limit_m=round(suspicion.limit_m, 1),
            people=suspicion.fixes_used,
            sentence=WordsBody.of(mix_up(suspicion)),
        )


class SuspicionList(StrictModel):
    suspicions: list[SuspicionAnswer]
