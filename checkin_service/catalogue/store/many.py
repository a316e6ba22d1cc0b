"""Statements that enter many institutions and their sites at once."""

from collections.abc import Collection, Sequence
from uuid import UUID

from geoalchemy2 import Geography
from pydantic_core import to_json
from sqlalchemy import Double, Text, Uuid, bindparam, cast, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.catalogue.areas import areas_of
from checkin_service.catalogue.model import Institution, Site
from checkin_service.catalogue.tables import institution, site, site_place
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork, rows_of
from geo.datum import to_wgs84

_ADD_INSTITUTIONS = rows_of(institution)
_ADD_SITES = rows_of(site)

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
_ADD_PLACES = Fragment(
    Statement(
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
)
_TAKEN = Statement(
    select(institution.c.credit_code, institution.c.institution_id).where(
        or_(
            institution.c.credit_code == func.any(bindparam("credit_codes", type_=ARRAY(Text))),
            institution.c.institution_id == func.any(bindparam("institution_ids", type_=ARRAY(Uuid))),
        )
    )
)
_SITES_TAKEN = Statement(
    select(site.c.site_id).where(site.c.site_id == func.any(bindparam("site_ids", type_=ARRAY(Uuid))))
)


async def taken(
    database: Database, *, credit_codes: Collection[str], ids: Collection[UUID], site_ids: Collection[UUID]
) -> tuple[set[str], set[UUID]]:
    """Which of these credit codes and which of these ids, of institutions or sites, are in the register already."""
    rows = await database.read(_TAKEN, credit_codes=list(credit_codes), institution_ids=list(ids))
    sites = await database.read(_SITES_TAKEN, site_ids=list(site_ids))
    return {row.credit_code for row in rows}, {row.institution_id for row in rows} | {row.site_id for row in sites}


def add_all(unit: UnitOfWork, institutions: Sequence[Institution], sites: Sequence[Site]) -> None:
    """The institutions, and sites with the first place of each."""
    unit.add(_ADD_INSTITUTIONS, **_columns(institution.columns.keys(), institutions))
    unit.add(_ADD_SITES, **_columns(site.columns.keys(), sites))
    places = [each.place for each in sites]
    shifted = [to_wgs84(each.position) for each in places]
    unit.add(
        _ADD_PLACES,
        **_columns(["ordinal", "effective_from", "radius_m", "approved_by", "approved_at"], places),
        **_columns(["longitude", "latitude"], [each.position for each in places]),
        site_id=[each.site_id for each in sites],
        datum=[each.position.datum.value for each in places],
        areas=[_json(areas_of(each.areas)) for each in places],
        wgs84_longitude=[longitude for longitude, _ in shifted],
        wgs84_latitude=[latitude for _, latitude in shifted],
    )


def _columns(names: Collection[str], entries: Sequence[object]) -> dict[str, list[object]]:
    return {name: [getattr(each, name) for each in entries] for name in names}


def _json(value: object) -> str:
    return to_json(value).decode()
