"""Attempts as they are kept: facts, never changed."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, select

from checkin_service.checkin.model import Attempt, KeptAnswer, Phase
from checkin_service.checkin.tables import attempt, code_use, presence
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

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
