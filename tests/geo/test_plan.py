"""Drawings of fence, fix and uncertainty: one scale, words in two languages."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from geo import Area, Circle, Fix, Pinned, Underlay, Union, displaced, locate, plan_svg
from tests.geo.builders import a_box, a_circle, a_fix, a_position, an_area

SVG = "{http://www.w3.org/2000/svg}"


def _drawn(fix: Fix, fence: Circle | Area | Union, **size: Any) -> ET.Element:
    return ET.fromstring(plan_svg(fix, fence, locate(fix, fence), **size))  # noqa: S314  Our own text.


def _circles(svg: ET.Element) -> list[tuple[float, float, float]]:
    return [tuple(float(c.get(key, "nan")) for key in ("cx", "cy", "r")) for c in svg.iter(f"{SVG}circle")]  # type: ignore[misc]


def _words(svg: ET.Element) -> str:
    return " ".join(svg.itertext())


def test_fence_fix_and_uncertainty_are_drawn_to_one_scale() -> None:
    (fence, uncertainty, dot) = _circles(_drawn(a_fix(east_m=60, accuracy_m=50), a_circle(200)))
    assert fence[2] / uncertainty[2] == pytest.approx(4, rel=0.01)
    assert uncertainty[:2] == dot[:2]
    assert dot[0] - fence[0] == pytest.approx(60 / 200 * fence[2], abs=0.1)  # East is to the right,
    north = _circles(_drawn(a_fix(north_m=60), a_circle(200)))
    assert north[2][1] < north[0][1]  # and north is up.


def test_the_uncertainty_circle_shows_95_percent_whatever_the_phone_states() -> None:
    fence, uncertainty, _ = _circles(_drawn(a_fix(accuracy_m=50, confidence=0.68), a_circle(200)))
    assert 200 * uncertainty[2] / fence[2] == pytest.approx(50 * 2.4477 / 1.5096, rel=0.01)


@pytest.mark.parametrize(
    ("east_m", "words"), [(0, "在范围内 · inside"), (200, "无法确定 · cannot tell"), (900, "在范围外 · outside")]
)
def test_the_outcome_is_said_in_both_languages(east_m: float, words: str) -> None:
    svg = _drawn(a_fix(east_m=east_m), a_circle(200))
    assert svg.findtext(f"{SVG}title") == words
    assert words in [text.text for text in svg.iter(f"{SVG}text")]
    assert words.split(" · ", maxsplit=1)[0] in svg.get("aria-label", "")


def test_the_description_tells_what_the_picture_shows() -> None:
    description = _drawn(a_fix(east_m=900, accuracy_m=20), a_circle(200)).findtext(f"{SVG}desc", "")
    assert "边界以外 700 米，误差半径 20 米" in description
    assert "700 m beyond the boundary, uncertain by 20 m (95 %)" in description
    assert "边界以内 200 米" in _drawn(a_fix(), a_circle(200)).findtext(f"{SVG}desc", "")


@pytest.mark.parametrize("fix", [a_fix(), a_fix(east_m=40_000), a_fix(accuracy_m=1e6), a_fix(accuracy_m=0.01)])
@pytest.mark.parametrize("fence", [a_circle(50), a_circle(1000), an_area()])
def test_fence_and_fix_are_always_in_the_picture(fix: Fix, fence: Circle | Area) -> None:
    text = plan_svg(fix, fence, locate(fix, fence), size_px=360)
    assert "nan" not in text
    assert "inf" not in text
    *rest, dot = _circles(ET.fromstring(text))  # noqa: S314
    assert 0 < dot[0] < 360
    assert 0 < dot[1] < 360
    if isinstance(fence, Circle):
        assert rest[0][0] - rest[0][2] >= 0
        assert rest[0][0] + rest[0][2] <= 360


def test_an_area_is_drawn_with_its_hole() -> None:
    svg = _drawn(a_fix(east_m=65), an_area(a_box(-100, -100, 100, 100), a_box(-30, -30, 30, 30)))
    path = next(path for path in svg.iter(f"{SVG}path") if path.get("fill-rule") == "evenodd")
    assert path.get("d", "").count("M") == 2
    corners = [float(n) for n in re.findall(r"[\d.]+", path.get("d", ""))]
    assert max(corners[::2]) - min(corners[::2]) == pytest.approx(max(corners[1::2]) - min(corners[1::2]), abs=0.3)


def test_every_site_of_a_union_is_drawn() -> None:
    union = Union([a_circle(200), a_circle(100, centre=displaced(a_position(), east_m=900, north_m=0)), an_area()])
    svg = _drawn(a_fix(), union)
    assert len(_circles(svg)) == 4
    assert sum(path.get("fill-rule") == "evenodd" for path in svg.iter(f"{SVG}path")) == 1


@pytest.mark.parametrize(
    ("radius_m", "label"), [(50, "20 m"), (100, "50 m"), (200, "100 m"), (1000, "500 m"), (10_000, "5 km")]
)
def test_the_scale_bar_is_a_round_length_drawn_to_scale(radius_m: float, label: str) -> None:
    svg = _drawn(a_fix(accuracy_m=radius_m / 100), a_circle(radius_m))
    assert label in _words(svg)
    bar = next(path.get("d", "") for path in svg.iter(f"{SVG}path") if path.get("d", "").startswith("M14 "))
    length_px = float(re.findall(r"H([\d.]+)", bar)[0]) - 14
    metres = float(label.split(maxsplit=1)[0]) * (1000 if "km" in label else 1)
    assert metres / length_px == pytest.approx(radius_m / _circles(svg)[0][2], rel=0.01)


def test_others_are_grey_dots_and_say_nothing_of_themselves() -> None:
    fix, fence = a_fix(), a_circle()
    others = [displaced(fix.position, east_m=east_m, north_m=0) for east_m in (10, 20)]
    drawn = plan_svg(fix, fence, locate(fix, fence), others=others)
    assert drawn.count('fill="#6f6f6f"') == 2
    assert plan_svg(fix, fence, locate(fix, fence)).count('fill="#6f6f6f"') == 0


def test_north_is_shown() -> None:
    assert "北 N" in _words(_drawn(a_fix(), a_circle()))


def test_the_size_is_a_choice() -> None:
    assert _drawn(a_fix(), a_circle(), size_px=720).get("viewBox") == "0 0 720 720"


def test_the_picture_carries_nothing_that_a_content_policy_forbids() -> None:
    text = plan_svg(a_fix(), a_circle(), locate(a_fix(), a_circle()))
    assert not re.search(r"style|script|href|url\(|onload|@import", text)
    assert {len(f) for f in re.findall(r"\.(\d+)", text)} <= {1, 2}  # And no position to the last digit.


def test_a_picture_of_the_ground_lies_where_its_points_say() -> None:
    fix, fence = a_fix(), a_circle()
    corners = [displaced(fix.position, east_m=side * 100, north_m=-side * 100) for side in (-1, 1)]
    pinned = [Pinned(right=part, down=part, position=corner) for part, corner in zip((0, 1), corners, strict=True)]
    underlay = Underlay(href="data:,", width_px=50, height_px=50, first=pinned[0], second=pinned[1])
    text = plan_svg(fix, fence, locate(fix, fence), underlays=[underlay])
    drawn = ET.fromstring(text)  # noqa: S314  Our own text.
    order = [each.tag.rpartition("}")[2] for each in drawn]
    assert order.index("image") < order.index("circle"), "beneath everything else"
    picture = next(each for each in drawn if each.tag.endswith("image"))
    a, b, c, d, e, f = map(float, picture.get("transform", "")[len("matrix(") : -1].split())
    assert (b, c) == pytest.approx((0, 0), abs=1e-6 + abs(a) / 100)
    assert a == pytest.approx(d)
    dot = next(each for each in drawn if each.get("r") == "5")
    middle = (e + 25 * a, f + 25 * d)
    assert middle == pytest.approx((float(dot.get("cx", "")), float(dot.get("cy", ""))), abs=0.5)
