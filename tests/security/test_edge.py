"""The edge: nobody's request costs others, and what operators read is theirs alone."""

import gc
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from tests.building.operator import OPERATOR
from tests.security.hostile import CANARY, refused
from tests.security.routes import routes_of

JSON = {"Content-Type": "application/json"}
BOMB = ("{" + ",".join(f'"{CANARY}{number}":1' for number in range(430_000)) + "}").encode()
LARGEST_TO_NOBODY_BYTES = 16 * 2**10


async def test_no_route_reads_a_bomb_of_a_stranger(app: FastAPI, client: httpx.AsyncClient) -> None:
    asked = {name.partition(" ")[2] for name, route in routes_of(app).items() if route.dependant.body_params}
    assert len(asked) > 50
    began = time.process_time()
    for path in sorted(asked):
        answer = await client.post(path, content=BOMB, headers=JSON)
        refused(answer, 401, 413)
        assert len(answer.content) <= LARGEST_TO_NOBODY_BYTES
    assert time.process_time() - began < 0.05 * len(asked)


async def test_nothing_is_read_of_a_body_before_the_token(client: httpx.AsyncClient) -> None:
    read: list[bytes] = []

    async def parts() -> AsyncIterator[bytes]:
        read.append(b"{")
        yield b"{"

    refused(await client.post("/v1/classes", content=parts(), headers=JSON), 401)
    assert not read


@pytest.mark.parametrize("path", ["/v1/tokens/password", "/v1/devices", "/v1/certificate-queries"])
async def test_a_stranger_learns_twenty_errors_and_nothing_of_what_was_sent(
    client: httpx.AsyncClient, path: str
) -> None:
    # The first request of a process finds its routes; and the garbage of all other tests is not this one's.
    await client.get("/healthz")
    gc.collect()
    began = time.process_time()
    answer = await client.post(path, content=BOMB[:60_000].rpartition(b",")[0] + b"}", headers=JSON)
    problem = refused(answer, 422)
    assert len(problem["errors"]) == 20
    assert CANARY + "0" not in answer.text
    assert len(answer.content) <= LARGEST_TO_NOBODY_BYTES
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json"])
async def test_what_operators_read_is_there_for_nobody_else(
    client: httpx.AsyncClient, assembly: Assembly, path: str
) -> None:
    assert (await client.get(path, headers=OPERATOR)).status_code == 200
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer é"}):
        sent = {name.encode(): value.encode() for name, value in headers.items()}
        assert (await client.get(path, headers=sent)).status_code == 404
    closed = create_app(replace(assembly, operations_key=None), with_relay=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=closed), base_url="http://service") as visitor:
        assert (await visitor.get(path, headers=OPERATOR)).status_code == 404


async def test_whoever_comes_to_a_full_house_is_told_at_once_and_watchers_are_answered(assembly: Assembly) -> None:
    full = create_app(replace(assembly, requests_at_once=0), with_relay=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=full), base_url="http://service") as visitor:
        answer = await visitor.post("/v1/check-ins", content=BOMB, headers=JSON)
        assert refused(answer, 503)["type"] == "/problems/busy"
        assert answer.headers["retry-after"] == "2"
        assert (await visitor.get("/healthz")).status_code == 200


async def test_browsers_that_came_by_tls_come_by_nothing_else(assembly: Assembly) -> None:
    for scheme, is_development, is_sent in (("https", False, True), ("http", False, False), ("https", True, False)):
        app = create_app(replace(assembly, is_development=is_development), with_relay=False)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://service") as visitor:
            answer = await visitor.get("/healthz")
            assert ("strict-transport-security" in answer.headers) is is_sent


@pytest.mark.parametrize("with_subdomains", [False, True])
async def test_names_below_the_host_come_by_tls_too_where_the_operator_says_so(
    assembly: Assembly, *, with_subdomains: bool
) -> None:
    app = create_app(replace(assembly, hsts_subdomains=with_subdomains), with_relay=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://service") as visitor:
        sent = (await visitor.get("/healthz")).headers["strict-transport-security"]
    assert ("includeSubDomains" in sent) is with_subdomains
