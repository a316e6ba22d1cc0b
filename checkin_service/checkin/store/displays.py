"""Statements about which device at the site shows the classroom code of a session."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.catalogue.tables import terminal
from checkin_service.checkin.tables import session_display
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question


class ShownBy(NamedTuple):
    """The latest display of a session, and whether it is still in service."""

    terminal_id: UUID
    ordinal: int
    in_service: bool


@question(
    select(
        session_display.c.terminal_id,
        session_display.c.ordinal,
        terminal.c.revoked_at.is_(None).label("in_service"),
    )
    .join(terminal, terminal.c.terminal_id == session_display.c.terminal_id)
    .where(matches(session_display, "session_id"))
    .order_by(session_display.c.ordinal.desc())
    .limit(1)
)
async def display_of(database: Database, session_id: UUID) -> ShownBy | None: ...


@fragment(insert(session_display))
def add_display(
    unit: UnitOfWork,
    *,
    session_id: UUID,
    ordinal: int,
    terminal_id: UUID,
    taken_at: datetime,
    distance_m: float,
    accuracy_m: float,
) -> None:
    """The next display of a session; two devices that ask at once collide here."""
