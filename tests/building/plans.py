"""Pictures of an invented ground, and requests that lay them under a site."""

import io
from base64 import b64encode
from typing import Any

from PIL import Image as Pillow

from checkin_service.kit.ids import new_id
from geo import Datum, Position, displaced
from tests.building.world import SITE

CENTRE = Position(longitude=SITE["longitude"], latitude=SITE["latitude"], datum=Datum.WGS84)


def a_plan(kind: str = "PNG", *, width: int = 400, height: int = 300, mode: str = "RGB", **saved: Any) -> bytes:
    file = io.BytesIO()
    Pillow.new(mode, (width, height), (240, 200, 160, 255)[: len(mode)]).save(file, kind, **saved)
    return file.getvalue()


def a_point(right: float, down: float, *, east_m: float, north_m: float) -> dict[str, Any]:
    at = displaced(CENTRE, east_m=east_m, north_m=north_m)
    return {"right": right, "down": down, "longitude": at.longitude, "latitude": at.latitude, "datum": "wgs84"}


def laid(picture: bytes | None, *points: dict[str, Any]) -> dict[str, Any]:
    """400 × 300 m around the site, unless other points are given."""
    corners = [a_point(0, 0, east_m=-200, north_m=150), a_point(1, 1, east_m=200, north_m=-150)]
    return {
        "request_id": str(new_id()),
        "picture": b64encode(picture).decode() if picture else None,
        "points": list(points) or (corners if picture else []),
    }
