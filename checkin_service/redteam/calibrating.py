"""The table of honest classes against which signals are held, made from the families of classes by a seed."""

from collections.abc import Mapping
from types import MappingProxyType

from numpy.random import Generator, default_rng

from checkin_service.redteam.classes import FAMILIES, honest
from checkin_service.signals.calibration import Ladder, Stratum, Table, ladder_of
from checkin_service.signals.model import PEOPLE_AT_LEAST, VERSIONS, SignalKind
from checkin_service.signals.readings import readings

SIZES: Mapping[int, int] = MappingProxyType({PEOPLE_AT_LEAST: 14, 15: 40})
"""From how many people to how many the classes of a stratum have: small ones look odd more easily."""


def calibrated(*, seed: int, classes: int) -> Table:
    """So many honest classes of each family and size, and the scores of every signal in them."""
    draw = default_rng(seed)
    strata = [_stratum(draw, low, high, classes) for low, high in SIZES.items()]
    signals = ",".join(f"{kind}-{version}" for kind, version in VERSIONS.items())
    return Table(version=f"seed {seed}: {signals}", classes=classes, strata=strata)


def _stratum(draw: Generator, low: int, high: int, classes: int) -> Stratum:
    ladders: dict[SignalKind, dict[str, Ladder]] = {kind: {} for kind in SignalKind}
    for family in FAMILIES:
        scores: dict[SignalKind, list[float]] = {kind: [] for kind in SignalKind}
        for _ in range(classes):
            for kind, reading in readings(honest(family, draw, int(draw.integers(low, high + 1)))).items():
                scores[kind].append(reading.score)
        for kind, found in scores.items():
            ladders[kind][family] = ladder_of(found, classes)
    return Stratum(people_from=low, ladders=ladders)
