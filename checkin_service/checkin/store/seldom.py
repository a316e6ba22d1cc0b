"""Questions that few attempts depend on, each asked by itself: the others need not even open the tables of it."""

from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from checkin_service.checkin.model.places import FenceState
from checkin_service.checkin.store.contrary import contrary_m
from checkin_service.checkin.store.elsewhere import has_passed_theory
from checkin_service.checkin.store.fences import others_inside
from checkin_service.kit.database import Database
from checkin_service.timetable.model import SessionPart


class Seldom(NamedTuple):
    """The answers; each as it stands here where its question did not need to be asked."""

    contrary_m: float | None = None
    has_passed_theory: bool = False
    moving: FenceState | None = None


async def seldom(
    database: Database,
    trainee_id: UUID,
    *,
    session_id: UUID,
    class_id: UUID,
    part: SessionPart | None,
    spoke_against: bool,
    moving: FenceState | None,
) -> Seldom:
    """Of an attempt: what still speaks against its place, the theory before practice, who bears out a moving fence."""
    return Seldom(
        contrary_m=await contrary_m(database, trainee_id=trainee_id, session_id=session_id) if spoke_against else None,
        has_passed_theory=part is SessionPart.PRACTICE
        and await has_passed_theory(database, trainee_id=trainee_id, class_id=class_id),
        moving=moving
        and replace(
            moving,
            others=await others_inside(
                database, session_id=session_id, fence_id=moving.fence_id, trainee_id=trainee_id
            ),
        ),
    )
