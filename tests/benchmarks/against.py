"""`python -m tests.benchmarks.against OTHER_TREE`: what a check-in costs here and in another tree, burst by burst.

The other tree is a checkout of an earlier release that was set up (`git worktree add --detach DIR COMMIT`, `make setup`
there). Both servers stand side by side, each on a cluster of its own, and are asked in turn, so that other work on the
machine slows both alike; ratios are medians of the ratios within a turn.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from tests.benchmarks.arrivals import Arrivals, require_accepted
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.load import send
from tests.benchmarks.stage import Stage, a_stage

_TRAINEES, _CONNECTIONS = 100, 8
_WARMING = 2
"""Bursts before the first that counts: each connection plans a statement five times before it keeps a plan."""
_HERE = Path(__file__).resolve()


class Cost(NamedTuple):
    """CPU-milliseconds of one check-in."""

    service: float
    postgresql: float

    @property
    def both(self) -> float:
        return self.service + self.postgresql


class Side(NamedTuple):
    """A tree whose server waits to be asked."""

    asks: IO[str]
    says: IO[str]

    def burst(self) -> Cost:
        self.asks.write("\n")
        self.asks.flush()
        return self.cost()

    def cost(self) -> Cost:
        said = self.says.readline()
        if not said:
            raise RuntimeError("a side ended before it was told to")
        return Cost(*json.loads(said))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, nargs="?", help="the other tree; left out by this program itself")
    parser.add_argument("--bursts", type=int, default=24)
    given = parser.parse_args()
    if given.other is None:
        asyncio.run(_serve(given.bursts))
        return
    with _side(given.other.resolve(), given.bursts) as other, _side(_HERE.parents[2], given.bursts) as own:
        turns = [_turn(own, other, is_own_first=bool(number % 2)) for number in range(given.bursts)]
    print(json.dumps(_figures(turns), indent=2))  # noqa: T201 - the figures are the purpose


def _turn(own: Side, other: Side, *, is_own_first: bool) -> tuple[Cost, Cost]:
    if is_own_first:
        cost = own.burst()
        return cost, other.burst()
    cost = other.burst()
    return own.burst(), cost


def _figures(turns: list[tuple[Cost, Cost]]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "here": round(statistics.median(getattr(own, name) for own, _ in turns), 2),
            "there": round(statistics.median(getattr(other, name) for _, other in turns), 2),
            "ratio": round(statistics.median(getattr(own, name) / getattr(other, name) for own, other in turns), 3),
        }
        for name in ("service", "postgresql", "both")
    }


@contextmanager
def _side(tree: Path, bursts: int) -> Iterator[Side]:
    """This program in another tree, with what that tree has installed and what its own benchmarks do."""
    command = [str(tree / ".venv/bin/python"), "-P", str(_HERE), "--bursts", str(bursts)]
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(tree)}
    with subprocess.Popen(
        command, cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        side = Side(cast("IO[str]", process.stdin), cast("IO[str]", process.stdout))
        for _ in range(_WARMING):
            side.cost()
        yield side


async def _serve(bursts: int) -> None:
    """Bursts of the tree this runs in: some to warm it, then one for each line that is asked."""
    async with a_stage(trainees=_TRAINEES, faces=1, sessions=bursts + _WARMING + 1) as stage:
        arrivals, loop = Arrivals(stage), asyncio.get_running_loop()
        for number in range(_WARMING + bursts):
            if number >= _WARMING and not await loop.run_in_executor(None, sys.stdin.readline):
                return
            print(json.dumps(await _burst(stage, arrivals)), flush=True)  # noqa: T201 - read by whoever asked


async def _burst(stage: Stage, arrivals: Arrivals) -> Cost:
    requests, processes = arrivals.by_pin(), ([stage.service.pid], [stage.postmaster])
    before = [cpu_seconds(each) for each in processes]
    burst = await send(requests, port=stage.service.port, connections=_CONNECTIONS)
    after = [cpu_seconds(each) for each in processes]
    require_accepted(burst)
    return Cost(*((end - start) * 1e3 / len(requests) for start, end in zip(before, after, strict=True)))


if __name__ == "__main__":
    main()
