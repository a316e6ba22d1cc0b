"""The table of honest classes against which signals are held, made from the families of classes by a seed."""

from collections.abc import Collection, Iterable, Mapping
from random import Random
from types import MappingProxyType

from numpy.random import Generator, default_rng

from checkin_service.redteam import checked
from checkin_service.redteam.classes import FAMILIES, honest
from checkin_service.signals.calibration import Ladder, Stratum, Table, ladder_of
from checkin_service.signals.checks import check_readings
from checkin_service.signals.model import OF_CHECKS, PEOPLE_AT_LEAST, VERSIONS, Readings, SignalKind
from checkin_service.signals.readings import readings

SIZES: Mapping[int, int] = MappingProxyType({PEOPLE_AT_LEAST: 14, 15: 40})
"""From how many people to how many the classes of a stratum have: small ones look odd more easily."""


def calibrated(*, seed: int, classes: int) -> Table:
    """So many honest classes of each family and size, and the scores of every signal in them."""
    draw, dice = default_rng(seed), Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    strata = [_stratum(draw, dice, low, high, classes) for low, high in SIZES.items()]
    signals = ",".join(f"{kind}-{version}" for kind, version in VERSIONS.items())
    return Table(version=f"seed {seed}: {signals}", classes=classes, strata=strata)


def _stratum(draw: Generator, dice: Random, low: int, high: int, classes: int) -> Stratum:
    ladders: dict[SignalKind, dict[str, Ladder]] = {kind: {} for kind in SignalKind}
    for family in FAMILIES:
        told = (readings(honest(family, draw, int(draw.integers(low, high + 1)))) for _ in range(classes))
        _enter(ladders, family, told, classes, frozenset(SignalKind) - OF_CHECKS)
    for name, family_of_checks in checked.FAMILIES.items():
        of_checks = (
            check_readings(checked.checked(family_of_checks, dice, dice.randint(low, high))) for _ in range(classes)
        )
        _enter(ladders, name, of_checks, classes, OF_CHECKS)
    return Stratum(people_from=low, ladders=ladders)


def _enter(
    ladders: dict[SignalKind, dict[str, Ladder]],
    family: str,
    told: Iterable[Readings],
    classes: int,
    kinds: Collection[SignalKind],
) -> None:
    scores: dict[SignalKind, list[float]] = {kind: [] for kind in kinds}
    for each in told:
        for kind, reading in each.items():
            scores[kind].append(reading.score)
    for kind in sorted(kinds):
        ladders[kind][family] = ladder_of(scores[kind], classes)
