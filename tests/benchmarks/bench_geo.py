"""Rates of the location library beside its floor and its peer, in one run (`python -m tests.benchmarks.bench_geo`)."""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import geopy.distance
import numpy as np
from pyproj import Geod

from geo import Area, Circle, Datum, Fix, Position, convert, displaced, locate, locate_many

ROUNDS = 15
SCHOOL = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
ELLIPSOID = Geod(ellps="WGS84")


def _fixes(datum: Datum, count: int) -> list[Fix]:
    random = np.random.default_rng(1)
    return [
        Fix(
            position=convert(displaced(SCHOOL, east_m=east_m, north_m=north_m), datum),
            accuracy_m=accuracy_m,
            confidence=0.68,
            captured_at=datetime(2025, 3, 3, 1, 0, tzinfo=UTC),
        )
        for east_m, north_m, accuracy_m in random.uniform((-300, -300, 5), (300, 300, 60), (count, 3)).tolist()
    ]


def _box() -> Area:
    corners = [displaced(SCHOOL, east_m=e, north_m=n) for e, n in ((-150, -100), (150, -100), (150, 100), (-150, 100))]
    ring = [[corner.longitude, corner.latitude] for corner in corners]
    return Area({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, datum=Datum.WGS84)


def _works() -> dict[str, tuple[int, Callable[[], object]]]:
    """Name, how many judgements one call makes, and the call."""
    circle, area, count = Circle(centre=SCHOOL, radius_m=200), _box(), 4_000
    plain, shifted, baidu = (_fixes(datum, count) for datum in (Datum.WGS84, Datum.GCJ02, Datum.BD09))
    pairs = [(fix.position.longitude, fix.position.latitude) for fix in plain]
    lon, lat = np.tile(np.array(pairs).T, 25)
    accuracies = np.tile([fix.accuracy_m for fix in plain], 25)
    here = (SCHOOL.latitude, SCHOOL.longitude)

    def many(datum: Datum) -> object:
        return locate_many(circle, longitudes=lon, latitudes=lat, datum=datum, accuracies_m=accuracies, confidence=0.68)

    return {
        "pyproj Geod.inv, bare": (
            count,
            lambda: [ELLIPSOID.inv(x, y, SCHOOL.longitude, SCHOOL.latitude) for x, y in pairs],
        ),
        "geopy geodesic, bare": (200, lambda: [geopy.distance.geodesic(here, (y, x)).m for x, y in pairs[:200]]),
        "locate circle": (count, lambda: [locate(fix, circle) for fix in plain]),
        "locate circle, GCJ-02 fix": (count, lambda: [locate(fix, circle) for fix in shifted]),
        "locate circle, BD-09 fix": (count, lambda: [locate(fix, circle) for fix in baidu]),
        "locate area": (400, lambda: [locate(fix, area) for fix in plain[:400]]),
        "locate_many circle": (lon.size, lambda: many(Datum.WGS84)),
        "locate_many circle, GCJ-02 fixes": (lon.size, lambda: many(Datum.GCJ02)),
    }


def rates() -> dict[str, float]:
    """Judgements per second of one core's time, the median of interleaved rounds.

    Processor time, not the clock on the wall: what else the machine is doing must not look like our own slowness.
    """
    works = _works()
    seconds: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()
    for _ in range(ROUNDS):
        for name, (count, work) in works.items():
            start = time.process_time()
            work()
            seconds[name].append((time.process_time() - start) / count)
    gc.enable()
    return {name: 1 / statistics.median(times) for name, times in seconds.items()}


def main() -> None:
    """Print the rates and the two ratios the goals speak of."""
    measured = rates()
    one = measured["locate circle"]
    report = {
        "per_second": {name: round(rate) for name, rate in measured.items()},
        "locate_over_geod_inv": round(one / measured["pyproj Geod.inv, bare"], 3),
        "locate_over_geopy": round(one / measured["geopy geodesic, bare"], 1),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
