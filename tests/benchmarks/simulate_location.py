"""Promises of `locate`, simulated (`python -m tests.benchmarks.simulate_location [plot.svg]`).

True positions are spread evenly over the fence and its surroundings, fixes scatter around them with a circular normal
error, and every fix is judged. Two promises are counted: of those called INSIDE at 0.95, at least 95 % are inside; of
the people inside the fence, at most 5 % are called OUTSIDE. Beside them stands what the flat rule "refuse when
P(inside) is at most 0.05" would do to the same people.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyproj import Geod

from geo import PLATFORM_CONFIDENCE, Circle, Datum, Outcome, Position, locate_many

RADII_M = (50, 100, 200, 500, 1000)
ACCURACIES_M = (5, 10, 20, 50, 100, 200, 300)
CENTRE = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
ELLIPSOID = Geod(ellps="WGS84")
SIGMAS_AROUND = 6
CALLED_AT_LEAST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One radius and one accuracy, with the shares counted; None where nobody was in that group."""

    radius_m: float
    accuracy_m: float
    inside_right: float | None
    """Of the fixes called INSIDE, truly inside."""
    honest_inside: float
    """Of the people inside, called INSIDE."""
    honest_outside: float
    """Of the people inside, called OUTSIDE."""
    honest_flat: float
    """Of the people inside, refused by the flat rule."""
    caught_5km: float
    """Of the people 5 km away, called OUTSIDE."""


