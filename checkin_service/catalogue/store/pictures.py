"""Statements about pictures of sites."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.catalogue.model.pictures import SitePicture
from checkin_service.catalogue.tables import site_picture
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from geo import Datum, Pinned, Position


class _Row(NamedTuple):
    site_id: UUID
    ordinal: int
    jpeg: bytes | None
    width_px: int
    height_px: int
    points: list[dict[str, Any]]
    stated_by: UUID
    stated_at: datetime


@fragment(insert(site_picture))
def _add(
    unit: UnitOfWork,
    *,
    site_id: UUID,
    ordinal: int,
    jpeg: bytes | None,
    width_px: int,
    height_px: int,
    points: list[dict[str, Any]],
    stated_by: UUID,
    stated_at: datetime,
) -> None: ...


def add_picture(unit: UnitOfWork, new: SitePicture) -> None:
    """A further picture; of two at once one finds its ordinal taken."""
    _add(
        unit,
        site_id=new.site_id,
        ordinal=new.ordinal,
        jpeg=new.jpeg,
        width_px=new.width_px,
        height_px=new.height_px,
        points=[_kept(each) for each in new.points],
        stated_by=new.stated_by,
        stated_at=new.stated_at,
    )


@question(
    select(*(site_picture.c[name] for name in _Row._fields))
    .where(matches(site_picture, "site_id"))
    .order_by(site_picture.c.ordinal.desc())
    .limit(1)
)
async def _latest(database: Database, site_id: UUID) -> _Row | None: ...


async def picture_of(database: Database, site_id: UUID) -> SitePicture | None:
    """What was stated last of a site, also that it has none."""
    found = await _latest(database, site_id)
    if found is None:
        return None
    values = found._asdict() | {"points": tuple(_pinned(each) for each in found.points)}
    return SitePicture(**values)


def _kept(point: Pinned) -> dict[str, Any]:
    at = point.position
    return {
        "right": point.right,
        "down": point.down,
        "longitude": at.longitude,
        "latitude": at.latitude,
        "datum": at.datum.value,
    }


def _pinned(kept: dict[str, Any]) -> Pinned:
    position = Position(longitude=kept["longitude"], latitude=kept["latitude"], datum=Datum(kept["datum"]))
    return Pinned(right=kept["right"], down=kept["down"], position=position)
