"""Statements that enter many institutions and their sites at once."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from geoalchemy2 import Geography
from pydantic_core import to_json
from sqlalchemy import Double, Text, Uuid, bindparam, cast, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.catalogue.model.areas import areas_of
from checkin_service.catalogue.model.registers import Institution, Site
from checkin_service.catalogue.tables import institution, site, site_place
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of_many
from geo import Datum
from geo.datum import to_wgs84

# The geography is derived here as for a single place; areas travel as text because an array of arrays is flattened.
_PLACE_NAMES = [column.name for column in site_place.columns if column.name not in {"place", "areas"}]
_lists = (
    func.unnest(
        *(bindparam(name, type_=ARRAY(site_place.c[name].type)) for name in _PLACE_NAMES),
        bindparam("areas", type_=ARRAY(Text)),
        bindparam("wgs84_longitude", type_=ARRAY(Double)),
        bindparam("wgs84_latitude", type_=ARRAY(Double)),
    )
    .table_valued(*(f"new_{name}" for name in (*_PLACE_NAMES, "areas", "longitude_84", "latitude_84")))
    .render_derived("new_places")
)


@fragment(
    insert(site_place).from_select(
        [*_PLACE_NAMES, "areas", "place"],
        select(
            *(_lists.c[f"new_{name}"] for name in _PLACE_NAMES),
            cast(_lists.c.new_areas, JSONB),
            cast(
                func.ST_SetSRID(func.ST_MakePoint(_lists.c.new_longitude_84, _lists.c.new_latitude_84), 4326),
                Geography("POINT", srid=4326),
            ),
        ),
    )
)
def _add_places(
    unit: UnitOfWork,
    *,
    site_id: list[UUID],
    ordinal: list[int],
    effective_from: list[date],
    longitude: list[float],
    latitude: list[float],
    datum: list[Datum],
    radius_m: list[int],
    approved_by: list[UUID],
    approved_at: list[datetime],
    areas: list[str],
    wgs84_longitude: list[float],
    wgs84_latitude: list[float],
) -> None: ...


_add_institutions = fragment_of_many(Institution, institution)
_add_sites = fragment_of_many(Site, site)


class _Institution(NamedTuple):
    credit_code: str
    institution_id: UUID


_TAKEN = Statement(
    select(institution.c.credit_code, institution.c.institution_id).where(
        or_(
            institution.c.credit_code == func.any(bindparam("credit_codes", type_=ARRAY(Text))),
            institution.c.institution_id == func.any(bindparam("institution_ids", type_=ARRAY(Uuid))),
        )
    ),
    _Institution,
)
_SITES_TAKEN = Statement(
    select(site.c.site_id).where(site.c.site_id == func.any(bindparam("site_ids", type_=ARRAY(Uuid)))), UUID
)


async def taken(
    database: Database, *, credit_codes: Collection[str], ids: Collection[UUID], site_ids: Collection[UUID]
) -> tuple[set[str], set[UUID]]:
    """Which of these credit codes and which of these ids, of institutions or sites, are in the register already."""
    rows = await database.read(_TAKEN, credit_codes=list(credit_codes), institution_ids=list(ids))
    sites = await database.read(_SITES_TAKEN, site_ids=list(site_ids))
    return {row.credit_code for row in rows}, {row.institution_id for row in rows} | set(sites)


def add_all(unit: UnitOfWork, institutions: Sequence[Institution], sites: Sequence[Site]) -> None:
    """The institutions, and sites with the first place of each."""
    _add_institutions(unit, institutions)
    _add_sites(unit, sites)
    places = [each.place for each in sites]
    shifted = [to_wgs84(each.position) for each in places]
    _add_places(
        unit,
        site_id=[each.site_id for each in sites],
        ordinal=[each.ordinal for each in places],
        effective_from=[each.effective_from for each in places],
        longitude=[each.position.longitude for each in places],
        latitude=[each.position.latitude for each in places],
        datum=[each.position.datum for each in places],
        radius_m=[each.radius_m for each in places],
        approved_by=[each.approved_by for each in places],
        approved_at=[each.approved_at for each in places],
        areas=[_json(areas_of(each.areas)) for each in places],
        wgs84_longitude=[longitude for longitude, _ in shifted],
        wgs84_latitude=[latitude for _, latitude in shifted],
    )


def _json(value: object) -> str:
    return to_json(value).decode()
