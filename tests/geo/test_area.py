"""Areas with holes and parts: distance, margin and probability."""

import json
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from geo import Area, Datum, InvalidFence, LocationRule, Outcome, Position, convert, displaced, locate, locate_many
from tests.geo.builders import a_box, a_circle, a_fix, a_position, a_ring, an_area

STRICT = LocationRule(least_disc_m=0, grey_ring_m=0)
COURTYARD = a_box(-30, -30, 30, 30)


def test_inside_an_area_the_distance_is_zero_and_the_margin_reaches_to_the_nearest_edge() -> None:
    location = locate(a_fix(east_m=60, accuracy_m=20), an_area())
    assert location.outcome is Outcome.INSIDE
    assert location.distance_m == 0
    assert location.margin_m == pytest.approx(40, abs=1e-4)


def test_outside_an_area_distance_and_margin_reach_to_the_nearest_edge_or_corner() -> None:
    beside = locate(a_fix(east_m=600, accuracy_m=20), an_area())
    assert beside.outcome is Outcome.OUTSIDE
    assert (beside.distance_m, beside.margin_m) == pytest.approx((500, -500), abs=1e-3)
    assert locate(a_fix(east_m=130, north_m=140), an_area()).distance_m == pytest.approx(50, abs=1e-4)


def test_a_hole_is_outside() -> None:
    area = an_area(a_box(-100, -100, 100, 100), COURTYARD)
    assert locate(a_fix(accuracy_m=5), area, STRICT).outcome is Outcome.OUTSIDE
    assert locate(a_fix(accuracy_m=5), area).outcome is Outcome.EDGE
    assert locate(a_fix(accuracy_m=5), area).margin_m == pytest.approx(-30, abs=1e-4)
    assert locate(a_fix(east_m=65, accuracy_m=5), area).outcome is Outcome.INSIDE
    assert locate(a_fix(east_m=30, accuracy_m=5), area).outcome is Outcome.EDGE


def test_an_area_may_have_several_parts() -> None:
    campus = {"type": "MultiPolygon", "coordinates": [[a_box(-100, -100, 100, 100)], [a_box(900, -50, 1000, 50)]]}
    area = Area(campus, datum=Datum.WGS84)
    for east_m, outcome in ((0, Outcome.INSIDE), (500, Outcome.OUTSIDE), (950, Outcome.INSIDE)):
        assert locate(a_fix(east_m=east_m, accuracy_m=10), area).outcome is outcome


def _mass_in_box(west: float, south: float, east: float, north: float, sigma: float) -> float:
    return float((ndtr(east / sigma) - ndtr(west / sigma)) * (ndtr(north / sigma) - ndtr(south / sigma)))


@given(st.floats(-300, 300), st.floats(-300, 300), st.floats(2, 500))
def test_the_probability_in_a_rectangle_is_the_closed_form(east_m: float, north_m: float, accuracy_m: float) -> None:
    fix = a_fix(east_m=east_m, north_m=north_m, accuracy_m=accuracy_m, confidence=0.68)
    expected = _mass_in_box(-100 - east_m, -100 - north_m, 100 - east_m, 100 - north_m, fix.sigma_m)
    assert locate(fix, an_area()).probability_inside == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("place", [(0, 0), (100, 100), (100, 0), (30, 30), (-100, 30), (250, 0)])
def test_the_probability_with_a_hole_is_outline_minus_hole_even_on_lines_and_corners(
    place: tuple[float, float],
) -> None:
    fix = a_fix(east_m=place[0], north_m=place[1], accuracy_m=120, confidence=0.68)
    area = an_area(a_box(-100, -100, 100, 100), COURTYARD)
    outline = _mass_in_box(-100 - place[0], -100 - place[1], 100 - place[0], 100 - place[1], fix.sigma_m)
    hole = _mass_in_box(-30 - place[0], -30 - place[1], 30 - place[0], 30 - place[1], fix.sigma_m)
    assert locate(fix, area).probability_inside == pytest.approx(outline - hole, abs=1e-6)


def test_the_probability_in_any_outline_is_the_share_of_simulated_errors() -> None:
    star = [
        (a * math.cos(i * math.pi / 6), a * math.sin(i * math.pi / 6)) for i in range(12) for a in [60 + 90 * (i % 2)]
    ]
    area = an_area(a_ring(*star))
    fix = a_fix(east_m=40, north_m=-25, accuracy_m=150, confidence=0.68)
    x, y = np.random.default_rng(5).normal((40, -25), fix.sigma_m, (200_000, 2)).T
    simulated = shapely.contains_xy(shapely.Polygon(star), x, y).mean()
    assert locate(fix, area).probability_inside == pytest.approx(simulated, abs=0.004)


def test_a_polygon_of_many_corners_is_almost_the_circle() -> None:
    corners = [(200 * math.cos(i * math.pi / 180), 200 * math.sin(i * math.pi / 180)) for i in range(360)]
    for east_m in (0, 150, 260):
        fix = a_fix(east_m=east_m, accuracy_m=100)
        circle, polygon = locate(fix, a_circle(200)), locate(fix, an_area(a_ring(*corners)))
        assert polygon.probability_inside == pytest.approx(circle.probability_inside, abs=1e-4)
        assert polygon.margin_m == pytest.approx(circle.margin_m, abs=0.02)


