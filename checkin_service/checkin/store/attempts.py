"""Attempts as they are kept: facts, never changed."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, select, true

from checkin_service.catalogue.tables import site
from checkin_service.checkin.model import Attempt, Phase, PlacedAttempt
from checkin_service.checkin.rechecked import KeptAnswer
from checkin_service.checkin.store.fences import fence_columns, fence_in_force, moving_fence_at, place_of_session
from checkin_service.checkin.tables import attempt, code_use, presence
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork
from checkin_service.timetable.tables import class_session, training_class

_ATTEMPT_COLUMNS = tuple(attempt.c.keys())
_ADD_ATTEMPT = Fragment(Statement(insert(attempt).values({each.name: bindparam(each.name) for each in attempt.c})))
_ADD_PRESENCE = Fragment(Statement(insert(presence).values({each.name: bindparam(each.name) for each in presence.c})))
_ADD_CODE_USE = Fragment(Statement(insert(code_use).values({each.name: bindparam(each.name) for each in code_use.c})))


def add_attempt(unit: UnitOfWork, new: Attempt) -> None:
    unit.add(_ADD_ATTEMPT, **{column: getattr(new, column) for column in _ATTEMPT_COLUMNS})


def add_presence(
    unit: UnitOfWork, *, trainee_id: UUID, class_id: UUID, session_id: UUID, phase: Phase, attempt_id: UUID
) -> None:
    """Accepted for a phase of a session: once, whoever comes second finds the write refused."""
    unit.add(
        _ADD_PRESENCE,
        trainee_id=trainee_id,
        class_id=class_id,
        session_id=session_id,
        phase=phase,
        attempt_id=attempt_id,
    )


def add_code_use(unit: UnitOfWork, *, trainee_id: UUID, session_id: UUID, window: int, attempt_id: UUID) -> None:
    unit.add(_ADD_CODE_USE, trainee_id=trainee_id, session_id=session_id, code_window=window, attempt_id=attempt_id)


_KEPT = Statement(
    select(attempt.c.class_id, attempt.c.answer).where(
        attempt.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        attempt.c.attempt_id == bindparam("attempt_id", type_=Uuid),
    )
)


async def kept_answer(database: Database, *, trainee_id: UUID | None, attempt_id: UUID) -> KeptAnswer | None:
    """The first answer to an attempt, byte for byte, and the class it was made in."""
    row = await database.read_one(_KEPT, trainee_id=trainee_id, attempt_id=attempt_id)
    return None if row is None else KeptAnswer(class_id=row.class_id, answer=bytes(row.answer))


_place = place_of_session()
_moving = moving_fence_at(attempt.c.received_at)
_PLACED = Statement(
    select(
        attempt.c.trainee_id,
        attempt.c.class_id,
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
    .where(
        attempt.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        attempt.c.attempt_id == bindparam("attempt_id", type_=Uuid),
    )
)


async def placed_attempt(database: Database, *, trainee_id: UUID | None, attempt_id: UUID) -> PlacedAttempt | None:
    """An attempt with the fence that was in force when it was received."""
    row = await database.read_one(_PLACED, trainee_id=trainee_id, attempt_id=attempt_id)
    if row is None:
        return None
    return PlacedAttempt(
        trainee_id=row.trainee_id,
        class_id=row.class_id,
        supervising_authority=row.supervising_authority,
        starts_at=row.starts_at,
        received_at=row.received_at,
        evidence_sealed=None if row.evidence_sealed is None else bytes(row.evidence_sealed),
        fence=fence_in_force(row),
    )
