"""Which fence a session is judged by: the site's place on its day, or the one around the instructor."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Text, bindparam, cast, func, insert, select

from checkin_service.catalogue.areas import fence_from
from checkin_service.catalogue.tables import place_on
from checkin_service.checkin.model import MovingFence
from checkin_service.checkin.tables import moving_fence
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import Fragment, Row, Statement, UnitOfWork
from checkin_service.timetable.tables import class_session
from geo import Circle, Datum, Position, Union


def place_of_session() -> FromClause:
    """The place of the session's site on the session's civil day, to be joined."""
    return place_on(cast(func.timezone(str(CHINA), class_session.c.starts_at), Date))


def moving_fence_at(moment: ColumnElement[datetime] | None = None) -> FromClause:
    """The latest moving fence of the session, or the latest at a moment, to be joined; mostly there is none."""
    found = select(moving_fence).where(moving_fence.c.session_id == class_session.c.session_id)
    if moment is not None:
        found = found.where(moving_fence.c.placed_at <= moment)
    return found.order_by(moving_fence.c.placed_at.desc(), moving_fence.c.fence_id.desc()).limit(1).lateral("moving")


def fence_columns(place: FromClause, moving: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        place.c.longitude,
        place.c.latitude,
        place.c.datum,
        place.c.radius_m,
        cast(place.c.areas, Text).label("areas"),
        *(moving.c[name].label(f"moving_{name}") for name in ("longitude", "latitude", "datum", "radius_m")),
    )


def fence_in_force(row: Row) -> Circle | Union:
    if row.moving_radius_m is None:
        return fence_from(row.longitude, row.latitude, row.datum, row.radius_m, row.areas)
    centre = Position(longitude=row.moving_longitude, latitude=row.moving_latitude, datum=Datum(row.moving_datum))
    return Circle(centre=centre, radius_m=row.moving_radius_m)


_ADD = Fragment(Statement(insert(moving_fence).values({each.name: bindparam(each.name) for each in moving_fence.c})))


def add_moving_fence(unit: UnitOfWork, new: MovingFence) -> None:
    centre = new.circle.centre
    unit.add(
        _ADD,
        session_id=new.session_id,
        fence_id=new.fence_id,
        longitude=centre.longitude,
        latitude=centre.latitude,
        datum=centre.datum.value,
        radius_m=new.circle.radius_m,
        placed_by=new.placed_by,
        placed_at=new.placed_at,
    )