@pytest.mark.parametrize("datum", Datum)
def test_an_area_drawn_on_another_map_is_the_same_area_but_for_its_bent_lines(datum: Datum) -> None:
    drawn = [convert(a_position(lon, lat), datum) for lon, lat in a_box(-800, -800, 800, 800)]
    area = an_area([[corner.longitude, corner.latitude] for corner in drawn], datum=datum)
    plain = an_area(a_box(-800, -800, 800, 800))
    for east_m, north_m in ((0, 0), (780, 0), (790, -790), (820, 300)):
        fix = a_fix(east_m=east_m, north_m=north_m, accuracy_m=60)
        assert locate(fix, area).margin_m == pytest.approx(locate(fix, plain).margin_m, abs=3)
        assert locate(fix, area).probability_inside == pytest.approx(locate(fix, plain).probability_inside, abs=0.05)


@pytest.mark.parametrize("centre", [(180.0, -17.0), (-179.9995, 65.0), (30.0, 89.999), (0.0, -90.0)])
def test_areas_lie_across_the_antimeridian_and_around_the_poles_too(centre: tuple[float, float]) -> None:
    middle = a_position(*centre)
    area = an_area(a_ring((-100, -100), (100, -100), (100, 100), (-100, 100), centre=middle))
    assert locate(a_fix(middle, accuracy_m=10), area).margin_m == pytest.approx(100, abs=1e-3)
    assert locate(a_fix(middle, east_m=150, accuracy_m=10), area).margin_m == pytest.approx(-50, abs=1e-3)
    assert locate(a_fix(middle, east_m=50, accuracy_m=10), area).probability_inside == pytest.approx(1)


def test_an_area_keeps_its_precision_over_ten_kilometres() -> None:
    area = an_area(a_box(-10_000, -10_000, 10_000, 10_000))
    for north_m in (-9_000, 0, 9_000):
        assert locate(a_fix(north_m=north_m, east_m=9_900, accuracy_m=10), area).margin_m == pytest.approx(100, abs=0.5)


def test_geojson_goes_in_and_comes_out_again() -> None:
    area = an_area(a_box(-100, -100, 100, 100), COURTYARD)
    text = json.dumps({"type": "Feature", "properties": {}, "geometry": area.geojson()})
    assert Area.from_geojson(text, datum=Datum.WGS84) == area
    assert hash(Area.from_geojson(text.encode(), datum=Datum.WGS84)) == hash(area)
    assert Area.from_geojson(area.geojson(), datum=Datum.GCJ02) != area
    several = {"type": "MultiPolygon", "coordinates": [[a_box(-100, -100, 0, 0)], [a_box(50, 50, 100, 100)]]}
    again = Area(several, datum=Datum.BD09).geojson()
    assert again["type"] == "MultiPolygon"
    assert Area(again, datum=Datum.BD09) == Area(several, datum=Datum.BD09)


def test_a_shapely_polygon_is_an_area_too() -> None:
    ring, hole = a_box(-100, -100, 100, 100), COURTYARD
    assert Area(shapely.Polygon(ring, [hole]), datum=Datum.WGS84) == an_area(ring, hole)


def test_the_order_of_the_corners_is_free_and_comes_out_as_rfc_7946_asks() -> None:
    clockwise = an_area(a_box(-100, -100, 100, 100)[::-1], COURTYARD)
    assert locate(a_fix(east_m=65, accuracy_m=5), clockwise).outcome is Outcome.INSIDE
    shell, hole = clockwise.geojson()["coordinates"]
    assert shapely.is_ccw(shapely.LinearRing(shell))
    assert not shapely.is_ccw(shapely.LinearRing(hole))


def test_a_height_is_read_over() -> None:
    assert an_area([[*corner, 12.5] for corner in a_box(-100, -100, 100, 100)]) == an_area()


def _polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


GOOD = a_box(-100, -100, 100, 100)
HUGE = [[i / 1e6 + 120, 30.0] for i in range(10_001)]


