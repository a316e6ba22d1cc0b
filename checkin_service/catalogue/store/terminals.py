"""Statements about devices at sites, and those that wait to be entered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, delete, func, insert, select, update

from checkin_service.catalogue.model.terminals import Pairing, Terminal
from checkin_service.catalogue.tables import site, terminal, terminal_confirmation, terminal_pairing
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question

add_terminal = fragment_of(Terminal, insert(terminal))
add_pairing = fragment_of(Pairing, insert(terminal_pairing))


@question(
    select(terminal, site.c.institution_id, terminal_confirmation.c.confirmed_by)
    .join(site, site.c.site_id == terminal.c.site_id)
    .outerjoin(terminal_confirmation, terminal_confirmation.c.terminal_id == terminal.c.terminal_id)
    .where(matches(terminal, "terminal_id"))
)
async def terminal_of(database: Database, terminal_id: UUID) -> Terminal | None: ...


@question(
    select(terminal_pairing).where(
        matches(terminal_pairing, "code_hash"),
        terminal_pairing.c.offered_at > bindparam("since", type_=DateTime(timezone=True)),
    )
)
async def pairing_of(database: Database, code_hash: bytes, *, since: datetime) -> Pairing | None: ...


@question(select(func.count()).where(terminal_pairing.c.offered_at > bindparam("since", type_=DateTime(timezone=True))))
async def waiting_pairings(database: Database, *, since: datetime) -> int: ...


@fragment(
    delete(terminal_pairing).where(
        terminal_pairing.c.offered_at <= bindparam("upto", type_=DateTime(timezone=True)),
    )
)
def remove_pairings(unit: UnitOfWork, *, upto: datetime) -> None:
    """Those that nobody has entered in time."""


@fragment(delete(terminal_pairing).where(terminal_pairing.c.terminal_id == bindparam("paired")), must_change_one=True)
def take_pairing(unit: UnitOfWork, *, paired: UUID) -> None:
    """Once: of two people who enter one device at once, one comes too late."""


@fragment(insert(terminal_confirmation))
def add_confirmation(unit: UnitOfWork, *, terminal_id: UUID, confirmed_by: UUID, confirmed_at: datetime) -> None: ...


@fragment(
    update(terminal)
    .values(revoked_at=bindparam("at", type_=DateTime(timezone=True)))
    .where(terminal.c.terminal_id == bindparam("ended", type_=Uuid), terminal.c.revoked_at.is_(None)),
    must_change_one=True,
)
def end_terminal(unit: UnitOfWork, *, ended: UUID, at: datetime) -> None:
    """Fails the write when it has been ended before."""
