"""A picture of the ground, laid under a drawing by two points."""

import pytest

from geo.coordinates import Datum, Position
from geo.underlay import Pinned, Underlay


def drawn(at: Position) -> tuple[float, float]:
    return at.longitude * 100, -at.latitude * 100


@pytest.mark.parametrize(
    ("east", "north", "turned"), [(2.0, 0.0, 0.0), (0.0, -2.0, 90.0), (-2.0, 0.0, 180.0), (0.0, 2.0, -90.0)]
)
def test_the_two_points_say_how_large_and_how_turned_it_lies(east: float, north: float, turned: float) -> None:
    left, right = (
        Pinned(
            right=part,
            down=0,
            position=Position(longitude=1 + part * east, latitude=2 + part * north, datum=Datum.WGS84),
        )
        for part in (0, 1)
    )
    underlay = Underlay(href="data:,", width_px=400, height_px=100, first=left, second=right)
    assert underlay.scale(drawn) == pytest.approx(0.5)
    assert underlay.turned_degrees(drawn) == pytest.approx(turned)
