"""Check-ins measured: the service over HTTP beside its floor and a bare durable INSERT, in one interleaved run.

Everything runs in a cluster of its own, so that CPU time is counted whole: all processes of the server under test and
all of PostgreSQL. Each round measures every work at every concurrency in turn; medians over the rounds are reported,
and ratios are medians of the ratios within a round.
"""

import asyncio
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.benchmarks import delivery, floor, pgbench, round_trips
from tests.benchmarks.arrivals import Arrivals, at_the_floor, require_accepted, require_created
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.load import Burst, send
from tests.benchmarks.servers import Running, running
from tests.benchmarks.stage import Stage, a_stage

CONNECTIONS = (1, 8, 32)
ROUNDS, FACE_ROUNDS = 5, 2
TRAINEES, FACES = 200, 32
_OTHER_SESSIONS = 3


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of request: where it goes, how it is made, and what its answers must be."""

    name: str
    server: Running
    requests: Callable[[], list[bytes]]
    check: Callable[[Burst], None]


@dataclass(frozen=True, slots=True)
class Sample:
    per_second: float
    cpu_ms: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None


Samples = dict[tuple[str, int], list[Sample]]


async def measure(rounds: int) -> dict[str, Any]:
    sessions = _OTHER_SESSIONS + len(CONNECTIONS) * (rounds + FACE_ROUNDS)
    async with a_stage(trainees=TRAINEES, faces=FACES, sessions=sessions) as stage:
        with psycopg.connect(stage.database_url, autocommit=True) as connection:
            connection.execute(floor.TABLE)
            connection.execute(pgbench.TABLE)
        arguments = ["--database", stage.database_url]
        with running("tests.benchmarks.floor", arguments, environment=stage.environment) as floor_server:
            return await _interleaved(stage, floor_server, rounds)


async def _interleaved(stage: Stage, floor_server: Running, rounds: int) -> dict[str, Any]:
    arrivals = Arrivals(stage)
    by_pin = Work("check-in, PIN and code", stage.service, arrivals.by_pin, require_accepted)
    by_face = Work("check-in, face", stage.service, arrivals.by_face, require_accepted)
    bare = Work("floor", floor_server, lambda: at_the_floor(TRAINEES), require_created)
    samples: Samples = defaultdict(list)
    for work in (by_pin, by_face, bare):
        await _sample(stage, work, max(CONNECTIONS))
    for number in range(rounds):
        for connections in CONNECTIONS:
            for work in (by_pin, bare, by_face)[: 3 if number < FACE_ROUNDS else 2]:
                samples[work.name, connections].append(await _sample(stage, work, connections))
            samples["durable INSERT", connections].append(_inserts(stage, connections))
            print(f"round {number + 1} of {rounds}, {connections} connections", file=sys.stderr)  # noqa: T201
    return {
        "rounds": rounds,
        "trainees": TRAINEES,
        "loads": _loads(samples),
        "delivery_cpu_ms_per_event": await delivery.cpu_ms_per_event(stage),
        "round_trips": await round_trips.told(stage, arrivals),
    }


async def _sample(stage: Stage, work: Work, connections: int) -> Sample:
    requests, processes = work.requests(), (work.server.pid, stage.postmaster)
    before_s = cpu_seconds(processes)
    burst = await send(requests, port=work.server.port, connections=connections)
    spent_s = cpu_seconds(processes) - before_s
    work.check(burst)
    return Sample(burst.per_second, 1000 * spent_s / len(requests), burst.percentile_ms(50), burst.percentile_ms(99))


def _inserts(stage: Stage, connections: int) -> Sample:
    return Sample(pgbench.inserts_per_second(stage.database_url, clients=connections, seconds=1))


def _loads(samples: Samples) -> list[dict[str, Any]]:
    return [
        {
            "work": work,
            "connections": connections,
            **{name: _median([getattr(each, name) for each in found]) for name in Sample.__slots__},
            "times_the_floor": _median(_ratios(found, samples["floor", connections])),
        }
        for (work, connections), found in samples.items()
    ]


def _ratios(found: list[Sample], floors: list[Sample]) -> list[float]:
    """CPU over the floor's CPU of the same round."""
    return [one.cpu_ms / other.cpu_ms for one, other in zip(found, floors, strict=False) if one.cpu_ms and other.cpu_ms]


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known), 2) if known else None


def main(rounds: int = ROUNDS) -> None:
    print(json.dumps(asyncio.run(measure(rounds)), indent=2))  # noqa: T201 - a benchmark's output is its purpose


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
