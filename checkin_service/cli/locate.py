"""`checkin-service locate`: judges one fix against one fence by geometry alone, without a database."""

import argparse
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from checkin_service.cli.mistakes import Mistaken
from geo import (
    UNDOCUMENTED_CONFIDENCE,
    Area,
    Circle,
    Datum,
    Fix,
    InvalidPosition,
    InvalidValue,
    Location,
    Mistake,
    Outcome,
    Position,
    Union,
    locate,
    mistake_in,
    plan_svg,
)

_WORDS = {
    Outcome.INSIDE: "在范围内 · inside",
    Outcome.EDGE: "无法确定 · cannot be told",
    Outcome.OUTSIDE: "在范围外 · outside",
}
_SLIPS = {
    Mistake.NULL_ISLAND: "(0, 0) is no place but a variable that was never filled",
    Mistake.SWAPPED_AXES: "longitude and latitude look exchanged",
}
# The moment of a fix decides nothing about where it lies.
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    names = [datum.value for datum in Datum]
    command = subparsers.add_parser("locate", help="is a fix inside a fence? write --fix=LON,LAT, with the = sign")
    command.add_argument("--fix", required=True, metavar="LON,LAT", help="where the phone says it is")
    command.add_argument("--accuracy", required=True, metavar="M", help="radius of its error disc in metres")
    command.add_argument(
        "--confidence",
        metavar="P",
        default=str(UNDOCUMENTED_CONFIDENCE),
        help="of that disc: Android 0.68, web 0.95; %(default)s when the platform does not say",
    )
    command.add_argument("--datum", required=True, metavar="|".join(names), help="of the fix")
    command.add_argument("--site", metavar="LON,LAT", help="the site's point")
    command.add_argument("--site-datum", metavar="DATUM", help="of the site's point")
    command.add_argument("--radius", metavar="M", help="the site's effective radius")
    command.add_argument("--area", type=Path, metavar="FILE", help="a GeoJSON polygon, alone or beside the circle")
    command.add_argument("--area-datum", metavar="DATUM", default=Datum.WGS84.value, help="%(default)s by default")
    command.add_argument("--json", action="store_true", help="for programs")
    command.add_argument("--svg", type=Path, metavar="FILE", help="draw a plan")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        judged = _judged(arguments)
        if arguments.svg is not None:
            arguments.svg.write_text(plan_svg(judged.fix, judged.fence, judged.location), encoding="utf-8")
    except InvalidValue as error:
        raise Mistaken(str(error)) from error
    except OSError as error:
        raise Mistaken(f"{error.filename}: {error.strerror}") from error
    print(json.dumps(_document(judged.location)) if arguments.json else _sentence(judged.location))
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    fix: Fix
    fence: Circle | Area | Union
    location: Location


def _judged(arguments: argparse.Namespace) -> _Judged:
    fix = Fix(
        position=_position("--fix", arguments.fix, _datum("--datum", arguments.datum)),
        accuracy_m=_number("--accuracy", arguments.accuracy),
        confidence=_number("--confidence", arguments.confidence),
        captured_at=_ANY_MOMENT,
    )
    fence = _fence(arguments)
    return _Judged(fix=fix, fence=fence, location=locate(fix, fence))


def _fence(arguments: argparse.Namespace) -> Circle | Area | Union:
    parts: list[Circle | Area] = []
    circle = {"--site": arguments.site, "--site-datum": arguments.site_datum, "--radius": arguments.radius}
    missing = [name for name, value in circle.items() if value is None]
    if len(missing) < len(circle) and missing:
        raise Mistaken(f"{', '.join(missing)} is missing beside the site's other values")
    if not missing:
        centre = _position("--site", arguments.site, _datum("--site-datum", arguments.site_datum))
        parts.append(Circle(centre=centre, radius_m=_number("--radius", arguments.radius)))
    if arguments.area is not None:
        datum = _datum("--area-datum", arguments.area_datum)
        parts.append(Area.from_geojson(arguments.area.read_bytes(), datum=datum))
    if not parts:
        raise Mistaken("a fence is missing: --site, --site-datum and --radius, or --area")
    return parts[0] if len(parts) == 1 else Union(parts)


def _position(option: str, text: str, datum: Datum) -> Position:
    longitude, comma, latitude = text.partition(",")
    if not comma:
        raise Mistaken(f"{option} must be LON,LAT such as 120.5821,29.9971; got {text!r}")
    try:
        position = Position(longitude=_number(option, longitude), latitude=_number(option, latitude), datum=datum)
    except InvalidPosition as error:
        raise Mistaken(f"{option}: {error}") from error
    slip = mistake_in(position)
    if slip is not None:
        raise Mistaken(f"{option}: {_SLIPS[slip]}")
    return position


def _datum(option: str, text: str) -> Datum:
    try:
        return Datum(text.lower().replace("-", ""))
    except ValueError:
        names = ", ".join(datum.value for datum in Datum)
        raise Mistaken(f"{option} must be one of {names}; got {text!r}") from None


def _number(option: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Mistaken(f"{option} must be a number; got {text!r}") from None


def _document(location: Location) -> dict[str, object]:
    return {
        "outcome": location.outcome.value,
        "distance_m": round(location.distance_m, 3),
        "margin_m": round(location.margin_m, 3),
        "probability_inside": round(location.probability_inside, 6),
    }


def _sentence(location: Location) -> str:
    return (
        f"{_WORDS[location.outcome]} — 距离 distance {location.distance_m:.1f} m, "
        f"距边界 margin {location.margin_m:+.1f} m, P(inside) = {location.probability_inside:.4f}"
    )