def simulate(*, radius_m: float, accuracy_m: float, confidence: float, fixes: int, seed: int = 20250303) -> Setting:
    """Judge so many noisy fixes of one setting."""
    random = np.random.default_rng((seed, int(radius_m), int(accuracy_m)))
    sigma_m = accuracy_m / math.sqrt(-2 * math.log(1 - confidence))
    honest_m = radius_m * np.sqrt(random.random(fixes))
    honest, probabilities = _judged(honest_m, radius_m, sigma_m, random)
    distant, _ = _judged(np.full(fixes // 10, 5000.0), radius_m, sigma_m, random)
    return Setting(
        radius_m=radius_m,
        accuracy_m=accuracy_m,
        inside_right=_inside_right(radius_m, sigma_m, fixes, random),
        honest_inside=float((honest == Outcome.INSIDE).mean()),
        honest_outside=float((honest == Outcome.OUTSIDE).mean()),
        honest_flat=float((probabilities <= 0.05).mean()),
        caught_5km=float((distant == Outcome.OUTSIDE).mean()),
    )


def _inside_right(radius_m: float, sigma_m: float, fixes: int, random: np.random.Generator) -> float | None:
    """Of people all around, those called INSIDE who are; drawn until enough are called to trust the share."""
    if math.exp(-((radius_m / sigma_m) ** 2) / 2) > 0.05:  # Not even a fix on the centre is called INSIDE.
        return None
    drawn = called = right = 0
    while drawn < fixes or called < CALLED_AT_LEAST:
        away_m = (radius_m + SIGMAS_AROUND * sigma_m) * np.sqrt(random.random(fixes))
        outcomes, _ = _judged(away_m, radius_m, sigma_m, random)
        is_called = outcomes == Outcome.INSIDE
        drawn, called, right = drawn + fixes, called + is_called.sum(), right + (is_called & (away_m <= radius_m)).sum()
    return float(right / called)


def _judged(
    away_m: np.ndarray, radius_m: float, sigma_m: float, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and probabilities for people so far from the centre, in any direction."""
    bearing = random.uniform(0, 2 * np.pi, away_m.size)
    east = away_m * np.sin(bearing) + random.normal(0, sigma_m, away_m.size)
    north = away_m * np.cos(bearing) + random.normal(0, sigma_m, away_m.size)
    lon, lat = np.full_like(east, CENTRE.longitude), np.full_like(east, CENTRE.latitude)
    lon, lat, _ = ELLIPSOID.fwd(lon, lat, np.degrees(np.arctan2(east, north)), np.hypot(east, north))
    judged = locate_many(
        Circle(centre=CENTRE, radius_m=radius_m),
        longitudes=lon,
        latitudes=lat,
        datum=Datum.WGS84,
        # As platforms mean it: more than this would not be believed.
        accuracies_m=sigma_m * math.sqrt(-2 * math.log(1 - PLATFORM_CONFIDENCE)),
        confidence=PLATFORM_CONFIDENCE,
    )
    return judged.outcomes, judged.probabilities_inside


def table(settings: list[Setting]) -> Iterator[str]:
    """The settings as a Markdown table."""
    yield "| radius | accuracy | of INSIDE, truly inside | honest: INSIDE | honest: EDGE | honest: OUTSIDE |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for s in settings:
        edge = 1 - s.honest_inside - s.honest_outside
        shares = (s.inside_right, s.honest_inside, edge, s.honest_outside)
        cells = " | ".join("–" if share is None else f"{share:.2%}" for share in shares)
        yield f"| {s.radius_m:g} m | {s.accuracy_m:g} m | {cells} |"


def plot(settings: list[Setting]) -> str:
    """Honest people refused, over accuracy: this rule (solid) and the flat rule (dashed), one colour per radius."""
    colours = dict(zip(RADII_M, ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"), strict=True))
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif" font-size="12">',
        "<title>诚实者被拒的比例 · Honest people refused</title>",
        '<rect width="640" height="360" fill="#ffffff"/>',
        *_axes(),
    ]
    for row, (radius_m, colour) in enumerate(colours.items()):
        chosen = [s for s in settings if s.radius_m == radius_m]
        ours = " ".join(f"{_x(s.accuracy_m):.1f},{_y(s.honest_outside):.1f}" for s in chosen)
        flat = " ".join(f"{_x(s.accuracy_m):.1f},{_y(s.honest_flat):.1f}" for s in chosen)
        stroke = f'fill="none" stroke="{colour}" stroke-width="2"'
        lines += [f'<polyline points="{ours}" {stroke}/>']
        lines += [f'<polyline points="{flat}" {stroke} stroke-dasharray="6 4"/>']
        lines += [f'<text x="545" y="{60 + 18 * row}" fill="{colour}">r = {radius_m} m</text>']
    return "\n".join([*lines, "</svg>"]) + "\n"


def _axes() -> Iterator[str]:
    for share in (0, 0.05, 0.25, 0.5, 0.75, 1):
        dash = ' stroke-dasharray="2 3"' if share == 0.05 else ""
        yield f'<path d="M60 {_y(share):.1f}H530" stroke="#bbbbbb"{dash}/>'
        yield f'<text x="52" y="{_y(share) + 4:.1f}" text-anchor="end">{share:.0%}</text>'
    for accuracy_m in ACCURACIES_M:
        yield f'<text x="{_x(accuracy_m):.1f}" y="328" text-anchor="middle">{accuracy_m}</text>'
    yield '<text x="295" y="350" text-anchor="middle">定位精度 accuracy (68 %), m</text>'
    yield '<text x="60" y="24">诚实者被拒的比例 honest people refused: 本库 this rule ——  P ≤ 5 % – – –</text>'


def _x(accuracy_m: float) -> float:
    return 60 + 470 * math.log(accuracy_m / ACCURACIES_M[0]) / math.log(ACCURACIES_M[-1] / ACCURACIES_M[0])


def _y(share: float) -> float:
    return 310 - 265 * share


def worst(settings: list[Setting]) -> str:
    """The worst share of each kind, in one line."""
    right = min(s.inside_right for s in settings if s.inside_right is not None)
    refused, flat = max(s.honest_outside for s in settings), max(s.honest_flat for s in settings)
    caught = min(s.caught_5km for s in settings)
    return (
        f"Worst: of INSIDE truly inside {right:.2%}; honest OUTSIDE {refused:.2%}, by the flat rule {flat:.2%}; "
        f"caught at 5 km {caught:.2%}.\n"
    )


def _settings(confidence: float) -> list[Setting]:
    return [
        simulate(radius_m=radius_m, accuracy_m=accuracy_m, confidence=confidence, fixes=100_000)
        for radius_m in RADII_M
        for accuracy_m in ACCURACIES_M
    ]


def main() -> None:
    """Print the table for Android's accuracies (68 %) and the worst cases there and on the web (95 %)."""
    android = _settings(0.68)
    sys.stdout.write("\n".join(table(android)) + "\n\n68 %: " + worst(android))
    sys.stdout.write("95 %: " + worst(_settings(0.95)))
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(plot(android), encoding="utf-8")


if __name__ == "__main__":
    main()
