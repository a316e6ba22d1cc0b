"""Phases of sessions that a person was accepted for in a class, with the class of their evidence."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.tables import presence
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import registration

# One array and no join, which would repeat the row for every presence.
PRESENCES = (
    select(func.array_agg(func.concat_ws(" ", presence.c.session_id, presence.c.phase, presence.c.evidence_class)))
    .where(alike(presence, registration, "trainee_id", "class_id"))
    .scalar_subquery()
)


def phases_of(found: Iterable[str]) -> dict[tuple[UUID, Phase], EvidenceClass | None]:
    """Phases the person was accepted for, each with the class of its evidence where one was kept."""
    words = (each.split() for each in found)
    return {
        (UUID(session_id), Phase(phase)): EvidenceClass(worth[0]) if worth else None
        for session_id, phase, *worth in words
    }
