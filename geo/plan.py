"""A small picture of a judgement: fence, fix, uncertainty circle, scale bar and north, as SVG text."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import shapely

from geo.area import Area
from geo.coordinates import Position
from geo.datum import to_wgs84
from geo.fence import Circle
from geo.fix import Fix
from geo.locate import Location, Outcome
from geo.outline import middle, outline
from geo.planar import Plane
from geo.underlay import Underlay
from geo.union import Union

_SIZE_PX: Final = 360
_Attributes = dict[str, float | str]
_MARGIN_PX: Final = 28.0
_EDGE_PX: Final = 14
_SHOWN_CONFIDENCE: Final = 0.95

# Told apart by colour-blind eyes too (Okabe and Ito's palette), and never by colour alone: the words say it as well.
_COLOUR: Final = {Outcome.INSIDE: "#007a5a", Outcome.EDGE: "#b35900", Outcome.OUTSIDE: "#b3261e"}
_WORDS: Final = {
    Outcome.INSIDE: ("在范围内", "inside"),
    Outcome.EDGE: ("无法确定", "cannot tell"),
    Outcome.OUTSIDE: ("在范围外", "outside"),
}


def plan_svg(
    fix: Fix,
    fence: Circle | Area | Union,
    location: Location,
    *,
    others: Sequence[Position] = (),
    underlays: Sequence[Underlay] = (),
    size_px: int = _SIZE_PX,
) -> str:
    """A square plan with the fix in relation to the fence, as SVG text; north is up, `size_px` pixels wide and high.

    Carries no styles, scripts, fonts or links, so that it passes any content policy, and a title and description in
    Chinese and English for those who cannot see it. Nothing of the fix but place and accuracy is shown. `others` are
    other people's places at the same time, as grey dots; those beyond the picture are left out of it. `underlays` are
    drawn beneath everything, the last on top; their addresses must be `data:` ones where the drawing is an image.
    """
    longitude, latitude = to_wgs84(fix.position)
    plane = Plane(longitude=longitude, latitude=latitude)
    fences = fence.fences if isinstance(fence, Union) else (fence,)
    frame = _frame(fix, [outline(part, plane).bounds for part in fences], size_px)
    colour = _COLOUR[location.outcome]
    chinese, english = _WORDS[location.outcome]
    description = _description(fix, location)
    drawn = [
        _element("rect", width=size_px, height=size_px, rx=8, fill="#f7f7f5"),
        *(_drawn_underlay(each, plane, frame) for each in underlays),
        *(_drawn_fence(part, plane, frame) for part in fences),
        *(_drawn_other(each, plane, frame) for each in others),
        *_drawn_fix(fix, frame, colour),
        *_scale_bar(frame),
        *_north(frame),
        _text(_EDGE_PX, 24, f"{chinese} · {english}", colour=colour, size=15),
    ]
    head = _head(size_px, f"{chinese} {english}. {description}")
    title = f"<title>{chinese} · {english}</title>\n<desc>{description}</desc>"
    return "\n".join([head, title, *drawn, "</svg>"]) + "\n"


@dataclass(frozen=True, slots=True)
class _Frame:
    """From metres around the fix to pixels."""

    west_m: float
    north_m: float
    px_per_m: float
    size_px: int

    def x(self, east_m: float) -> float:
        return (east_m - self.west_m) * self.px_per_m

    def y(self, north_m: float) -> float:
        return (self.north_m - north_m) * self.px_per_m


def _frame(fix: Fix, bounds: Iterable[tuple[float, float, float, float]], size_px: int) -> _Frame:
    wests, souths, easts, norths = zip((0.0, 0.0, 0.0, 0.0), *bounds, strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    # The uncertainty circle is shown whole unless it dwarfs everything else; then its edge leaves the picture.
    reach = min(fix.radius_m(_SHOWN_CONFIDENCE), 2 * max(east - west, north - south))
    west, south, east, north = min(west, -reach), min(south, -reach), max(east, reach), max(north, reach)
    half_m = max(east - west, north - south) / 2 * size_px / (size_px - 2 * _MARGIN_PX)
    return _Frame((west + east) / 2 - half_m, (south + north) / 2 + half_m, size_px / (2 * half_m), size_px)


def _head(size_px: int, label: str) -> str:
    size = f"0 0 {size_px} {size_px}"
    element = _element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=size, role="img", aria_label=label)
    return element.replace("/>", ">")


def _drawn_underlay(underlay: Underlay, plane: Plane, frame: _Frame) -> str:
    def drawn(position: Position) -> tuple[float, float]:
        east, north = plane.project_one(*to_wgs84(position))
        return frame.x(east), frame.y(north)

    laid = " ".join(f"{each:.6g}" for each in underlay.matrix(drawn))
    size: _Attributes = {"width": underlay.width_px, "height": underlay.height_px, "opacity": 0.7}
    return _element("image", href=underlay.href, transform=f"matrix({laid})", **size)


def _drawn_fence(fence: Circle | Area, plane: Plane, frame: _Frame) -> str:
    paint: _Attributes = {"fill": "#0072b2", "fill_opacity": 0.15, "stroke": "#0072b2", "stroke_width": 2}
    if isinstance(fence, Circle):
        own = middle(fence)
        x, y = plane.project_one(own.longitude, own.latitude)
        return _element("circle", cx=frame.x(x), cy=frame.y(y), r=fence.radius_m * frame.px_per_m, **paint)
    rings = shapely.get_rings(outline(fence, plane))
    path = "".join(_ring_path(shapely.get_coordinates(ring)[:-1].tolist(), frame) for ring in rings)
    return _element("path", d=path, fill_rule="evenodd", **paint)


def _ring_path(corners: list[list[float]], frame: _Frame) -> str:
    return "M" + "L".join(f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in corners) + "Z"


def _drawn_fix(fix: Fix, frame: _Frame, colour: str) -> list[str]:
    x, y, reach = frame.x(0), frame.y(0), fix.radius_m(_SHOWN_CONFIDENCE) * frame.px_per_m
    dashes: _Attributes = {"fill": colour, "fill_opacity": 0.12, "stroke": colour, "stroke_dasharray": "5 4"}
    return [
        _element("circle", cx=x, cy=y, r=reach, **dashes),
        _element("circle", cx=x, cy=y, r=5, fill=colour, stroke="#ffffff", stroke_width=2),
    ]


def _drawn_other(position: Position, plane: Plane, frame: _Frame) -> str:
    east, north = plane.project_one(*to_wgs84(position))
    return _element("circle", cx=frame.x(east), cy=frame.y(north), r=4, fill="#6f6f6f", fill_opacity=0.6)


def _scale_bar(frame: _Frame) -> list[str]:
    length_m = _round_length_m(frame.size_px / 3 / frame.px_per_m)
    start, end, y = _EDGE_PX, _EDGE_PX + length_m * frame.px_per_m, frame.size_px - _EDGE_PX
    bar = f"M{start} {y - 5}V{y}H{end:.1f}V{y - 5}"
    return [
        _element("path", d=bar, fill="none", stroke="#333333", stroke_width=1.5),
        _text(start, y - 9, _length(length_m)),
    ]


def _north(frame: _Frame) -> list[str]:
    x = frame.size_px - 24
    return [
        _element("path", d=f"M{x} 12l6 18-6-4-6 4z", fill="#333333"),
        _text(x, 44, "北 N", anchor="middle"),
    ]


def _text(x: float, y: float, words: str, *, colour: str = "#333333", size: int = 12, anchor: str = "start") -> str:
    # The halo keeps words readable across the lines of the fence.
    halo: _Attributes = {"stroke": "#f7f7f5", "stroke_width": 3, "paint_order": "stroke"}
    letters: _Attributes = {"font_family": "sans-serif", "font_size": size, "text_anchor": anchor, "fill": colour}
    return _element("text", x=x, y=y, **letters, **halo).replace("/>", f">{words}</text>")


def _element(name: str, **attributes: float | str) -> str:
    pairs = (f'{key.replace("_", "-")}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{name} {' '.join(pairs)}/>"


def _attribute(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _round_length_m(at_most_m: float) -> float:
    """The greatest of 1, 2, 5, 10, 20 ... that fits."""
    power = 10.0 ** math.floor(math.log10(at_most_m))
    return power * max(step for step in (1, 2, 5) if step * power <= at_most_m)


def _length(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"  # noqa: PLR2004


def _description(fix: Fix, location: Location) -> str:
    gap_m, accuracy_m = abs(location.margin_m), fix.radius_m(_SHOWN_CONFIDENCE)
    side, beyond = ("边界以内", "within") if location.margin_m >= 0 else ("边界以外", "beyond")
    return (
        f"定位点在{side} {gap_m:.0f} 米，误差半径 {accuracy_m:.0f} 米（95%）。"
        f" The fix lies {gap_m:.0f} m {beyond} the boundary, uncertain by {accuracy_m:.0f} m (95 %)."
    )
