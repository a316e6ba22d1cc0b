"""Statements about the fence a session is judged by: the site's place that day, or the instructor's moving one."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, FromClause, Text, Uuid, bindparam, cast, func, select, true
from sqlalchemy.dialects.postgresql import insert

from checkin_service.catalogue.model.areas import fence_from
from checkin_service.catalogue.tables import institution, place_on, site
from checkin_service.checkin.model.places import MovingFence
from checkin_service.checkin.tables import fence_witness, moving_fence
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import class_session, training_class
from geo import Circle, Datum, Union


def place_of_session() -> FromClause:
    """The place of the session's site on the session's civil day, to be joined."""
    day = cast(func.timezone(str(CHINA), class_session.c.starts_at), Date)
    return place_on(day, class_session.c.site_id)


def moving_fence_at(moment: ColumnElement[datetime] | None = None) -> FromClause:
    """The latest moving fence of the session, or the latest at a moment, to be joined; mostly there is none."""
    found = select(moving_fence).where(moving_fence.c.session_id == class_session.c.session_id)
    if moment is not None:
        found = found.where(moving_fence.c.placed_at <= moment)
    return found.order_by(moving_fence.c.placed_at.desc(), moving_fence.c.fence_id.desc()).limit(1).lateral("moving")


class FenceRow(NamedTuple):
    """The place of a site, its areas as text, and the moving fence, if there is one."""

    longitude: float
    latitude: float
    datum: Datum
    radius_m: int
    areas: str
    moving: Circle | None


_CIRCLE = ("longitude", "latitude", "datum", "radius_m")
_MOST_SHOWN = 200


class LatestFence(NamedTuple):
    by_device: bool
    placed_by: UUID
    circle: Circle


class FenceLine(NamedTuple):
    """A moving fence as the authority sees it, beside the site's own place that day."""

    fence_id: UUID
    session_id: UUID
    class_id: UUID
    class_name: str
    institution_name: str
    site_name: str
    ordinal: int
    starts_at: datetime
    placed_at: datetime
    by_device: bool
    distance_m: float | None
    radius_m: float
    longitude: float
    latitude: float
    datum: Datum
    site_longitude: float
    site_latitude: float
    site_datum: Datum
    site_radius_m: int
    witnesses: int


_place = place_of_session()
_witnesses = (
    select(func.count())
    .where(fence_witness.c.session_id == moving_fence.c.session_id, fence_witness.c.fence_id == moving_fence.c.fence_id)
    .correlate(moving_fence)
    .scalar_subquery()
)


def fence_columns(place: FromClause, moving: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        place.c.longitude,
        place.c.latitude,
        place.c.datum,
        place.c.radius_m,
        cast(place.c.areas, Text).label("areas"),
        *(moving.c[name] for name in _CIRCLE),
    )


def fence_in_force(row: FenceRow) -> Circle | Union:
    return row.moving or fence_from(row.longitude, row.latitude, row.datum, row.radius_m, row.areas)


@fragment(insert(moving_fence))
def _add(
    unit: UnitOfWork,
    *,
    session_id: UUID,
    fence_id: UUID,
    longitude: float,
    latitude: float,
    datum: Datum,
    radius_m: float,
    placed_by: UUID,
    placed_at: datetime,
    by_device: bool,
    distance_m: float,
) -> None: ...


def add_moving_fence(unit: UnitOfWork, new: MovingFence) -> None:
    centre = new.circle.centre
    _add(
        unit,
        session_id=new.session_id,
        fence_id=new.fence_id,
        longitude=centre.longitude,
        latitude=centre.latitude,
        datum=centre.datum,
        radius_m=new.circle.radius_m,
        placed_by=new.placed_by,
        placed_at=new.placed_at,
        by_device=new.by_device,
        distance_m=new.distance_m,
    )


@question(
    select(func.count()).where(
        matches(fence_witness, "session_id", "fence_id"),
        fence_witness.c.trainee_id != bindparam("trainee_id", type_=Uuid),
    )
)
async def others_inside(database: Database, *, session_id: UUID, fence_id: UUID, trainee_id: UUID) -> int:
    """How many of the class besides the person bear a moving fence out."""


@fragment(insert(fence_witness).on_conflict_do_nothing())
def add_witness(unit: UnitOfWork, *, session_id: UUID, fence_id: UUID, trainee_id: UUID) -> None: ...


@question(
    select(moving_fence.c.by_device, moving_fence.c.placed_by, *(moving_fence.c[name] for name in _CIRCLE))
    .where(matches(moving_fence, "session_id"))
    .order_by(moving_fence.c.placed_at.desc(), moving_fence.c.fence_id.desc())
    .limit(1)
)
async def latest_fence(database: Database, session_id: UUID) -> LatestFence | None: ...


@question(
    select(
        moving_fence.c.fence_id,
        moving_fence.c.session_id,
        training_class.c.class_id,
        training_class.c.name.label("class_name"),
        institution.c.name.label("institution_name"),
        site.c.name.label("site_name"),
        class_session.c.ordinal,
        class_session.c.starts_at,
        moving_fence.c.placed_at,
        moving_fence.c.by_device,
        moving_fence.c.distance_m,
        moving_fence.c.radius_m,
        moving_fence.c.longitude,
        moving_fence.c.latitude,
        moving_fence.c.datum,
        _place.c.longitude.label("site_longitude"),
        _place.c.latitude.label("site_latitude"),
        _place.c.datum.label("site_datum"),
        _place.c.radius_m.label("site_radius_m"),
        _witnesses.label("witnesses"),
    )
    .select_from(moving_fence)
    .join(class_session, class_session.c.session_id == moving_fence.c.session_id)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(_place, true())
    .where(matches(training_class, "supervising_authority"))
    .order_by(moving_fence.c.placed_at.desc(), moving_fence.c.fence_id.desc())
    .limit(_MOST_SHOWN)
)
async def fences_of(database: Database, supervising_authority: str) -> list[FenceLine]:
    """The latest ones of the classes that an authority supervises."""
