"""Statements about sites and their places."""

from datetime import date
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import Date, Double, Integer, Uuid, and_, bindparam, cast, exists, func, insert, or_, select, tuple_

from checkin_service.catalogue.areas import areas_from, areas_of
from checkin_service.catalogue.model import NearSite, Place, Site
from checkin_service.catalogue.tables import institution, place_on, site, site_place
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.kit.paging import PageRequest
from geo import Datum, Position
from geo.datum import to_wgs84

_POINT = Geography("POINT", srid=4326)
_ON = bindparam("on", type_=Date)

_here = cast(
    func.ST_SetSRID(
        func.ST_MakePoint(bindparam("wgs84_longitude", type_=Double), bindparam("wgs84_latitude", type_=Double)), 4326
    ),
    _POINT,
)
# The geography is derived from the coordinates and serves questions about sets; it is never read back.
_place_names = [column.name for column in site_place.columns if column.name not in {"site_id", "place"}]

_ADD_SITE = Fragment(Statement(insert(site)))
_ADD_PLACE = Fragment(
    Statement(
        insert(site_place).values(
            **{name: bindparam(name, type_=site_place.c[name].type) for name in ("site_id", *_place_names)}, place=_here
        )
    )
)


def add_site(unit: UnitOfWork, new: Site) -> None:
    """A site with its first place."""
    unit.add(_ADD_SITE, **{column.name: getattr(new, column.name) for column in site.columns})
    add_place(unit, new.site_id, new.place)


def add_place(unit: UnitOfWork, site_id: UUID, new: Place) -> None:
    """A further place; the write is refused when somebody else entered one of the same ordinal meanwhile."""
    longitude, latitude = to_wgs84(new.position)
    unit.add(
        _ADD_PLACE,
        site_id=site_id,
        ordinal=new.ordinal,
        effective_from=new.effective_from,
        longitude=new.position.longitude,
        latitude=new.position.latitude,
        datum=new.position.datum.value,
        radius_m=new.radius_m,
        areas=areas_of(new.areas),
        approved_by=new.approved_by,
        approved_at=new.approved_at,
        wgs84_longitude=longitude,
        wgs84_latitude=latitude,
    )


_in_force = place_on(_ON)
_site_columns = (*site.columns, *(_in_force.c[name].label(f"place_{name}") for name in _place_names))

_SITE = Statement(
    select(*_site_columns)
    .join(_in_force, _in_force.c.site_id == site.c.site_id)
    .where(site.c.site_id == bindparam("site_id"))
)
_SITES = Statement(
    select(*_site_columns)
    .join(_in_force, _in_force.c.site_id == site.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .where(
        or_(
            institution.c.authority_code == bindparam("authority_code"),
            institution.c.institution_id == bindparam("institution_id", type_=Uuid),
        ),
        site.c.site_id > bindparam("after", type_=Uuid),
    )
    .order_by(site.c.site_id)
    .limit(bindparam("fetch"))
)
_PLACES = Statement(
    select(*(site_place.c[name].label(f"place_{name}") for name in _place_names))
    .where(site_place.c.site_id == bindparam("site_id"))
    .order_by(site_place.c.ordinal)
)


async def site_of(database: Database, site_id: UUID, *, on: date) -> Site | None:
    row = await database.read_one(_SITE, site_id=site_id, on=on)
    return None if row is None else _site(row)


async def sites_of(
    database: Database, page: PageRequest, *, on: date, authority_code: str | None, institution_id: UUID | None
) -> list[Site]:
    """The sites an authority supervises, or those of one institution: whichever of the two is given."""
    rows = await database.read(
        _SITES,
        authority_code=authority_code,
        institution_id=institution_id,
        after=page.after,
        fetch=page.fetch,
        on=on,
    )
    return [_site(row) for row in rows]


async def places_of(database: Database, site_id: UUID) -> list[Place]:
    """Every place of a site, past, present and to come, in the order of approval."""
    return [_place(row) for row in await database.read(_PLACES, site_id=site_id)]


# Sites near a point ------------------------------------------------------------------------------------------------

_newer = site_place.alias("newer")
_holds = and_(
    or_(site_place.c.effective_from <= _ON, site_place.c.ordinal == 1),
    ~exists().where(
        _newer.c.site_id == site_place.c.site_id,
        _newer.c.effective_from <= _ON,
        tuple_(_newer.c.effective_from, _newer.c.ordinal) > tuple_(site_place.c.effective_from, site_place.c.ordinal),
    ),
)
# The index orders on a sphere, up to half a percent off the ellipsoid; a few more are taken and ordered exactly.
_SPARE = 8
_nearest = (
    select(site_place, func.ST_Distance(site_place.c.place, _here).label("distance_m"))
    .where(_holds)
    .order_by(site_place.c.place.op("<->")(_here))
    .limit(bindparam("candidates", type_=Integer))
    .subquery("nearest")
)
NEAR = Statement(
    select(
        *site.columns,
        *(_nearest.c[name].label(f"place_{name}") for name in _place_names),
        institution.c.name.label("institution_name"),
        _nearest.c.distance_m,
    )
    .join(_nearest, _nearest.c.site_id == site.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .order_by(_nearest.c.distance_m, site.c.site_id)
    .limit(bindparam("count", type_=Integer))
)


async def sites_near(database: Database, position: Position, *, on: date, count: int) -> list[NearSite]:
    """The sites nearest to a position, whoever they belong to, with their distances on the ellipsoid."""
    longitude, latitude = to_wgs84(position)
    rows = await database.read(
        NEAR, wgs84_longitude=longitude, wgs84_latitude=latitude, on=on, candidates=count + _SPARE, count=count
    )
    return [NearSite(site=_site(row), institution_name=row.institution_name, distance_m=row.distance_m) for row in rows]


def _site(row: Row) -> Site:
    return Site(**{column.name: getattr(row, column.name) for column in site.columns}, place=_place(row))


def _place(row: Row) -> Place:
    values: dict[str, Any] = {name: getattr(row, f"place_{name}") for name in _place_names}
    longitude, latitude, datum = (values.pop(name) for name in ("longitude", "latitude", "datum"))
    return Place(
        **values | {"areas": areas_from(values["areas"])},
        position=Position(longitude=longitude, latitude=latitude, datum=Datum(datum)),
    )
