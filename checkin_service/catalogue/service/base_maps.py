"""Use cases of the base map: the tiles that lie under a training place's drawing, for those who see the place.

A tile can be had only as part of such a drawing, so that nobody fetches the rest of the map through this server.
"""

import asyncio
from base64 import b64encode
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.catalogue.model.registers import Site
from checkin_service.catalogue.service.guards import require_readable
from checkin_service.catalogue.service.sites import site_of
from checkin_service.kit.base_map import BaseMap, media_type
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources
from geo import Tile, Underlay, tiles_around, zoom_at

_REACH_IN_RADII = 4 / 3
"""How far the drawing of a place shows its surroundings."""
_HALF_PX = 160
_WAIT_S = 1.5


def map_underlays(resources: Resources, site: Site) -> list[Underlay]:
    """What the drawing of a place fetches from this server; none where there is no map."""
    if resources.base_map is None:
        return []
    datum = resources.base_map.note.datum
    return [
        each.underlay(f"/sites/{site.site_id}/tiles/{each.zoom}/{each.x}/{each.y}", datum)
        for each in _tiles(resources.base_map, site, _REACH_IN_RADII)
    ]


async def map_tile(resources: Resources, subject: Subject, site_id: UUID, tile: Tile) -> tuple[bytes, str]:
    """A tile of that drawing and its media type."""
    site = existing(await site_of(resources, site_id))
    if subject.institution_id != site.institution_id:
        await require_readable(resources, subject, site.institution_id)
    if resources.base_map is None or tile not in _tiles(resources.base_map, site, _REACH_IN_RADII):
        raise not_found()
    picture = existing(await resources.base_map.tile(tile))
    return picture, existing(media_type(picture))


async def map_within(resources: Resources, site_id: UUID, *, radii: float) -> list[Underlay]:
    """The map as part of another drawing, which can fetch nothing; tiles that take too long are left out."""
    site = await site_of(resources, site_id)
    if resources.base_map is None or site is None:
        return []
    tiles = _tiles(resources.base_map, site, radii)
    pictures = await asyncio.gather(*(_in_time(resources.base_map, each) for each in tiles))
    return [
        tile.underlay(f"data:{media_type(each)};base64,{b64encode(each).decode()}", resources.base_map.note.datum)
        for tile, each in zip(tiles, pictures, strict=True)
        if each is not None
    ]


async def _in_time(base_map: BaseMap, tile: Tile) -> bytes | None:
    try:
        return await asyncio.wait_for(base_map.tile(tile), _WAIT_S)
    except TimeoutError:
        return None


def _tiles(base_map: BaseMap, site: Site, radii: float) -> list[Tile]:
    """At the zoom at which a pixel of the map is about one of the drawing; none where the map is too fine for it."""
    place, reach_m = site.place.position, site.place.radius_m * radii
    coarsest, finest = base_map.note.zooms
    zoom = min(zoom_at(place.latitude, reach_m / _HALF_PX), finest)
    if zoom < coarsest:
        return []
    return tiles_around(place, reach_m=reach_m, zoom=zoom, datum=base_map.note.datum)
