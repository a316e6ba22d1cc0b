"""Shared builders: an invented school in Shaoxing and phones around it."""

from datetime import UTC, datetime, timedelta

from geo import Area, Circle, Datum, Fix, Position, displaced

NINE = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


def a_position(longitude: float = 120.5821, latitude: float = 29.9971, datum: Datum = Datum.WGS84) -> Position:
    return Position(longitude=longitude, latitude=latitude, datum=datum)


def a_circle(radius_m: float = 200, centre: Position | None = None) -> Circle:
    return Circle(centre=centre or a_position(), radius_m=radius_m)


def a_fix(
    position: Position | None = None,
    *,
    east_m: float = 0,
    north_m: float = 0,
    accuracy_m: float = 20,
    confidence: float = 0.95,
    after_s: float = 0,
    is_mock: bool | None = None,
) -> Fix:
    return Fix(
        position=displaced(position or a_position(), east_m=east_m, north_m=north_m),
        accuracy_m=accuracy_m,
        confidence=confidence,
        captured_at=NINE + timedelta(seconds=after_s),
        is_mock=is_mock,
    )


def a_ring(*corners_m: tuple[float, float], centre: Position | None = None) -> list[list[float]]:
    """A closed ring through corners given in metres east and north of the centre."""
    places = [displaced(centre or a_position(), east_m=east, north_m=north) for east, north in corners_m]
    ring = [[place.longitude, place.latitude] for place in places]
    return [*ring, ring[0]]


def a_box(
    west_m: float, south_m: float, east_m: float, north_m: float, centre: Position | None = None
) -> list[list[float]]:
    """A closed rectangular ring, anticlockwise, its sides in metres east and north of the centre."""
    corners = ((west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m))
    return a_ring(*corners, centre=centre)


def an_area(*rings: list[list[float]], datum: Datum = Datum.WGS84) -> Area:
    """An area of one outline and its holes; a box of 200 m unless told otherwise."""
    return Area({"type": "Polygon", "coordinates": list(rings) or [a_box(-100, -100, 100, 100)]}, datum=datum)
