"""Evidence of several looks at a class: e-values that bear looking every day, and the list they make of many classes.

Lessons of one class are alike, so that an honest oddity comes again in each; and signals look at the same sign-ins.
E-values are therefore averaged with weights, never multiplied: a weighted mean of them is one whatever depends on what.
Weights of the times that a signal may speak sum to one over all that may ever come, and what has not come counts
nothing, so that the sum only grows and whoever looks every day errs no more often than whoever looks once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from checkin_service.signals.model import OF_CHECKS, SignalKind

FALSE_ALARM = 0.01
"""How often an honest class may ever come to be listed, by itself."""

_FOR_CHECKS = 0.35
"""How much is bet on unannounced checks together; the rest on sign-ins."""
_WEIGHTS: Mapping[SignalKind, float] = {
    kind: _FOR_CHECKS / len(OF_CHECKS) if kind in OF_CHECKS else (1 - _FOR_CHECKS) / (len(SignalKind) - len(OF_CHECKS))
    for kind in SignalKind
}
_STEPS = ((0.01, 0.1), (0.001, 0.1), (0.0002, 0.8))
"""Levels and how much is bet on each; a table of 4,999 classes tells no finer one."""


def e_value(p: float) -> float:
    """A bet against honesty that wins at three levels; for a valid p its mean is at most one.

    >>> [round(e_value(p)) for p in (0.5, 0.01, 0.001, 0.0002)]
    [0, 10, 110, 4110]
    """
    return sum(weight / level for level, weight in _STEPS if p <= level)


def look_weight(number: int) -> float:
    """Of the first, second, … time that a signal speaks of a class; all together one.

    >>> [round(look_weight(number), 3) for number in (1, 2, 3)]
    [0.5, 0.167, 0.083]
    """
    return 1 / (number * (number + 1))


def evidence(looks: Sequence[Mapping[SignalKind, float]]) -> float:
    """The e-value of a class after these looks, from the p-values of each; a signal that said nothing adds nothing."""
    spoke: Counter[SignalKind] = Counter()
    total = 0.0
    for look in looks:
        spoke.update(look.keys())
        total += sum(look_weight(spoke[kind]) * _WEIGHTS[kind] * e_value(p) for kind, p in look.items())
    return total


def p_of(e: float) -> float:
    """By Markov's inequality: how often an honest class ever comes to so much.

    >>> p_of(0.5), p_of(200.0)
    (1.0, 0.005)
    """
    return min(1.0, 1 / e) if e > 0 else 1.0


def listed(p_values: Sequence[float], *, false_discoveries: float) -> list[bool]:
    """Which of the classes of an authority are to be looked at: Benjamini-Hochberg, and none above the false alarm.

    >>> listed([0.001, 0.5, 0.009, 0.02], false_discoveries=0.1)
    [True, False, True, False]
    """
    ordered = sorted(p_values)
    passing = [p for rank, p in enumerate(ordered, start=1) if p <= false_discoveries * rank / len(ordered)]
    limit = min(max(passing, default=0.0), FALSE_ALARM)
    return [p <= limit for p in p_values]
