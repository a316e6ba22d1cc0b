"""Statements about sites and their places."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import (
    Date,
    Double,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
)

from checkin_service.catalogue.model.areas import areas_from, areas_of
from checkin_service.catalogue.model.registers import NearSite, Place, Site
from checkin_service.catalogue.tables import institution, is_active, place_on, places_by_force, site, site_place
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.lists import LongList, Shown, text
from checkin_service.kit.questions import matches
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


@fragment(
    insert(site_place).values(
        **{name: bindparam(name, type_=site_place.c[name].type) for name in ("site_id", *_place_names)}, place=_here
    )
)
def _add_place(
    unit: UnitOfWork,
    *,
    site_id: UUID,
    ordinal: int,
    effective_from: date,
    longitude: float,
    latitude: float,
    datum: Datum,
    radius_m: int,
    areas: list[dict[str, Any]],
    approved_by: UUID,
    approved_at: datetime,
    wgs84_longitude: float,
    wgs84_latitude: float,
) -> None: ...


def add_place(unit: UnitOfWork, site_id: UUID, new: Place) -> None:
    """A further place; the write is refused when somebody else entered one of the same ordinal meanwhile."""
    longitude, latitude = to_wgs84(new.position)
    _add_place(
        unit,
        site_id=site_id,
        ordinal=new.ordinal,
        effective_from=new.effective_from,
        longitude=new.position.longitude,
        latitude=new.position.latitude,
        datum=new.position.datum,
        radius_m=new.radius_m,
        areas=areas_of(new.areas),
        approved_by=new.approved_by,
        approved_at=new.approved_at,
        wgs84_longitude=longitude,
        wgs84_latitude=latitude,
    )


_add_site = fragment_of(Site, insert(site))


def add_site(unit: UnitOfWork, new: Site) -> None:
    """A site with its first place."""
    _add_site(unit, new)
    add_place(unit, new.site_id, new.place)


_in_force = place_on(_ON)


class _PlaceRow(NamedTuple):
    ordinal: int
    effective_from: date
    position: Position
    radius_m: int
    areas: list[dict[str, Any]]
    approved_by: UUID
    approved_at: datetime


class _SiteRow(NamedTuple):
    site_id: UUID
    institution_id: UUID
    name: str
    address: str
    approved_by: UUID
    approved_at: datetime
    place: _PlaceRow


_SITE = Statement(
    select(site, *(_in_force.c[name] for name in _place_names))
    .join(_in_force, _in_force.c.site_id == site.c.site_id)
    .where(matches(site, "site_id")),
    _SiteRow,
)
_is_ones_matter = or_(
    institution.c.authority_code.startswith(bindparam("reach", type_=Text)),
    matches(institution, "institution_id"),
)
_of_institution = institution.c.institution_id == site.c.institution_id
_matters = (
    select(site, *(_in_force.c[name] for name in _place_names))
    .join(_in_force, _in_force.c.site_id == site.c.site_id)
    .join(institution, _of_institution)
    .where(_is_ones_matter)
)
_SITES = Statement(
    _matters.where(site.c.site_id > bindparam("after", type_=Uuid)).order_by(site.c.site_id).limit(bindparam("fetch")),
    _SiteRow,
)
_radius = places_by_force(_ON).with_only_columns(site_place.c.radius_m).scalar_subquery()
_LISTED = LongList(
    _matters,
    _SiteRow,
    key=site.c.site_id,
    # Where each lies is looked up for a page, and for all of them only to sort by it.
    narrow=select(site).join(institution, _of_institution).where(_is_ones_matter),
    columns={
        "name": text(site.c.name),
        "institution": text(institution.c.name),
        "address": text(site.c.address),
        "radius": Shown(None, _radius),
    },
)
_PLACES = Statement(
    select(*(site_place.c[name] for name in _place_names))
    .where(matches(site_place, "site_id"))
    .order_by(site_place.c.ordinal),
    _PlaceRow,
)


async def site_of(database: Database, site_id: UUID, *, on: date) -> Site | None:
    row = await database.read_one(_SITE, site_id=site_id, on=on)
    return None if row is None else _site(row)


async def sites_of(
    database: Database, page: PageRequest, *, on: date, reach: str | None, institution_id: UUID | None
) -> list[Site]:
    """The sites of authorities whose codes begin so, or those of one institution: whichever of the two is given."""
    rows = await database.read(
        _SITES,
        reach=reach,
        institution_id=institution_id,
        after=page.after,
        fetch=page.fetch,
        on=on,
    )
    return [_site(row) for row in rows]


async def listed_sites(
    database: Database, wanted: Wanted, *, on: date, reach: str | None, institution_id: UUID | None
) -> ListPart[Site]:
    """The same, searched and sorted."""
    part = await _LISTED.part(database, wanted, on=on, reach=reach, institution_id=institution_id)
    return part.of(_site)


async def places_of(database: Database, site_id: UUID) -> list[Place]:
    """Every place of a site, past, present and to come, in the order of approval."""
    return [_place(row) for row in await database.read(_PLACES, site_id=site_id)]


# Sites near a point ------------------------------------------------------------------------------------------------

_newer, _found = site_place.alias("newer"), site.alias("found")
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
    .where(
        _holds,
        # Nobody is led to an institution that takes nobody.
        exists().where(_found.c.site_id == site_place.c.site_id, is_active(_found.c.institution_id)),
    )
    .order_by(site_place.c.place.op("<->")(_here))
    .limit(bindparam("candidates", type_=Integer))
    .subquery("nearest")
)


class _NearRow(NamedTuple):
    site: _SiteRow
    institution_name: str
    distance_m: float


NEAR = Statement(
    select(
        site,
        *(_nearest.c[name] for name in _place_names),
        institution.c.name.label("institution_name"),
        _nearest.c.distance_m,
    )
    .join(_nearest, _nearest.c.site_id == site.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .order_by(_nearest.c.distance_m, site.c.site_id)
    .limit(bindparam("count", type_=Integer)),
    _NearRow,
)


async def sites_near(database: Database, position: Position, *, on: date, count: int) -> list[NearSite]:
    """The sites nearest to a position, whoever they belong to, with their distances on the ellipsoid."""
    longitude, latitude = to_wgs84(position)
    rows = await database.read(
        NEAR, wgs84_longitude=longitude, wgs84_latitude=latitude, on=on, candidates=count + _SPARE, count=count
    )
    return [
        NearSite(site=_site(row.site), institution_name=row.institution_name, distance_m=row.distance_m) for row in rows
    ]


def _site(row: _SiteRow) -> Site:
    return Site(
        site_id=row.site_id,
        institution_id=row.institution_id,
        name=row.name,
        address=row.address,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        place=_place(row.place),
    )


def _place(row: _PlaceRow) -> Place:
    return Place(
        ordinal=row.ordinal,
        effective_from=row.effective_from,
        position=row.position,
        radius_m=row.radius_m,
        areas=areas_from(row.areas),
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )
