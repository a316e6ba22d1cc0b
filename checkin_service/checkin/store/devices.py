"""Statements about devices at sites: where each was last seen, how fast it speaks, and the authority's list of them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from checkin_service.catalogue.tables import institution, site, terminal, terminal_confirmation
from checkin_service.checkin.tables import terminal_departure, terminal_pace, terminal_sighting
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question

_MOST_SHOWN = 500


class Sighted(NamedTuple):
    """What a device last said of itself."""

    seen_at: datetime
    away_since: datetime | None


class ShownDevice(NamedTuple):
    """A device as the authority over its site sees it."""

    terminal_id: UUID
    name: str
    site_id: UUID
    site_name: str
    institution_name: str
    document_number: str | None
    reason: str | None
    approved_by: UUID
    approved_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None
    distance_m: float | None
    accuracy_m: float | None
    moved_m: float | None
    away_since: datetime | None
    clock_ahead_s: int | None
    departures: int
    statements: int
    last_at: datetime | None
    shortest_s: float | None


@question(
    select(terminal_sighting.c.seen_at, terminal_sighting.c.away_since).where(matches(terminal_sighting, "terminal_id"))
)
async def sighted(database: Database, terminal_id: UUID) -> Sighted | None: ...


_departures = (
    select(func.count())
    .where(terminal_departure.c.terminal_id == terminal.c.terminal_id)
    .correlate(terminal)
    .scalar_subquery()
)


@question(
    select(
        terminal.c.terminal_id,
        terminal.c.name,
        terminal.c.site_id,
        site.c.name.label("site_name"),
        institution.c.name.label("institution_name"),
        terminal.c.document_number,
        terminal.c.reason,
        terminal.c.approved_by,
        terminal.c.approved_at,
        terminal_confirmation.c.confirmed_by,
        terminal_confirmation.c.confirmed_at,
        terminal.c.revoked_at,
        func.greatest(terminal_sighting.c.seen_at, terminal_pace.c.last_at).label("seen_at"),
        terminal_sighting.c.distance_m,
        terminal_sighting.c.accuracy_m,
        terminal_sighting.c.moved_m,
        terminal_sighting.c.away_since,
        func.coalesce(terminal_sighting.c.clock_ahead_s, terminal_pace.c.clock_ahead_s).label("clock_ahead_s"),
        _departures.label("departures"),
        func.coalesce(terminal_pace.c.statements, 0).label("statements"),
        terminal_pace.c.last_at,
        terminal_pace.c.shortest_s,
    )
    .join(site, site.c.site_id == terminal.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .outerjoin(terminal_confirmation, terminal_confirmation.c.terminal_id == terminal.c.terminal_id)
    .outerjoin(terminal_sighting, terminal_sighting.c.terminal_id == terminal.c.terminal_id)
    .outerjoin(terminal_pace, terminal_pace.c.terminal_id == terminal.c.terminal_id)
    .where(matches(institution, "authority_code"))
    # What still serves first, then the newest.
    .order_by(terminal.c.revoked_at.is_not(None), terminal.c.approved_at.desc())
    .limit(_MOST_SHOWN)
)
async def devices_of(database: Database, authority_code: str) -> list[ShownDevice]:
    """At the sites of the institutions that an authority supervises."""


_sighting = upsert(terminal_sighting)


@fragment(
    _sighting.on_conflict_do_update(
        index_elements=[terminal_sighting.c.terminal_id],
        set_={
            "seen_at": _sighting.excluded.seen_at,
            "away_since": _sighting.excluded.away_since,
            "clock_ahead_s": func.coalesce(_sighting.excluded.clock_ahead_s, terminal_sighting.c.clock_ahead_s),
            # Without a usable fix what was known of its place stays known.
            "distance_m": func.coalesce(_sighting.excluded.distance_m, terminal_sighting.c.distance_m),
            "accuracy_m": func.coalesce(_sighting.excluded.accuracy_m, terminal_sighting.c.accuracy_m),
            "moved_m": func.coalesce(_sighting.excluded.moved_m, terminal_sighting.c.moved_m),
        },
    )
)
def note_sighting(
    unit: UnitOfWork,
    *,
    terminal_id: UUID,
    seen_at: datetime,
    distance_m: float | None,
    accuracy_m: float | None,
    moved_m: float | None,
    away_since: datetime | None,
    clock_ahead_s: int | None,
) -> None: ...


@fragment(upsert(terminal_departure).on_conflict_do_nothing())
def add_departure(
    unit: UnitOfWork, *, terminal_id: UUID, found_at: datetime, distance_m: float, accuracy_m: float
) -> None: ...


_pace = upsert(terminal_pace).values(
    terminal_id=bindparam("terminal_id", type_=Uuid),
    statements=1,
    last_at=bindparam("last_at"),
    shortest_s=None,
    clock_ahead_s=bindparam("clock_ahead_s"),
)


@fragment(
    _pace.on_conflict_do_update(
        index_elements=[terminal_pace.c.terminal_id],
        set_={
            "statements": terminal_pace.c.statements + 1,
            "last_at": _pace.excluded.last_at,
            "shortest_s": func.least(
                terminal_pace.c.shortest_s,
                func.extract("epoch", _pace.excluded.last_at - terminal_pace.c.last_at),
            ),
            "clock_ahead_s": func.coalesce(_pace.excluded.clock_ahead_s, terminal_pace.c.clock_ahead_s),
        },
        # Another statement of this terminal came in between: how fast this one was is judged anew.
        where=terminal_pace.c.statements == bindparam("seen_statements", type_=Integer),
    ),
    must_change_one=True,
)
def count_statement(
    unit: UnitOfWork, *, terminal_id: UUID, last_at: datetime, clock_ahead_s: int | None, seen_statements: int
) -> None: ...
