"""Statements about sign-ins that the national platform asserts."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from checkin_service.checkin.model import Phase
from checkin_service.checkin.tables import platform_sign_in
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

_ADD = Fragment(Statement(platform_sign_in.insert()))
_PHASES = Statement(
    select(func.array_agg(platform_sign_in.c.phase.distinct()).label("phases")).where(
        platform_sign_in.c.trainee_id == bindparam("trainee_id"),
        platform_sign_in.c.session_id == bindparam("session_id"),
        platform_sign_in.c.decision == "accepted",
    )
)


async def phases_of(database: Database, trainee_id: UUID, session_id: UUID) -> frozenset[Phase]:
    """Which phases of a session the platform has attested for a person."""
    row = await database.read_one(_PHASES, trainee_id=trainee_id, session_id=session_id)
    return frozenset(map(Phase, row.phases or ())) if row else frozenset()


def add_sign_in(unit: UnitOfWork, **values: Any) -> None:
    unit.add(_ADD, **values)
