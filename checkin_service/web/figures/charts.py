"""Columns of figures as a drawing: whole numbers in a box, so that a template only writes attributes."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 180
_GAP_SHARE = 4
_WIDEST = 64
"""One month alone is a column, not a wall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `series` is the number of what it shows, from 1."""

    x: int
    y: int
    width: int
    height: int
    series: int
    value: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of columns, side by side where there are several series."""

    columns: Sequence[Column]
    ticks: Sequence[Tick]
    highest: int


def chart(labels: Sequence[str], *series: Sequence[int]) -> Chart:
    """Each series has a value for every label; the highest value fills the box.

    >>> found = chart(["3月", "4月"], [4, 2])
    >>> [(each.x, each.y, each.width, each.height) for each in found.columns], found.highest
    ([(148, 0, 64, 180), (508, 90, 64, 90)], 4)
    """
    highest = max((value for values in series for value in values), default=0)
    slot = WIDTH // max(len(labels), 1)
    width = min(_WIDEST, slot * (_GAP_SHARE - 1) // _GAP_SHARE // max(len(series), 1))
    margin = (slot - width * len(series)) // 2
    columns = [
        Column(
            x=place * slot + margin + width * number,
            y=HEIGHT - height,
            width=width,
            height=height,
            series=number + 1,
            value=value,
            label=label,
        )
        for number, values in enumerate(series)
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
        for height in (max(value, 0) * HEIGHT // max(highest, 1),)
    ]
    return Chart(
        columns=columns,
        ticks=[Tick(x=place * slot + slot // 2, label=label) for place, label in enumerate(labels)],
        highest=highest,
    )
