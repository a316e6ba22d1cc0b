"""The signals themselves: each a score of one look at a class, higher the odder, with the figures behind it."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from checkin_service.signals.model import (
    PEOPLE_AT_LEAST,
    Booleans,
    Floats,
    Lessons,
    Reading,
    Readings,
    SignalKind,
)

_LESSONS_AT_LEAST = 3
_MOST = 0.8
"""How much of a class is "most of it": latecomers do not hide the others."""
_TRAIN_S = 60.0
"""A longer pause ends a row of sign-ins that follow one another."""
_IN_TRAINS_AT_LEAST = 0.6
_INSTANT_S = 0.001
"""What our own clock tells apart."""
_SPREAD_AT_LEAST = 0.05
_SPREAD_FLOOR_S = 0.02


def readings(lessons: Lessons) -> Readings:
    """What each signal says; those that have too little to go by say nothing, and of a small group none does."""
    if lessons.people < PEOPLE_AT_LEAST:
        return {}
    said = {kind: read(lessons) for kind, read in _READ.items()}
    return {kind: reading for kind, reading in said.items() if reading is not None}


def order(lessons: Lessons) -> Reading | None:
    """Mean rank correlation (Spearman) of the order of sign-ins between one lesson and the next.

    >>> at = np.tile(np.arange(8.0) * 10, (3, 1))
    >>> none = np.full((3, 8), np.nan)
    >>> order(Lessons(at_s=at, code_age_s=none, by_card=none > 0, bound_at_s=none[0],
    ...               bound_in=np.full(8, -1))).figures
    {'agreement': 1.0, 'lessons': 3}
    """
    rows = _full(lessons.at_s)
    if len(rows) < _LESSONS_AT_LEAST:
        return None
    ranks = np.array([_ranks(row) for row in rows])
    agreements = [agreement for one, other in pairwise(ranks) if (agreement := _agreement(one, other)) is not None]
    if not agreements:
        return None
    mean = float(np.mean(agreements))
    return Reading(score=mean, figures={"agreement": round(mean, 2), "lessons": len(rows)})


def burst(lessons: Lessons) -> Reading | None:
    """In how short a time most of a class signs in, per person, in the middle one of its lessons."""
    rows = _full(lessons.at_s)
    if len(rows) < _LESSONS_AT_LEAST:
        return None
    windows = sorted((_tightest(row[~np.isnan(row)]) for row in rows), key=lambda each: each[0] / each[1])
    seconds, people = windows[len(windows) // 2]
    return Reading(
        score=-float(np.log10(max(seconds / people, _INSTANT_S))),
        figures={"seconds": round(seconds, 1), "people": people},
    )


def pace(lessons: Lessons) -> Reading | None:
    """How even the pauses are where one sign-in follows the other, in logarithms."""
    gaps: list[Floats] = []
    signed = 0
    for row in _full(lessons.at_s):
        here = np.diff(np.sort(row[~np.isnan(row)]))
        signed += len(here)
        gaps.append(here[here <= _TRAIN_S])
    steps = np.concatenate(gaps) if gaps else np.empty(0)
    if len(steps) < PEOPLE_AT_LEAST * 2 or len(steps) < _IN_TRAINS_AT_LEAST * signed:
        return None
    spread = float(np.std(np.log(steps + _SPREAD_FLOOR_S)))
    return Reading(
        score=1 / (_SPREAD_AT_LEAST + spread),
        figures={
            "seconds": round(float(np.median(steps)), 1),
            "spread": round(spread, 2),
            "card_percent": _card_percent(lessons),
        },
    )


def codes(lessons: Lessons) -> Reading | None:
    """How alike the ages of the room's code are within a lesson: many people never type at once."""
    rows = _full(lessons.code_age_s)
    if len(rows) < _LESSONS_AT_LEAST:
        return None
    spread = float(np.median([np.std(row[~np.isnan(row)]) for row in rows]))
    return Reading(
        score=-float(np.log10(spread + _SPREAD_FLOOR_S)), figures={"spread": round(spread, 2), "lessons": len(rows)}
    )


def binding(lessons: Lessons) -> Reading | None:
    """In how short a time the phones of most of those were bound who share a network and a kind of client."""
    known = (lessons.bound_in >= 0) & ~np.isnan(lessons.bound_at_s) & _seen(lessons)
    if known.sum() < PEOPLE_AT_LEAST:
        return None
    places, counts = np.unique(lessons.bound_in[known], return_counts=True)
    together = known & (lessons.bound_in == places[np.argmax(counts)])
    if together.sum() < PEOPLE_AT_LEAST:
        return None
    seconds, people = _tightest(lessons.bound_at_s[together])
    return Reading(
        score=-float(np.log10(max(seconds / people, _INSTANT_S))),
        figures={"seconds": round(seconds, 1), "people": people},
    )


_READ: Mapping[SignalKind, Callable[[Lessons], Reading | None]] = MappingProxyType(
    {
        SignalKind.ORDER: order,
        SignalKind.BURST: burst,
        SignalKind.PACE: pace,
        SignalKind.CODES: codes,
        SignalKind.BINDING: binding,
    }
)


def _full(rows: Floats) -> Floats:
    """The lessons in which enough people have a value."""
    full: Floats = rows[(~np.isnan(rows)).sum(axis=1) >= PEOPLE_AT_LEAST]
    return full


def _ranks(row: Floats) -> Floats:
    """Who came how soon; people of one moment share a rank, so that equal moments are no order."""
    ranks = np.full(row.shape, np.nan)
    there = ~np.isnan(row)
    moments = row[there]
    ordered = np.sort(moments)
    ranks[there] = (np.searchsorted(ordered, moments) + np.searchsorted(ordered, moments, side="right")) / 2
    return ranks


def _agreement(one: Floats, other: Floats) -> float | None:
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < PEOPLE_AT_LEAST:
        return None
    left, right = one[both] - one[both].mean(), other[both] - other[both].mean()
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum() / size) if size > 0 else 0.0


def _tightest(moments: Floats) -> tuple[float, int]:
    """The shortest time that holds most of the moments, and how many those are; never fewer than the least group."""
    ordered = np.sort(moments)
    people = max(PEOPLE_AT_LEAST, int(np.ceil(_MOST * len(ordered))))
    return float((ordered[people - 1 :] - ordered[: len(ordered) - people + 1]).min()), people


def _seen(lessons: Lessons) -> Booleans:
    return np.asarray((~np.isnan(lessons.at_s)).any(axis=0), dtype=np.bool_)


def _card_percent(lessons: Lessons) -> int:
    signed = ~np.isnan(lessons.at_s)
    return round(100 * float(lessons.by_card[signed].mean()))
