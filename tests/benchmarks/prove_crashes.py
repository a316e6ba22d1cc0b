"""Crashes under load (`make prove`): what was acknowledged is stored, nothing counts twice, and news is delivered once.

Four senders check people in without a pause. Meanwhile a server with its relay and sealer, a worker, or PostgreSQL is
killed (SIGKILL, or PostgreSQL's immediate stop) at a random moment and started again. A sender keeps what it was
answered in a journal and sends a request that got no answer again, byte for byte, as a phone does.

`python -m tests.benchmarks.prove_crashes 200 --seed 1` prints the figures as JSON and fails if one of them is wrong.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from pydantic_core import from_json

from tests.benchmarks.arrivals import Arrivals
from tests.benchmarks.load import answered
from tests.benchmarks.stage import Stage, a_stage
from tests.building.world import Trainee

CYCLES = 200
_SESSIONS, SENDERS = 60, 4
_PEOPLE_PER_CYCLE = 0.5
_PAUSE_S = 0.1
_LONGEST_S = 120
_HEALTHY_BEFORE_S = (0.1, 1.2)
_KILLS = {"server": 5, "worker": 5, "postgres": 4, "postgres, at once": 4, "server and postgres": 2}
_RETRIED = frozenset({429, 503})


@dataclass(slots=True)
class Journal:
    """What senders know: every request, and the first answer to it that was whole."""

    sent: dict[str, tuple[Trainee, bytes]] = field(default_factory=dict)
    answers: dict[str, bytes] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    cut_off: int = 0

    def credited(self) -> int:
        return sum(from_json(each).get("credited_hours") or 0 for each in self.answers.values())


class Service:
    """The server and a worker beside it, each a process that can be killed and started again."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.port = stage.service.port
        self._commands = {"server": ["serve", "--port", str(self.port)], "worker": ["worker"]}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        command = [sys.executable, "-m", "checkin_service", *self._commands[name]]
        self._processes[name] = subprocess.Popen(
            command, env=self._stage.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self, name: str) -> None:
        process = self._processes[name]
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGINT)
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@dataclass(slots=True)
class Trial:
    """One run: who is sent, what is killed, and how long it takes until an answer comes again."""

    stage: Stage
    service: Service
    dice: random.Random
    arrivals: Arrivals
    journal: Journal = field(default_factory=Journal)
    killed: Counter[str] = field(default_factory=Counter)
    healed_s: dict[str, list[float]] = field(default_factory=dict)
    is_over: bool = False

    async def run(self, cycles: int) -> None:
        load = asyncio.create_task(self.load())
        for number in range(cycles):
            await asyncio.sleep(self.dice.uniform(*_HEALTHY_BEFORE_S))
            await self._crash(self.dice.choices(list(_KILLS), weights=list(_KILLS.values()))[0])
            print(f"\rcrash {number + 1} of {cycles}", end="", file=sys.stderr, flush=True)  # noqa: T201
        self.is_over = True
        await load

    async def load(self) -> None:
        """Everybody at one session after the other: the clock goes on when all have their answers."""
        for _ in range(_SESSIONS):
            waiting = iter(self.arrivals.one_by_one())
            await asyncio.gather(*(self._send(waiting) for _ in range(SENDERS)))

    async def _send(self, waiting: Iterator[tuple[Trainee, Callable[[], bytes]]]) -> None:
        for trainee, make in waiting:
            if self.is_over:
                return
            body = make()
            attempt_id = from_json(body)["attempt_id"]
            self.journal.sent[attempt_id] = (trainee, body)
            self.journal.answers[attempt_id] = await self.answer(trainee, body)
            await asyncio.sleep(_PAUSE_S)

    async def answer(self, trainee: Trainee, body: bytes) -> bytes:
        """The first final answer, however often it has to be sent."""
        deadline = time.monotonic() + _LONGEST_S
        while time.monotonic() < deadline:
            try:
                status, said = await asyncio.wait_for(self._once(self.arrivals.sent_by(trainee, body)), 10)
            except (OSError, EOFError, TimeoutError):
                self.journal.cut_off += 1
            else:
                self.journal.statuses[status] += 1
                if status not in _RETRIED:
                    return said
            await asyncio.sleep(_PAUSE_S)
        raise TimeoutError("no answer came for two minutes")

    async def _once(self, request: bytes) -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.service.port)
        try:
            writer.write(request)
            return await answered(reader)
        finally:
            writer.close()

    async def _crash(self, what: str) -> None:
        self.killed[what] += 1
        before, began = len(self.journal.answers), time.monotonic()
        if "postgres" in what:
            os.kill(self.stage.postmaster, signal.SIGQUIT if "at once" in what else signal.SIGKILL)
        if "server" in what:
            self.service.kill("server")
            self.service.start("server")
        if what == "worker":
            self.service.kill("worker")
            self.service.start("worker")
        if "postgres" in what:
            await asyncio.to_thread(self.start_postgres)
        while len(self.journal.answers) <= before + SENDERS:
            await asyncio.sleep(0.02)
            if time.monotonic() - began > _LONGEST_S:
                raise TimeoutError(f"nothing was answered for two minutes after {what} was killed")
        self.healed_s.setdefault(what, []).append(time.monotonic() - began)

    def start_postgres(self) -> None:
        """Whoever takes a lease finds it gone and starts it."""
        with self.stage.cluster.lease():
            pass


