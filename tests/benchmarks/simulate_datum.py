"""Datum mix-ups simulated: found, or wolf cried (`python -m tests.benchmarks.simulate_datum`)."""

import itertools
import json
import math
import sys
from datetime import UTC, datetime

import numpy as np

from geo import Datum, Fix, Position, Suspect, convert, datum_suspicion, displaced

PLACES = [(120.5821, 29.9971), (104.07, 30.66), (87.62, 43.83), (126.53, 45.8), (110.35, 20.02)]
MIX_UPS = list(itertools.permutations((Datum.WGS84, Datum.GCJ02, Datum.BD09), 2))
NINE = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


def _people(at: Position, sigma_m: float, random: np.random.Generator, *, people: int = 8) -> list[Fix]:
    accuracy_m = sigma_m * math.sqrt(-2 * math.log(0.05))
    return [
        Fix(
            position=displaced(at, east_m=east_m, north_m=north_m),
            accuracy_m=accuracy_m,
            confidence=0.95,
            captured_at=NINE,
        )
        for east_m, north_m in random.normal(0, sigma_m, (people, 2)).tolist()
    ]


def _place(trial: int) -> Position:
    longitude, latitude = PLACES[trial % len(PLACES)]
    return Position(longitude=longitude, latitude=latitude, datum=Datum.WGS84)


def found_share(*, sigma_m: float, trials: int, seed: int = 20250303) -> float:
    """Share of mix-ups of every kind that are found and explained rightly, from 8 honest fixes."""
    random, found = np.random.default_rng(seed), 0
    for trial in range(trials):
        declared, actual = MIX_UPS[trial % len(MIX_UPS)]
        school = _place(trial)
        numbers = convert(school, actual)
        site = Position(longitude=numbers.longitude, latitude=numbers.latitude, datum=declared)
        suspicion = datum_suspicion(site, _people(school, sigma_m, random))
        found += suspicion is not None and suspicion.suspect is Suspect.SITE and suspicion.actual is actual
    return found / trials


def false_alarm_share(*, sigma_m: float, trials: int, seed: int = 20250304) -> float:
    """Share of classes held anywhere within 2 km of a rightly entered site that raise a suspicion."""
    random, alarms = np.random.default_rng(seed), 0
    for trial in range(trials):
        site = convert(_place(trial), (Datum.WGS84, Datum.GCJ02, Datum.BD09)[trial % 3])
        away_m, bearing = 2000 * math.sqrt(random.random()), random.random() * 2 * math.pi
        held = displaced(site, east_m=away_m * math.sin(bearing), north_m=away_m * math.cos(bearing))
        alarms += datum_suspicion(site, _people(held, sigma_m, random)) is not None
    return alarms / trials


def main() -> None:
    """Print found and false-alarm shares for three errors."""
    table = [
        {
            "sigma_m": sigma_m,
            "found": found_share(sigma_m=sigma_m, trials=6_000),
            "false_alarms": false_alarm_share(sigma_m=sigma_m, trials=30_000),
        }
        for sigma_m in (5, 15, 30)
    ]
    sys.stdout.write(json.dumps(table, indent=2) + "\n")


if __name__ == "__main__":
    main()
