"""Training places of a region drawn in metres: dots as large as their sign-ins, toned by their rate of doubts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from checkin_service.statistics.schemas import SiteDoubts
from geo.planar import Plane

WIDTH, HEIGHT = 720, 480
_MARGIN = 40
_SMALLEST_PX, _LARGEST_PX = 5, 16
_NUMBERED = 20
"""So many of the highest rates bear the number of their line in the list, also those without a doubt."""
_BANDS = (1, 20, 50)
"""Ours, per thousand: from each on the tone is one stronger."""
_LEAST_M = 500
_ROUND_M = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
_BAR_AT_MOST_PX = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One place, in pixels; `tone` is from 0, no doubts or nothing said, to 3."""

    x: int
    y: int
    radius: int
    tone: int
    number: int | None
    said: SiteDoubts


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """The dots, large ones first so that small ones lie above them, and a bar of a round length."""

    dots: Sequence[Dot]
    bar_m: int
    bar_px: int


def site_map(sites: Sequence[SiteDoubts]) -> SiteMap:
    """All places of a list, in its order."""
    eastings, northings = _in_metres(sites)
    span_m = max(_span(eastings) / (WIDTH - 2 * _MARGIN), _span(northings) / (HEIGHT - 2 * _MARGIN))
    m_per_px = max(span_m, _LEAST_M / HEIGHT)
    largest = max((each.signed or 0 for each in sites), default=0)
    dots = [
        Dot(
            x=WIDTH // 2 + round(east / m_per_px),
            y=HEIGHT // 2 - round(north / m_per_px),
            radius=_radius(each.signed or 0, largest),
            tone=tone_of(each.per_mille),
            number=rank if rank <= _NUMBERED else None,
            said=each,
        )
        for rank, (each, east, north) in enumerate(zip(sites, eastings, northings, strict=True), start=1)
    ]
    bar_m = max((each for each in _ROUND_M if each / m_per_px <= _BAR_AT_MOST_PX), default=_ROUND_M[0])
    return SiteMap(dots=sorted(dots, key=lambda each: -each.radius), bar_m=bar_m, bar_px=round(bar_m / m_per_px))


def tone_of(per_mille: int | None) -> int:
    """How strong a rate is drawn.

    >>> [tone_of(each) for each in (None, 0, 1, 19, 20, 49, 50, 1000)]
    [0, 0, 1, 1, 2, 2, 3, 3]
    """
    return sum(per_mille >= each for each in _BANDS) if per_mille is not None else 0


def _in_metres(sites: Sequence[SiteDoubts]) -> tuple[list[float], list[float]]:
    """East and north of the middle of them all."""
    if not sites:
        return [], []
    longitudes = [each.wgs84_longitude for each in sites]
    latitudes = [each.wgs84_latitude for each in sites]
    plane = Plane(longitude=_middle(longitudes), latitude=_middle(latitudes))
    placed = [plane.project_one(*each) for each in zip(longitudes, latitudes, strict=True)]
    return [east for east, _ in placed], [north for _, north in placed]


def _middle(values: Sequence[float]) -> float:
    return (min(values) + max(values)) / 2


def _span(values: Sequence[float]) -> float:
    """Twice the farthest, for the drawing's middle is the plane's."""
    return 2 * max(map(abs, values), default=0.0)


def _radius(signed: int, largest: int) -> int:
    return _SMALLEST_PX + round((_LARGEST_PX - _SMALLEST_PX) * sqrt(signed / largest)) if largest else _SMALLEST_PX
