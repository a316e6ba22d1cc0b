"""CPU that a phone costs before its first check-in: one question, beside the separate ones that it replaced.

A cluster and a server of their own, as for check-ins. Every person signs in by a fresh nonce and asks; CPU is that of
all processes of the server and of PostgreSQL, per person, and the two ways take turns.
"""

import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from typing import Any

from checkin_service.client import Phone
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.load import Burst, get, post, send
from tests.benchmarks.stage import Stage, a_stage

ROUNDS, PEOPLE, SESSIONS, CONNECTIONS = 5, 60, 10, 8
ONE, SEPARATE = "one question", "separate questions"
_QUESTIONS = ("/v1/consents", "/v1/me/classes", "/v1/me/attendance", "/v1/appeals?limit=200")


async def measure(rounds: int) -> dict[str, Any]:
    spent: dict[str, list[float]] = {ONE: [], SEPARATE: []}
    async with a_stage(trainees=PEOPLE, faces=0, sessions=SESSIONS) as stage:
        for number in range(rounds + 1):
            for way, found in spent.items():
                cpu_ms = await _cpu_ms_a_person(stage, way)
                if number:  # The first round warms up.
                    found.append(cpu_ms)
            print(f"round {number} of {rounds}", file=sys.stderr)  # noqa: T201
    return {
        "rounds": rounds,
        "people": PEOPLE,
        "sessions": SESSIONS,
        "cpu_ms_a_person": {way: round(statistics.median(found), 2) for way, found in spent.items()},
        "times": round(statistics.median(_ratios(spent[SEPARATE], spent[ONE])), 1),
    }


async def _cpu_ms_a_person(stage: Stage, way: str) -> float:
    phones = [each.phone for each in stage.world.trainees]
    processes = (stage.service.pid, stage.postmaster)
    spent_s = 0.0

    async def sent(requests: Sequence[bytes]) -> Burst:
        nonlocal spent_s
        before_s = cpu_seconds(processes)
        burst = await send(requests, port=stage.service.port, connections=CONNECTIONS)
        spent_s += cpu_seconds(processes) - before_s
        assert set(burst.statuses) == {200}
        return burst

    nonces = await sent([post("/v1/tokens/nonce", b"{}", token="")] * len(phones))
    path = "/v1/tokens/device/today" if way == ONE else "/v1/tokens/device"
    signed = [_sign_in(phone, json.loads(body)["nonce"]) for phone, body in zip(phones, nonces.bodies, strict=False)]
    answers = await sent([post(path, body, token="") for body in signed])
    if way == SEPARATE:
        tokens = [json.loads(body)["access_token"] for body in answers.bodies]
        for question in _QUESTIONS:
            await sent([get(question, token=token) for token in tokens])
    return 1000 * spent_s / len(phones)


def _sign_in(phone: Phone, nonce: str) -> bytes:
    body = {"device_id": str(phone.device_id), "nonce": nonce, "signature": phone._key.signature(nonce)}
    return json.dumps(body).encode()


def _ratios(separate: Sequence[float], one: Sequence[float]) -> list[float]:
    return [before / after for before, after in zip(separate, one, strict=True)]


def main(rounds: int = ROUNDS) -> None:
    print(json.dumps(asyncio.run(measure(rounds)), indent=2))  # noqa: T201 - a benchmark's output is its purpose


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