@pytest.mark.parametrize(
    ("polygon", "reason"),
    [
        (_polygon(GOOD[:-1]), "closed"),
        (_polygon(a_ring((-100, -100), (100, 100), (100, -100), (-100, 100))), "free of crossings.*Self-intersection"),
        (_polygon(GOOD, a_box(200, 200, 300, 300)), "free of crossings.*Hole lies outside"),
        (_polygon(GOOD, a_box(50, 50, 300, 90)), "free of crossings"),
        ({"type": "MultiPolygon", "coordinates": [[GOOD], [a_box(-50, -50, 300, 50)]]}, "free of crossings"),
        (_polygon([GOOD[0], GOOD[1], GOOD[0]]), "at least three corners"),
        (_polygon([GOOD[0]] * 4), "Too few points"),
        (_polygon(a_box(-0.2, -0.2, 0.2, 0.2)), "at least 1 m2"),
        (_polygon(a_box(-40_000, 0, 40_000, 10)), "at most 50000 m across"),
        (_polygon([[-170, -80], [170, -80], [170, 80], [-170, 80], [-170, -80]]), "at most 50000 m across"),
        (_polygon(HUGE), "at most 10000 corners"),
        (_polygon([*GOOD[:2], [math.nan, 30.0], *GOOD[2:]]), "longitude must be"),
        (_polygon([*GOOD[:2], [120.0, 91.0], *GOOD[2:]]), "latitude must be"),
        (_polygon([*GOOD[:2], ["120", 30.0], *GOOD[2:]]), "longitude must be a number"),
        (_polygon([*GOOD[:2], [120.0], *GOOD[2:]]), r"position must be \[longitude, latitude\]"),
        (_polygon([*GOOD[:2], 120.0, *GOOD[2:]]), "position must be"),
        (_polygon([*GOOD[:2], {"lon": 1}, *GOOD[2:]]), "position must be"),
        (_polygon(), "coordinates must be a list"),
        (_polygon("abc"), "coordinates must be a list"),
        ({"type": "Polygon"}, "coordinates must be a list"),
        ({"type": "MultiPolygon", "coordinates": []}, "coordinates must be a list"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "coordinates must be a list"),
        ({"type": "Point", "coordinates": [120, 30]}, "polygon must be a GeoJSON Polygon"),
        ({"type": "Feature", "geometry": None}, "polygon must be a GeoJSON Polygon"),
        ({}, "polygon must be a GeoJSON Polygon"),
        (None, "polygon must be a GeoJSON Polygon"),
        ([GOOD], "polygon must be a GeoJSON Polygon"),
    ],
)
def test_an_area_that_cannot_be_is_refused_with_the_reason(polygon: Any, reason: str) -> None:
    with pytest.raises(InvalidFence, match=reason) as refused:
        Area(polygon, datum=Datum.WGS84)
    assert len(str(refused.value)) < 300


def test_a_zigzag_that_would_take_for_ever_is_refused() -> None:
    comb = [(x, 24_000 * (i % 2)) for i, x in enumerate(np.linspace(0, 20_000, 400).tolist())]
    with pytest.raises(InvalidFence, match="at most 1000000 m around"):
        an_area(a_ring(*comb, (20_000, 25_000), (-10, 25_000)), datum=Datum.GCJ02)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff\xfe"])
def test_text_that_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(InvalidFence, match="valid JSON"):
        Area.from_geojson(text, datum=Datum.WGS84)


def test_an_area_without_a_datum_cannot_exist() -> None:
    with pytest.raises(TypeError, match="datum"):
        Area(_polygon(GOOD))  # type: ignore[call-arg]
    with pytest.raises(InvalidFence, match="datum must be one of"):
        Area(_polygon(GOOD), datum="wgs84")  # type: ignore[arg-type]


def test_many_fixes_are_judged_like_each_one() -> None:
    area = an_area(a_box(-100, -100, 100, 100), COURTYARD)
    places = np.random.default_rng(2).uniform(-300, 300, (400, 2)).tolist()
    fixes = [a_fix(east_m=e, north_m=n, accuracy_m=5 + abs(e)) for e, n in places]
    many = locate_many(
        area,
        longitudes=[fix.position.longitude for fix in fixes],
        latitudes=[fix.position.latitude for fix in fixes],
        datum=Datum.WGS84,
        accuracies_m=[fix.accuracy_m for fix in fixes],
        confidence=0.95,
    )
    for i, fix in enumerate(fixes):
        one = locate(fix, area)
        assert many.outcomes[i] is one.outcome
        assert many.distances_m[i] == pytest.approx(one.distance_m, abs=1e-9)
        assert many.margins_m[i] == pytest.approx(one.margin_m, abs=1e-9)
        assert many.probabilities_inside[i] == pytest.approx(one.probability_inside, abs=1e-12)


def test_an_area_is_a_value() -> None:
    assert an_area() == an_area()
    assert an_area() != an_area(a_box(-100, -100, 100, 101))
    assert displaced(a_position(), east_m=0, north_m=0) == a_position()
    with pytest.raises(AttributeError):
        an_area().datum = Datum.BD09  # type: ignore[misc]


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_line_straight_on_a_shifted_map_is_followed_where_it_bends_on_the_ground(datum: Datum) -> None:
    south_west, north_east = convert(a_position(), datum), convert(a_position(120.60, 30.015), datum)
    west, south, east, north = south_west.longitude, south_west.latitude, north_east.longitude, north_east.latitude
    area = an_area([[west, south], [east, south], [east, north], [west, north], [west, south]], datum=datum)
    for share in (0.1, 0.37, 0.5, 0.81):
        on_the_line = Position(longitude=west + share * (east - west), latitude=south, datum=datum)
        assert locate(a_fix(on_the_line), area).margin_m == pytest.approx(0, abs=0.02)
