"""Models of honest phones: how far a fix is off, and what the phone says of its own precision.

Shapes after public measurements: Wi-Fi positions of iPhones with a median error of 74 m and cell positions of 600 m
(Zandbergen, Transactions in GIS 13, 2009), Wi-Fi databases 50 to 200 m off. Shares are an assumption about one town.
The radius that holds 68 % of a circular normal error is 1.51 of its axis' sigma.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.random import Generator

_R68 = 1.51
_AS_ANDROID_MEANS = 0.68
_AS_A_PAGE_CLAIMS = 0.95
_STALE_DAYS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One fix: its error in metres east and north, and what the phone states; no accuracy, no usable fix."""

    east_m: float = 0.0
    north_m: float = 0.0
    accuracy_m: float | None = None
    confidence: float | None = None
    datum: str = "wgs84"
    """The datum its numbers are in."""
    labelled: str = "wgs84"
    """The datum they are said to be in."""
    has_fix: bool = True


@dataclass(frozen=True, slots=True)
class Owner:
    """What stays with a person for the whole term: the direction and size of a phone's bias."""

    bias_m: float
    turn: float

    def off(self, draw: Generator, noise_m: float) -> tuple[float, float]:
        east, north = draw.normal(0, noise_m, 2)
        return self.bias_m * np.cos(self.turn) + east, self.bias_m * np.sin(self.turn) + north


Model = Callable[[Generator, Owner], Said]


def _normal(draw: Generator, accuracy_m: float, *, factor: float = 1.0, confidence: float | None = 0.68) -> Said:
    east, north = draw.normal(0, accuracy_m * factor / _R68, 2)
    return Said(east_m=east, north_m=north, accuracy_m=accuracy_m, confidence=confidence)


def _open_sky(draw: Generator, _owner: Owner) -> Said:
    return _normal(draw, float(np.clip(draw.lognormal(np.log(8), 0.45), 3.5, 30)))


def _indoors(draw: Generator, _owner: Owner) -> Said:
    return _normal(draw, draw.uniform(10, 40))


def _iphone_indoors(draw: Generator, _owner: Owner) -> Said:
    return _normal(draw, float(draw.choice([35, 65, 65])), factor=draw.uniform(0.5, 1.2), confidence=None)


def _urban_canyon(draw: Generator, owner: Owner) -> Said:
    east, north = owner.off(draw, 10)
    accuracy = max(4.0, (owner.bias_m + 10) * draw.uniform(0.3, 0.8))
    return Said(east_m=east, north_m=north, accuracy_m=accuracy, confidence=_AS_ANDROID_MEANS)


def _wifi(draw: Generator, owner: Owner) -> Said:
    east, north = owner.off(draw, 8)
    accuracy = float(5 * round(draw.uniform(20, 65) / 5))
    return Said(east_m=east, north_m=north, accuracy_m=accuracy, confidence=_AS_A_PAGE_CLAIMS)


def _cell(draw: Generator, _owner: Owner) -> Said:
    return _normal(draw, draw.uniform(1000, 3000), factor=draw.uniform(0.5, 1.3))


def _optimistic_cell(draw: Generator, owner: Owner) -> Said:
    east, north = owner.off(draw, 20)
    return Said(east_m=east, north_m=north, accuracy_m=draw.uniform(300, 500), confidence=_AS_ANDROID_MEANS)


def _approximate(draw: Generator, owner: Owner) -> Said:
    east, north = owner.off(draw, 0)
    return Said(east_m=east, north_m=north, accuracy_m=draw.uniform(3000, 7000))


def _sometimes_stale(draw: Generator, owner: Owner) -> Said:
    if draw.random() > _STALE_DAYS:
        return _indoors(draw, owner)
    distance, turn = np.exp(draw.uniform(np.log(300), np.log(15_000))), draw.uniform(0, 2 * np.pi)
    return Said(
        east_m=distance * np.cos(turn),
        north_m=distance * np.sin(turn),
        accuracy_m=draw.uniform(4, 30),
        confidence=_AS_ANDROID_MEANS,
    )


def _no_fix(_draw: Generator, _owner: Owner) -> Said:
    return Said(has_fix=False)


def _no_accuracy(draw: Generator, _owner: Owner) -> Said:
    east, north = draw.normal(0, 15 / _R68, 2)
    return Said(east_m=east, north_m=north)


def _mislabelled(draw: Generator, _owner: Owner) -> Said:
    accuracy = draw.uniform(6, 25)
    east, north = draw.normal(0, accuracy / _R68, 2)
    datum, labelled = (str(each) for each in draw.permutation(["gcj02", "wgs84"]))
    return Said(
        east_m=east, north_m=north, accuracy_m=accuracy, confidence=_AS_ANDROID_MEANS, datum=datum, labelled=labelled
    )


MIX: Mapping[str, tuple[float, Model]] = MappingProxyType(
    {
        "open_sky": (0.04, _open_sky),
        "indoors": (0.42, _indoors),
        "iphone_indoors": (0.20, _iphone_indoors),
        "urban_canyon": (0.08, _urban_canyon),
        "wifi": (0.14, _wifi),
        "cell": (0.03, _cell),
        "optimistic_cell": (0.01, _optimistic_cell),
        "approximate": (0.03, _approximate),
        "sometimes_stale": (0.01, _sometimes_stale),
        "no_fix": (0.02, _no_fix),
        "no_accuracy": (0.005, _no_accuracy),
        "mislabelled": (0.015, _mislabelled),
    }
)
"""Share of each kind of phone in one town, and how it speaks."""

_BIAS_M: Mapping[str, Callable[[Generator], float]] = MappingProxyType(
    {
        "urban_canyon": lambda draw: draw.uniform(20, 80),
        "wifi": lambda draw: draw.uniform(30, 150),
        "optimistic_cell": lambda draw: draw.lognormal(np.log(600), 0.5),
        "approximate": lambda draw: draw.uniform(0, 4000),
    }
)


@dataclass(frozen=True, slots=True)
class HonestPhone:
    """A phone of one kind with its owner's lasting bias; it stays the same for the whole term."""

    kind: str
    owner: Owner

    def fix(self, draw: Generator) -> Said:
        return MIX[self.kind][1](draw, self.owner)


def a_phone(draw: Generator) -> HonestPhone:
    """A phone as the town's mix has it."""
    kinds = list(MIX)
    shares = np.array([share for share, _ in MIX.values()])
    kind = kinds[int(draw.choice(len(kinds), p=shares / shares.sum()))]
    bias = _BIAS_M[kind](draw) if kind in _BIAS_M else 0.0
    return HonestPhone(kind, Owner(float(bias), float(draw.uniform(0, 2 * np.pi))))
