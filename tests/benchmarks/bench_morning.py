"""CPU that a phone costs up to its check-in: every step by itself, and one question beside those that it replaced.

A cluster and a server of their own, as for check-ins. Every person signs in by a fresh nonce, asks for the day,
exchanges the code on the screen and checks in; CPU is that of all processes of the server and of PostgreSQL, told
apart, per person.
"""

import asyncio
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from checkin_service.checkin.rules.classroom_code import code_of, window_number
from checkin_service.client import Phone
from checkin_service.kit.ids import new_id
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.load import Burst, get, post, send
from tests.benchmarks.stage import Stage, a_stage
from tests.building.world import SITE, at_the_site

ROUNDS, PEOPLE, SESSIONS, CONNECTIONS = 5, 60, 10, 8
_CODE_WINDOW_S = 10
_QUESTIONS = ("/v1/consents", "/v1/me/classes", "/v1/me/attendance", "/v1/appeals?limit=200")
_TODAY, _BOTH = "GET /v1/me/today", "sign in and today"
_BEFORE = ("nonce", "sign in", *_QUESTIONS)
"""What the app asked before there was one question."""


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU-milliseconds a person."""

    service: float
    postgresql: float


async def measure(rounds: int) -> dict[str, Any]:
    spent: defaultdict[str, list[Spent]] = defaultdict(list)
    async with a_stage(trainees=PEOPLE, faces=0, sessions=SESSIONS) as stage:
        for number in range(min(rounds + 1, SESSIONS)):
            found = await _morning(stage, number)
            if number:  # The first round warms up.
                for step, cost in found.items():
                    spent[step].append(cost)
            print(f"round {number} of {rounds}", file=sys.stderr)  # noqa: T201
    before = sum(_median(spent[step]) for step in _BEFORE)
    now = _median(spent["nonce"]) + _median(spent[_BOTH])
    return {
        "rounds": rounds,
        "people": PEOPLE,
        "sessions": SESSIONS,
        "cpu_ms_a_person": [_told(step, costs) for step, costs in spent.items()],
        "one_question_a_morning": {"before": round(before, 2), "now": round(now, 2), "times": round(before / now, 1)},
    }


async def _morning(stage: Stage, number: int) -> dict[str, Spent]:
    """One lesson's morning of everybody, a step at a time."""
    stage.mover.move_to(stage.world.starts_at(number) - timedelta(minutes=5))
    session_id, phones = stage.world.session(number), [each.phone for each in stage.world.trainees]
    asked = _Asked(stage)
    signed = await asked.signed_nonces(phones)
    tokens = [
        json.loads(body)["access_token"]
        for body in await asked.once("sign in", [post("/v1/tokens/device", each, token="") for each in signed])
    ]
    for question in (_TODAY.removeprefix("GET "), *_QUESTIONS):
        step = _TODAY if question in _TODAY else question
        await asked.once(step, [get(question, token=token) for token in tokens])
    again = await asked.signed_nonces(phones)
    await asked.once(_BOTH, [post("/v1/tokens/device/today", each, token="") for each in again])
    claims = await asked.once("code claim", _claims(stage, session_id, tokens))
    attempts = [
        _check_in(phone, session_id, json.loads(claim)["claim"], seat, token)
        for seat, (phone, claim, token) in enumerate(zip(phones, claims, tokens, strict=True))
    ]
    verdicts = await asked.once("check-in", attempts)
    assert {json.loads(each)["outcome"] for each in verdicts} == {"accepted"}
    return asked.spent


class _Asked:
    """Bursts of a step each, with what they cost."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.spent: dict[str, Spent] = {}

    async def signed_nonces(self, phones: Sequence[Phone]) -> list[bytes]:
        nonces = await self.once("nonce", [post("/v1/tokens/nonce", b"{}", token="")] * len(phones))
        return [_sign_in(phone, json.loads(body)["nonce"]) for phone, body in zip(phones, nonces, strict=True)]

    async def once(self, step: str, requests: Sequence[bytes]) -> list[bytes]:
        """Answers in the order of the requests: one connection is enough of them to know whose is which."""
        service, postgresql = (self._stage.service.pid,), (self._stage.postmaster,)
        before_s = cpu_seconds(service), cpu_seconds(postgresql)
        burst = await self._sent(requests)
        spent_s = cpu_seconds(service) - before_s[0], cpu_seconds(postgresql) - before_s[1]
        assert all(status < 300 for status in burst.statuses), burst.bodies[0]
        self.spent[step] = Spent(*(1000 * each / len(requests) for each in spent_s))
        return burst.bodies

    async def _sent(self, requests: Sequence[bytes]) -> Burst:
        """Several connections at once, each for a part of the people, so that the answers stay in order."""
        parts = [requests[start::CONNECTIONS] for start in range(CONNECTIONS)]
        bursts = await asyncio.gather(
            *(send(part, port=self._stage.service.port, connections=1) for part in parts if part)
        )
        found = Burst(max(each.seconds for each in bursts), [], [], [b""] * len(requests))
        for start, burst in enumerate(bursts):
            found.latencies_ms.extend(burst.latencies_ms)
            found.statuses.extend(burst.statuses)
            found.bodies[start::CONNECTIONS] = burst.bodies
        return found


def _sign_in(phone: Phone, nonce: str) -> bytes:
    body = {"device_id": str(phone.device_id), "nonce": nonce, "signature": phone._key.signature(nonce)}
    return json.dumps(body).encode()


def _claims(stage: Stage, session_id: UUID, tokens: Sequence[str]) -> list[bytes]:
    now = stage.resources.clock.now()
    code = code_of(stage.resources.code_key, session_id, window_number(now, _CODE_WINDOW_S))
    path = f"/v1/sessions/{session_id}/code-claims"
    return [post(path, json.dumps({"claim_id": str(new_id()), "code": code}).encode(), token=token) for token in tokens]


def _check_in(phone: Phone, session_id: UUID, claim: str, seat: int, token: str) -> bytes:
    place = {"longitude": SITE["longitude"] + seat % 20 * 1e-5, "latitude": SITE["latitude"]}
    body = phone.attempt(session_id, proof=phone.pin_code(None), at=at_the_site(**place), code_claim=claim)
    return post("/v1/check-ins", body, token=token)


def _median(costs: Sequence[Spent]) -> float:
    return statistics.median(each.service + each.postgresql for each in costs)


def _told(step: str, costs: Sequence[Spent]) -> dict[str, Any]:
    return {
        "step": step,
        "service": round(statistics.median(each.service for each in costs), 2),
        "postgresql": round(statistics.median(each.postgresql for each in costs), 2),
        "both": round(_median(costs), 2),
    }


def main(rounds: int = ROUNDS) -> None:
    print(json.dumps(asyncio.run(measure(rounds)), indent=2))  # noqa: T201 - a benchmark's output is its purpose


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
