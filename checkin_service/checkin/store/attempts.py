"""Attempts as they are kept: facts, never changed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import insert, select, true

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.catalogue.tables import site
from checkin_service.checkin.model.attempts import CodeSource, Phase
from checkin_service.checkin.model.kept import Attempt
from checkin_service.checkin.model.places import PlacedAttempt
from checkin_service.checkin.model.rechecks import KeptAnswer
from checkin_service.checkin.store.fences import (
    FenceRow,
    fence_columns,
    fence_in_force,
    moving_fence_at,
    place_of_session,
)
from checkin_service.checkin.tables import attempt, code_use, presence
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import class_session, training_class

# Keyed by person and attempt: of twins sent at once the second is refused whole, and finds the first answer.
add_attempt = fragment_of(Attempt, insert(attempt))


@fragment(insert(presence))
def add_presence(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    session_id: UUID,
    phase: Phase,
    attempt_id: UUID,
    missed_hours: int,
    evidence_class: EvidenceClass,
) -> None:
    """Accepted for a phase of a session: once, whoever comes second finds the write refused."""


@fragment(insert(code_use))
def add_code_use(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    session_id: UUID,
    code_window: int,
    attempt_id: UUID,
    source: CodeSource,
    age_ms: int,
) -> None:
    """Once for each person and window, by a check-in or by a claim; its age is kept."""


@question(select(attempt.c.class_id, attempt.c.answer).where(matches(attempt, "trainee_id", "attempt_id")))
async def kept_answer(database: Database, *, trainee_id: UUID | None, attempt_id: UUID) -> KeptAnswer | None:
    """The first answer to an attempt, byte for byte, and the class it was made in."""


# Where the site lay on the lesson's day: one that moved later moves no old verdict.
_place = place_of_session()
_moving = moving_fence_at(attempt.c.received_at)


class _PlacedRow(NamedTuple):
    trainee_id: UUID
    class_id: UUID
    site_id: UUID
    supervising_authority: str
    starts_at: datetime
    received_at: datetime
    evidence_sealed: bytes | None
    fence: FenceRow


_PLACED = Statement(
    select(
        attempt.c.trainee_id,
        attempt.c.class_id,
        class_session.c.site_id,
        training_class.c.supervising_authority,
        class_session.c.starts_at,
        attempt.c.received_at,
        attempt.c.evidence_sealed,
        *fence_columns(_place, _moving),
    )
    .select_from(attempt)
    .join(class_session, class_session.c.session_id == attempt.c.session_id)
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(_place, true())
    .outerjoin(_moving, true())
    .where(matches(attempt, "trainee_id", "attempt_id")),
    _PlacedRow,
)


async def placed_attempt(database: Database, *, trainee_id: UUID | None, attempt_id: UUID) -> PlacedAttempt | None:
    """An attempt with the fence that was in force when it was received."""
    row = await database.read_one(_PLACED, trainee_id=trainee_id, attempt_id=attempt_id)
    if row is None:
        return None
    return PlacedAttempt(
        trainee_id=row.trainee_id,
        class_id=row.class_id,
        site_id=row.site_id,
        supervising_authority=row.supervising_authority,
        starts_at=row.starts_at,
        received_at=row.received_at,
        evidence_sealed=row.evidence_sealed,
        fence=fence_in_force(row.fence),
    )
