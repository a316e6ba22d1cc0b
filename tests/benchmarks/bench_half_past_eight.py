"""Two thousand phones in one minute: everything a phone sends before a lesson, against one `serve` that also delivers.

Each phone comes at a moment of its own, opens a connection, signs in and is told the day, exchanges the code on the
screen, and checks in; some lose the answer and send the same bytes again. Phones do not wait for one another: what the
service cannot do in time shows as latency or refusal. Afterwards the database is asked whether anything is lost.
"""

import asyncio
import json
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg

from checkin_service.checkin.rules.classroom_code import code_of, window_number
from checkin_service.kit.ids import new_id
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.load import answered, post
from tests.benchmarks.stage import Stage, a_stage
from tests.building.world import SITE, Trainee, World, a_world, at_the_site

PHONES, SECONDS, IN_A_CLASS, WORLDS_AT_ONCE = 2_000, 60, 100, 3
REPEATS = 20
"""Every so many phones one loses the answer and sends its check-in again."""
_CODE_WINDOW_S = 10
_THINKS_S = (1.0, 4.0)
_STEPS = ("nonce", "sign in and today", "code claim", "check-in", "check-in again")
_HOURS = 4
_WAITS_S = (2, 3, 5, 8, 13, 20)
"""As the app waits before it sends again."""
_LONGEST_BACKLOG_S, _IDLE_S = 300, 0.1
_EARLY, _EARLY_S = 50, 5
"""Some come before everybody else: a service that has run since yesterday has its statements prepared."""
_KEPT = """
    SELECT (SELECT count(*) FROM attempt WHERE session_id = ANY(%(sessions)s)),
           (SELECT count(DISTINCT (trainee_id, session_id)) FROM attempt WHERE session_id = ANY(%(sessions)s)),
           (SELECT count(*) FROM presence WHERE session_id = ANY(%(sessions)s)),
           (SELECT sum(bit_count(hour_bits::bit(32))) FROM credit WHERE session_id = ANY(%(sessions)s))
"""


class NotAsItShouldBe(Exception):
    """Something was lost, or counted twice: then the speed is of no interest."""


class GaveUp(Exception):
    """A phone was told that the service is full as often as the app has patience: its owner presses another time."""


@dataclass
class Tally:
    latencies_ms: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)
    gave_up: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    repeats: int = 0
    same_answers: int = 0
    most_late_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """One phone on its way to a lesson."""

    trainee: Trainee
    session_id: UUID
    number: int


@dataclass
class Line:
    """A phone's connection: what is refused because the service is full is sent again, as a phone does."""

    port: int
    tally: Tally
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, step: str, path: str, body: bytes, *, token: str = "") -> bytes:
        for wait_s in _WAITS_S:
            started = time.perf_counter()
            self.writer.write(post(path, body, token=token))
            status, answer = await answered(self.reader)
            self.tally.latencies_ms[step].append(1000 * (time.perf_counter() - started))
            if status < 300:
                return answer
            self.tally.refused[f"{step}: {status}"] += 1
            await asyncio.sleep(wait_s)
        raise GaveUp(step)


async def measure(phones: int, seconds: int, *, relay: bool) -> dict[str, Any]:
    async with a_stage(trainees=IN_A_CLASS, faces=0, sessions=2, relay=relay) as stage:
        worlds = await _worlds(stage, phones + _EARLY)
        opening = stage.world.starts_at() - timedelta(minutes=5)
        stage.mover.move_to(opening)
        visitors = [
            Visitor(trainee, world.session(), number)
            for world in worlds
            for number, trainee in enumerate(world.trainees)
        ][: phones + _EARLY]
        processes = (stage.service.pid, stage.postmaster)
        early = Tally()
        await _come(stage, visitors[:_EARLY], _EARLY_S, early)
        visitors = visitors[_EARLY:]
        await _quiet(processes)
        tally, load, before_s = Tally(), os.getloadavg()[0], cpu_seconds(processes)
        started, all_before_s, own_before_s = time.perf_counter(), _machine_s(), time.process_time()
        await _come(stage, visitors, seconds, tally)
        took_s, spent_s = time.perf_counter() - started, cpu_seconds(processes) - before_s
        others_s = _machine_s() - all_before_s - spent_s - (time.process_time() - own_before_s)
        _nothing_lost_or_twice(stage, worlds, early, tally)
    return {
        "phones": len(visitors),
        "arrived_within_s": seconds,
        "delivers_as_well": relay,
        "load_average_before": round(load, 2),
        "seconds_until_the_last_answer": round(took_s, 1),
        "cpu_ms_a_phone": round(1000 * spent_s / len(visitors), 2),
        "cores_busy": round(spent_s / took_s, 2),
        "cores_taken_by_other_work": round(others_s / took_s, 2),
        "sender_late_at_most_ms": round(tally.most_late_ms, 1),
        "steps": [_told(step, tally.latencies_ms[step]) for step in _STEPS if tally.latencies_ms[step]],
        "refused": dict(tally.refused),
        "gave_up": dict(tally.gave_up),
        "accepted_and_counted": tally.accepted,
        "repeats_given_the_first_answer": tally.same_answers,
        "lost": 0,
        "twice": 0,
    }


