"""A picture of the ground, such as a site plan: laid under a drawing by two of its points whose places are known."""

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, degrees, hypot

from geo.coordinates import Position

Drawn = Callable[[Position], tuple[float, float]]
"""Where a drawing shows a position: to the right and downwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A point of a picture, in parts of its width and height from the upper left, and where it lies."""

    right: float
    down: float
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Underlay:
    """A picture with two pinned points: one scale in all directions, turned as they say, never mirrored."""

    href: str
    width_px: int
    height_px: int
    first: Pinned
    second: Pinned

    def matrix(self, drawn: Drawn) -> tuple[float, float, float, float, float, float]:
        """What `matrix(…)` of SVG takes to lay the picture into a drawing.

        Both points come to lie where they belong:

        >>> from geo.coordinates import Datum
        >>> def metres(at: Position) -> tuple[float, float]:
        ...     return at.longitude * 100, -at.latitude * 100
        >>> corner = Pinned(right=0, down=0, position=Position(longitude=1, latitude=2, datum=Datum.WGS84))
        >>> other = Pinned(right=1, down=0, position=Position(longitude=3, latitude=2, datum=Datum.WGS84))
        >>> Underlay(href="", width_px=400, height_px=100, first=corner, second=other).matrix(metres)
        (0.5, 0.0, -0.0, 0.5, 100.0, -200.0)
        """
        one, two = self._pixels(self.first), self._pixels(self.second)
        start, end = complex(*drawn(self.first.position)), complex(*drawn(self.second.position))
        turned = (end - start) / (two - one)
        moved = start - turned * one
        return turned.real, turned.imag, -turned.imag, turned.real, moved.real, moved.imag

    def scale(self, drawn: Drawn) -> float:
        """How long a pixel of the picture is drawn."""
        right, down, *_ = self.matrix(drawn)
        return hypot(right, down)

    def turned_degrees(self, drawn: Drawn) -> float:
        """How far the picture's upper edge is turned clockwise from where north is up."""
        right, down, *_ = self.matrix(drawn)
        return degrees(atan2(down, right))

    def _pixels(self, point: Pinned) -> complex:
        return complex(point.right * self.width_px, point.down * self.height_px)
