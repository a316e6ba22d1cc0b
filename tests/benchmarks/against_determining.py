"""`python -m tests.benchmarks.against_determining OTHER_TREE`: what determining costs here and in another tree.

As `against` does for check-ins: both stand side by side, each on a cluster of its own with a region of its own, and
determine some thousand people in turn, so that other work on the machine slows both alike. Ratios are medians of the
ratios within a turn. The other tree's `region.sql` has to take sizes as this one does; one that does not makes all.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from checkin_service import migrate
from checkin_service.assembly import Assembly
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Together, subscribers_only
from checkin_service.worker import ROUTING
from tests.benchmarks import bench_scale, stage
from tests.benchmarks.cpu import cpu_seconds

try:
    from checkin_service.host.heap import settle
except ImportError:
    # The workers of an earlier release looked through their whole heap for garbage again and again.
    def settle() -> None: ...


_HERE = Path(__file__).resolve()
_NEW, _LONG_AGO, _IN_A_TURN = 48_000, 30_000, 1_000
_WARMING = 2
"""Turns before the first that counts: each connection plans a statement five times before it keeps a plan."""


class Cost(NamedTuple):
    """CPU-milliseconds of one determination."""

    worker: float
    postgresql: float

    @property
    def both(self) -> float:
        return self.worker + self.postgresql


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, nargs="?", help="the other tree; left out by this program itself")
    parser.add_argument("--turns", type=int, default=16)
    given = parser.parse_args()
    if given.other is None:
        asyncio.run(_determine_when_told())
        return
    with ExitStack() as stack:
        sides = [stack.enter_context(_side(tree)) for tree in (_HERE.parents[2], given.other.resolve())]
        turns = [_turn(sides, number) for number in range(_WARMING + given.turns)][_WARMING:]
    print(json.dumps(_figures(turns), indent=2))  # noqa: T201 - the figures are the purpose


def _turn(sides: "list[subprocess.Popen[str]]", number: int) -> list[Cost]:
    """Both, the other first in every second turn."""
    order = [0, 1] if number % 2 else [1, 0]
    told = {each: _told(sides[each]) for each in order}
    return [told[0], told[1]]


def _told(side: "subprocess.Popen[str]") -> Cost:
    assert side.stdin is not None
    assert side.stdout is not None
    side.stdin.write("\n")
    side.stdin.flush()
    return Cost(*json.loads(side.stdout.readline()))


def _figures(turns: list[list[Cost]]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "here": round(statistics.median(getattr(own, name) for own, _ in turns), 3),
            "there": round(statistics.median(getattr(other, name) for _, other in turns), 3),
            "ratio": round(statistics.median(getattr(own, name) / getattr(other, name) for own, other in turns), 3),
        }
        for name in ("worker", "postgresql", "both")
    }


@contextmanager
def _side(tree: Path) -> "Iterator[subprocess.Popen[str]]":
    command = [str(tree / ".venv/bin/python"), "-P", str(_HERE)]
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(tree)}
    with subprocess.Popen(
        command, cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        # One region after the other is made: the machine has two cores.
        if not process.stdout.readline():
            raise RuntimeError(f"no region in {tree}")
        yield process


async def _determine_when_told() -> None:
    """In the tree this runs in: a region, then so many batches for each line that is asked."""
    with stage.own_cluster() as cluster:
        url = cluster.url("checkin_bench_against")
        cluster.create("checkin_bench_against")
        migrate.upgrade(url)
        if hasattr(bench_scale, "somebody"):
            await bench_scale.somebody(url)
        with psycopg.connect(cluster.url("checkin_bench_against", role="postgres"), autocommit=True) as connection:
            for statement in _region():
                connection.execute(statement.encode())
        await _answer(url, int((cluster.home / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]))


def _region() -> list[str]:
    text = Path("tests/benchmarks/region.sql").read_text(encoding="utf-8")
    sizes = {"new": _NEW, "people": _NEW + _LONG_AGO, "classes": _NEW // 40 + _LONG_AGO // 50}
    for name, size in sizes.items():
        text = text.replace(f"{{{name}}}", str(size))
    return text.split(";\n\n")


async def _answer(url: str, postmaster: int) -> None:
    determined, handler = 0, ROUTING["class.completed"]
    assert isinstance(handler, Together)

    async def counted(resources: Any, unit: Any, events: Sequence[Any]) -> None:
        nonlocal determined
        await handler.handle(resources, unit, events)
        determined += len(events)

    # What the ledger makes of the determinations is measured elsewhere.
    routing = {**ROUTING, "class.completed": Together(counted), "eligibility.determined": subscribers_only}
    async with Assembly.from_environment(url).opened() as resources:
        relay, loop = Relay(resources, routing), asyncio.get_running_loop()
        settle()
        print("ready", flush=True)  # noqa: T201 - read by whoever asks
        while await loop.run_in_executor(None, sys.stdin.readline):
            before, worker_s, database_s = determined, time.process_time(), cpu_seconds([postmaster])
            while determined < before + _IN_A_TURN:
                await relay.deliver_batch()
            spent = time.process_time() - worker_s, cpu_seconds([postmaster]) - database_s
            print(json.dumps([each * 1e3 / (determined - before) for each in spent]), flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main()