async def _worlds(stage: Stage, phones: int) -> list[World]:
    """Classes that begin at the same moment, entered over HTTP, a few at once."""
    planned = _Stopped(stage.world.starts_at() - timedelta(hours=1))
    gate, kinds = asyncio.Semaphore(WORLDS_AT_ONCE), ("targeted",) * IN_A_CLASS
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{stage.service.port}", timeout=60) as client:

        async def one() -> World:
            async with gate:
                world = await a_world(stage.resources, client, planned, kinds=kinds, sessions=2)
                print(f"a class of {IN_A_CLASS} stands", file=sys.stderr)  # noqa: T201
                return world

        others = -(-phones // IN_A_CLASS) - 1
        return [stage.world, *await asyncio.gather(*(one() for _ in range(others)))]


async def _quiet(processes: tuple[int, ...]) -> None:
    """Until the news of all that was entered is delivered: a morning does not begin with a year's backlog."""
    deadline = time.monotonic() + _LONGEST_BACKLOG_S
    while time.monotonic() < deadline:
        before_s = cpu_seconds(processes)
        await asyncio.sleep(2)
        if cpu_seconds(processes) - before_s < _IDLE_S:
            return
    raise NotAsItShouldBe("the service does not come to rest")


@dataclass(frozen=True, slots=True)
class _Stopped:
    """The clock by which every class is planned."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


async def _come(stage: Stage, visitors: list[Visitor], seconds: int, tally: Tally) -> None:
    chance = random.Random(830)
    arrivals = sorted(chance.uniform(0, seconds) for _ in visitors)
    started = time.perf_counter()
    chance.shuffle(visitors)

    async def one(visitor: Visitor, at_s: float, thinks_s: tuple[float, float]) -> None:
        await asyncio.sleep(max(0.0, started + at_s - time.perf_counter()))
        tally.most_late_ms = max(tally.most_late_ms, 1000 * (time.perf_counter() - started - at_s))
        try:
            await _visit(stage, visitor, thinks_s, tally)
        except GaveUp as given:
            tally.gave_up[str(given)] += 1

    pauses = [(chance.uniform(*_THINKS_S), chance.uniform(*_THINKS_S)) for _ in visitors]
    await asyncio.gather(*map(one, visitors, arrivals, pauses))


async def _visit(stage: Stage, visitor: Visitor, thinks_s: tuple[float, float], tally: Tally) -> None:
    phone, port = visitor.trainee.phone, stage.service.port
    line = Line(port, tally, *await asyncio.open_connection("127.0.0.1", port))
    nonce = json.loads(await line.ask("nonce", "/v1/tokens/nonce", b"{}"))["nonce"]
    signed = {"device_id": str(phone.device_id), "nonce": nonce, "signature": phone._key.signature(nonce)}
    day = json.loads(await line.ask("sign in and today", "/v1/tokens/device/today", json.dumps(signed).encode()))
    token = day["token"]["access_token"]
    await asyncio.sleep(thinks_s[0])
    claim = await _claim(stage, visitor, line, token)
    await asyncio.sleep(thinks_s[1])
    await _check_in(stage, visitor, line, claim, token)
    line.writer.close()


async def _claim(stage: Stage, visitor: Visitor, line: Line, token: str) -> str:
    """A code that grew too old while the service was full is read from the screen again."""
    path = f"/v1/sessions/{visitor.session_id}/code-claims"
    for _ in _WAITS_S:
        window = window_number(stage.resources.clock.now(), _CODE_WINDOW_S)
        code = code_of(stage.resources.code_key, visitor.session_id, window)
        body = json.dumps({"claim_id": str(new_id()), "code": code}).encode()
        answer = json.loads(await line.ask("code claim", path, body, token=token))
        if answer["claim"]:
            return str(answer["claim"])
        line.tally.refused["code claim: too old"] += 1
    raise GaveUp("code claim")


async def _check_in(stage: Stage, visitor: Visitor, line: Line, claim: str, token: str) -> None:
    phone, tally = visitor.trainee.phone, line.tally
    phone._clock = stage.resources.clock
    place = {"longitude": SITE["longitude"] + visitor.number % 20 * 1e-5, "latitude": SITE["latitude"]}
    attempt = phone.attempt(visitor.session_id, proof=phone.pin_code(None), at=at_the_site(**place), code_claim=claim)
    first = await line.ask("check-in", "/v1/check-ins", attempt, token=token)
    verdict = json.loads(first)
    if verdict["outcome"] != "accepted" or verdict["credited_hours"] == 0:
        raise NotAsItShouldBe(verdict)
    tally.accepted += 1
    if visitor.number % REPEATS == 0:
        again = await line.ask("check-in again", "/v1/check-ins", attempt, token=token)
        tally.repeats += 1
        tally.same_answers += again == first


def _nothing_lost_or_twice(stage: Stage, worlds: list[World], *tallies: Tally) -> None:
    """What phones were told to be accepted is there, once; and nothing else is."""
    sessions, accepted = [world.session() for world in worlds], sum(each.accepted for each in tallies)
    with psycopg.connect(stage.database_url) as connection:
        found = connection.execute(_KEPT, {"sessions": sessions}).fetchone()
    repeats = sum(each.repeats for each in tallies)
    same = sum(each.same_answers for each in tallies)
    if found != (accepted, accepted, accepted, _HOURS * accepted) or same != repeats:
        raise NotAsItShouldBe(found, accepted, same, repeats)


def _machine_s() -> float:
    """CPU time of everything on this machine."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _told(step: str, latencies_ms: list[float]) -> dict[str, Any]:
    hundredths = statistics.quantiles(latencies_ms, n=100, method="inclusive")
    return {
        "step": step,
        "requests": len(latencies_ms),
        "p50_ms": round(hundredths[49], 1),
        "p99_ms": round(hundredths[98], 1),
        "most_ms": round(max(latencies_ms), 1),
    }


def main(phones: int = PHONES, seconds: int = SECONDS, relay: int = 1) -> None:
    print(json.dumps(asyncio.run(measure(phones, seconds, relay=bool(relay))), indent=2))  # noqa: T201 - a benchmark's output is its purpose


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
