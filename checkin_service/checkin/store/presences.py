"""Phases of sessions that a person was accepted for in a class, with the class of their evidence."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.tables import presence
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import registration

# One array and no join, which would repeat the row for every presence.
PRESENCES = (
    select(
        func.array_agg(
            func.concat_ws(
                " ", presence.c.session_id, presence.c.phase, presence.c.missed_hours, presence.c.evidence_class
            )
        )
    )
    .where(alike(presence, registration, "trainee_id", "class_id"))
    .scalar_subquery()
)


class Presence(NamedTuple):
    """What is kept of an accepted phase."""

    missed_hours: int
    """Class hours that a late arrival has cost."""
    evidence_class: EvidenceClass | None
    """None where none was kept."""


def phases_of(found: Iterable[str]) -> dict[tuple[UUID, Phase], Presence]:
    return dict(map(_presence, found))


@lru_cache(maxsize=8192)
def _presence(found: str) -> tuple[tuple[UUID, Phase], Presence]:
    """Read once for a class: it says nothing of the person, so most of a class have the same words."""
    session_id, phase, missed, *worth = found.split()
    return (UUID(session_id), Phase(phase)), Presence(int(missed), EvidenceClass(worth[0]) if worth else None)
