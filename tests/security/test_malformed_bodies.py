"""Bodies that are no JSON, or JSON of the wrong shape: refused by every route that takes one, and nothing is stored."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic_core import to_json

from checkin_service.access.model import Role
from checkin_service.client import Officer
from checkin_service.client.wire import Actor
from checkin_service.kit.resources import Resources
from tests.building.desks import somebody
from tests.building.world import World
from tests.platform.admission import PlatformClient
from tests.security.conftest import CountRows
from tests.security.hostile import CANARY, NEVER_VALID, ODD_BUT_TEXT, leaves, refused, with_raw
from tests.security.routes import routes_of
from tests.security.well_formed import REQUESTS, Scene

MAY_BE_LEFT_OUT = {
    *("classroom_code", "counting_authority", "paying_authority", "proofs", "radius_m", "reason"),
    *("accuracy_m", "confidence", "is_mock", "evidence", "criteria", "accounts", "region_code"),
    "operator_id",
    *("proof", "document", "right_name"),
    *("template_id", "query"),
    "effective_to",
    *("words", "division", "here", "details"),
    *("units", "resources"),
    "hours",
    *("set_aside", "until"),
}
BODILESS = {
    "POST /v1/tokens/nonce",
    "POST /v1/me/vouchers/{voucher_id}/activation",
}
TAKERS = sorted(route for route in REQUESTS if route.startswith("POST") and route not in BODILESS)


def sender(world: World, route: str) -> Actor:
    """Somebody who is permitted to use the route, so that the body is what is refused."""
    path = route.removeprefix("POST /v1/")
    match path:
        case "check-ins" | "consents" | "face-references" | "face-changes" | "liveness-challenges" | "appeals":
            return world.trainees[0].phone
        case "me/voucher-applications" | "me/declarations" | "eligibility-appeals" | "settlements/accounts":
            return world.trainees[0].phone
        case (
            "learning-records"
            | "leaves"
            | "classes/{class_id}/applications"
            | "me/classes/{class_id}/questions"
            | "me/questions/{question_id}/entries"
            | "me/checks/{session_id}/explanation"
            | "me/classes/{class_id}/check-time"
        ):
            return world.trainees[0].phone
        case (
            "applications/{application_id}/decision"
            | "lapses/{lapse_id}/appeal"
            | "sanctions/{sanction_id}/appeal"
            | "platform-rules/{rules_id}/acceptance"
            | "credit-scores/{score_id}/appeal"
            | "rectifications/{rectification_id}/reports"
            | "inspections/{inspection_id}/statement"
            | "institutions/{institution_id}/changes"
            | "sessions/{session_id}/headcounts"
            | "sessions/{session_id}/headcounts/{headcount_id}/explanation"
        ):
            return world.admin
        case "reviews" | "reviews/openings" | "face-releases" | "appeals/decisions":
            return world.reviewer
    by_last_part: dict[str, Actor] = {
        "offline-check-ins": world.trainees[0].phone,
        "proofs": world.trainees[0].phone,
        "frames": world.trainees[0].phone,
        "displays": world.terminal,
        "reports": world.terminal,
        "door-pins": world.terminal,
        "card-challenges": world.terminal,
        "code-claims": world.trainees[0].phone,
        "exchange": world.trainees[0].phone,
        "return": world.trainees[0].phone,
        "claim": world.trainees[0].phone,
        "deduction": world.trainees[0].phone,
        "pin": world.trainees[0].phone,
        "erasure": world.trainees[0].phone,
        "place": world.trainees[0].phone,
        "reading": world.trainees[0].phone,
        "message-contact": world.trainees[0].phone,
        "evaluation": world.trainees[0].phone,
        "interest": world.trainees[0].phone,
        "holds": world.admin,
        "offer": world.admin,
        "hold-ends": world.admin,
        "scans": world.admin,
        "withdrawal": world.trainees[0].phone,
        "decision": world.reviewer,
        "fences": world.instructor,
        "classes": world.admin,
        "roster": world.admin,
        "briefings": world.admin,
        "instructors": world.admin,
        "fees": world.admin,
        "recordings": world.admin,
        "answers": world.admin,
        "training-courses": world.admin,
        "versions": world.admin,
        "registration-checks": world.admin,
        "activations": world.admin,
        "assessments": world.admin,
        "completion-application": world.admin,
        "correction-proposals": world.admin,
        "leave-records": world.admin,
    }
    last = "" if path.startswith("complaints/") else path.rsplit("/", 1)[-1]
    return by_last_part.get(last, world.officer)


class Taker:
    """One route that takes a body, ready to be sent anything."""

    def __init__(self, actor: Actor, path: str, body: dict[str, Any]) -> None:
        self.actor, self.path, self.body = actor, path, body

    async def send(self, content: bytes) -> httpx.Response:
        return await self.actor.send("POST", self.path, content=content)


@pytest.fixture(scope="module")
async def sector(resources: Resources, client: httpx.AsyncClient) -> Officer:
    return await somebody(resources, client, Role.SECTOR, "330600")


@pytest.fixture(scope="module")
async def auditor(resources: Resources, client: httpx.AsyncClient) -> Officer:
    return await somebody(resources, client, Role.AUDITOR, "330600")


@pytest.fixture(params=TAKERS)
async def taker(
    request: pytest.FixtureRequest,
    in_class: World,
    platform: PlatformClient,
    sector: Officer,
    auditor: Officer,
    counted: CountRows,
) -> AsyncIterator[Taker]:
    """A route with a well-formed body for it; whatever the test sends leaves no row."""
    match request.param.removeprefix("POST /v1/"):
        case "sector-plans":
            actor: Actor = sector
        case "looks":
            actor = auditor
        case path if path.startswith("platform/"):
            actor = platform
        case _:
            actor = sender(in_class, request.param)
    wanted = await REQUESTS[request.param](Scene(in_class), actor)
    assert wanted.body is not None
    before = await counted()
    yield Taker(actor, wanted.path, wanted.body)
    assert await counted() == before


def test_every_route_that_takes_a_body_is_here(app: FastAPI) -> None:
    taking = {name for name, route in routes_of(app).items() if route.dependant.body_params}
    assert taking == set(TAKERS)


async def test_what_is_valid_nowhere_is_refused_in_every_field(taker: Taker) -> None:
    for path in leaves(taker.body):
        for what, raw in NEVER_VALID.items():
            if path[-1] == "password" and what in ODD_BUT_TEXT:
                continue  # A password is hashed and never shown: whatever people type is theirs.
            answer = await taker.send(with_raw(taker.body, path, raw))
            problem = refused(answer, 422)
            assert problem["type"] == "/problems/malformed", (path, what)


async def test_a_field_that_nobody_knows_is_refused(taker: Taker) -> None:
    problem = refused(await taker.send(to_json(taker.body | {CANARY: 1})), 422)
    assert problem["errors"] == [
        {"field": "?", "reason": "Extra inputs are not permitted", "reason_zh": "没有这一项。"}
    ]
    typing_slip = refused(await taker.send(to_json(taker.body | {"atempt_id": 1})), 422)
    assert typing_slip["errors"][0]["field"] == "atempt_id"


async def test_a_missing_field_is_named(taker: Taker) -> None:
    for name in taker.body:
        rest = {key: value for key, value in taker.body.items() if key != name}
        if name in MAY_BE_LEFT_OUT:
            continue
        problem = refused(await taker.send(to_json(rest)), 422)
        assert name in [error["field"] for error in problem["errors"]]


async def test_a_field_named_twice_is_refused_and_not_guessed(taker: Taker) -> None:
    whole = to_json(taker.body).decode()
    name, value = next(iter(json.loads(whole).items()))
    twice = f'{{"{name}": {json.dumps(value)}, {whole[1:]}'
    problem = refused(await taker.send(twice.encode()), 422)
    assert problem["detail_en"] == "A field is named twice."


BROKEN = {
    "empty": b"",
    "white space": b" \n",
    "null": b"null",
    "a list": b"[]",
    "a string": b'"in"',
    "a number": b"1",
    "no JSON": b"attempt_id=1&phase=in",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a bracket": b"[",
    "sixty thousand brackets": b"[" * 60_000,
    "deep objects": b'{"a":' * 12_000,
    "single quotes": b"{'phase': 'in'}",
    "comment": b'{/* here */ "phase": "in"}',
    "trailing comma": b'{"phase": "in",}',
    "NUL": b"\x00",
    "NUL before": b"\x00{}",
    "not UTF-8": b'{"phase": "\xff\xfe"}',
    "overlong UTF-8": b'{"phase": "\xc0\xaf"}',
    "surrogate in UTF-8": b'{"phase": "\xed\xa0\x80"}',
    "raw control character": b'{"phase": "\x01"}',
}


async def test_what_is_no_json_object_is_refused(taker: Taker) -> None:
    whole = to_json(taker.body)
    broken = BROKEN | {
        "cut short": whole[:-1],
        "half": whole[: len(whole) // 2],
        "something after it": whole + b"x",
        "twice": whole + whole,
        "byte order mark": b"\xef\xbb\xbf" + whole,
        "UTF-16": whole.decode().encode("utf-16"),
    }
    for what, content in broken.items():
        problem = refused(await taker.send(content), 422)
        assert problem["type"] == "/problems/malformed", what