async def some_answers(trial: Trial) -> float:
    """How long it took until more was answered than can have been under way."""
    began, before = time.monotonic(), len(trial.journal.answers)
    while len(trial.journal.answers) <= before + SENDERS:
        await asyncio.sleep(0.02)
        if time.monotonic() - began > _LONGEST_S:
            raise TimeoutError("nothing was answered for two minutes")
    return time.monotonic() - began


@asynccontextmanager
async def a_trial(cycles: int, seed: int) -> AsyncIterator[Trial]:
    people = max(10, round(cycles * _PEOPLE_PER_CYCLE))
    async with a_stage(trainees=people, faces=0, sessions=_SESSIONS) as stage:
        service = Service(stage)
        os.kill(stage.service.pid, signal.SIGKILL)
        try:
            service.start("server")
            service.start("worker")
            yield Trial(stage, service, random.Random(seed), Arrivals(stage))
        finally:
            service.stop()


async def measure(cycles: int, seed: int) -> dict[str, Any]:
    async with a_trial(cycles, seed) as trial:
        await trial.run(cycles)
        found = await held_against_the_database(trial)
    return {
        "cycles": cycles,
        "seed": seed,
        "killed": dict(trial.killed),
        "healed_s": {name: spread(found) for name, found in trial.healed_s.items()},
        "statuses": dict(trial.journal.statuses),
        "cut_off": trial.journal.cut_off,
        **found,
    }


async def held_against_the_database(trial: Trial) -> dict[str, Any]:
    journal = trial.journal
    again = {attempt_id: await trial.answer(*sent) for attempt_id, sent in journal.sent.items()}
    with psycopg.connect(trial.stage.database_url, autocommit=True) as connection:
        undelivered = await _left(connection)
        stored = {str(each) for (each,) in connection.execute("SELECT attempt_id FROM attempt").fetchall()}
        credited = _one(connection, "SELECT coalesce(sum(bit_count(hour_bits::bit(32))), 0) FROM credit")
    return {
        "acknowledged": len(journal.answers),
        "stored": len(stored),
        "lost": len(journal.answers.keys() - stored),
        "never_sent": len(stored - journal.sent.keys()),
        "answered_otherwise_again": sum(again[each] != journal.answers[each] for each in again),
        "hours_answered": journal.credited(),
        "hours_stored": credited,
        "undelivered": undelivered,
        "verify": await asyncio.to_thread(_verified, trial.stage),
    }


async def _left(connection: psycopg.Connection) -> int:
    """News that nobody delivers, however long one waits."""
    left = 0
    for _ in range(_LONGEST_S):
        left = _one(connection, "SELECT count(*) FROM outbox WHERE delivered_at IS NULL")
        if not left:
            break
        await asyncio.sleep(1)
    return left


def _verified(stage: Stage) -> int:
    command = [sys.executable, "-m", "checkin_service", "verify"]
    return subprocess.run(command, env=stage.environment, stdout=subprocess.DEVNULL, check=False).returncode


def _one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def spread(seconds: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(seconds), 2), "longest": round(max(seconds), 2)}


def is_right(found: dict[str, Any]) -> bool:
    """Whether a run has shown what it is there to show."""
    nothing = ("lost", "never_sent", "answered_otherwise_again", "undelivered", "verify")
    unexpected = [status for status in found["statuses"] if status not in {200, 201, *_RETRIED}]
    return (
        not any(found[each] for each in nothing)
        and not unexpected
        and found["hours_answered"] == found["hours_stored"]
        and found["acknowledged"] == found["stored"] > 0
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("cycles", type=int, nargs="?", default=CYCLES)
    asked.add_argument("--seed", type=int, default=1)
    arguments = asked.parse_args()
    found = asyncio.run(measure(arguments.cycles, arguments.seed))
    print(json.dumps(found, indent=2))  # noqa: T201 - the result
    return 0 if is_right(found) else 1


if __name__ == "__main__":
    sys.exit(main())
