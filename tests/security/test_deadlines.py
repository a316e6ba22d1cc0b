"""Whatever the database and the way to it do, a request ends soon, and all is well soon after."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

import httpx
import psycopg
import pytest

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.kit.connections import REQUEST_WAITS_S, STUCK_S
from tests.building.faulty_link import FaultyLink, a_faulty_link

ENDS_WITHIN_S = 3.0 + 2.0
"""Three seconds, and two for a machine that runs other tests meanwhile."""
HEALED_WITHIN_S = 1.0 + 2.0
TOLD_WITHIN_S = STUCK_S + 0.8
"""Where all connections are taken and none comes back."""
TRIES = 3
"""Such a machine may be late once or twice; a service without deadlines is late each time."""


@dataclass
class Node:
    """The service behind a link of its own."""

    http: httpx.AsyncClient
    link: FaultyLink

    async def asked(self, times: int) -> list[tuple[int, float, bool]]:
        """Status, seconds and whether a time to come again was named, of so many questions at once."""
        return list(await asyncio.gather(*(self._ask() for _ in range(times))))

    async def _ask(self) -> tuple[int, float, bool]:
        began = time.monotonic()
        answer = await self.http.post("/v1/tokens/refresh", json={"refresh_token": "a" * 43})
        return answer.status_code, time.monotonic() - began, "retry-after" in answer.headers


@pytest.fixture
async def node(assembly: Assembly) -> AsyncIterator[Node]:
    async with a_faulty_link(assembly.database_url) as link:
        behind = replace(
            assembly,
            database_url=link.url,
            database_connections=4,
            request_waits_s=REQUEST_WAITS_S,
            stuck_s=STUCK_S,
        )
        app = create_app(behind, with_relay=False)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
                yield Node(http, link)


def all_busy(answers: list[tuple[int, float, bool]]) -> bool:
    return {(status, has_time) for status, _, has_time in answers} == {(503, True)}


async def healed_within_s(node: Node) -> float:
    node.link.heal()
    began = time.monotonic()
    while (await node.asked(1))[0][0] != 401:
        assert time.monotonic() - began < 20
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def in_time(node: Node, happens: Callable[[Node], Awaitable[None]]) -> None:
    for left in reversed(range(TRIES)):
        try:
            await happens(node)
        except AssertionError:
            if not left:
                raise
            await healed_within_s(node)
        else:
            return


async def freezes(node: Node) -> None:
    assert [status for status, _, _ in await node.asked(4)] == [401] * 4
    node.link.freeze()
    for times in (12, 6):
        answers = await node.asked(times)
        assert all_busy(answers)
        assert max(seconds for _, seconds, _ in answers) < ENDS_WITHIN_S
    assert await healed_within_s(node) < HEALED_WITHIN_S


async def test_a_frozen_link_ends_every_request_in_three_seconds(node: Node) -> None:
    await in_time(node, freezes)


@pytest.mark.parametrize(
    ("delay_s", "at_once"), [(0.15, 65_536), (0.6, 65_536), (0.05, 7)], ids=["slow", "very slow", "in drops"]
)
async def test_a_slow_link_ends_every_request_in_three_seconds(node: Node, delay_s: float, at_once: int) -> None:
    async def is_slow(node: Node) -> None:
        node.link.drip(delay_s, at_once=at_once)
        for times in (24, 6):
            answers = await node.asked(times)
            assert {(status, has_time) for status, _, has_time in answers} <= {(401, False), (503, True)}
            assert max(seconds for _, seconds, _ in answers) < ENDS_WITHIN_S
        assert await healed_within_s(node) < HEALED_WITHIN_S

    await in_time(node, is_slow)


async def breaks_while_idle(node: Node) -> None:
    await node.asked(8)
    node.link.reset()
    await asyncio.sleep(0.1)
    assert [status for status, _, _ in await node.asked(1)] == [401]


async def test_connections_that_broke_while_idle_are_noticed_before_anybody_uses_one(node: Node) -> None:
    await in_time(node, breaks_while_idle)


async def breaks_under_a_question(node: Node) -> None:
    node.link.freeze()
    asking = asyncio.create_task(node.asked(1))
    await asyncio.sleep(0.3)
    node.link.reset()
    node.link.heal()
    assert [status for status, _, _ in await asking] == [401]


async def test_a_connection_that_breaks_under_a_question_is_replaced_by_another(node: Node) -> None:
    await in_time(node, breaks_under_a_question)


async def refuses(node: Node) -> None:
    node.link.refuse()
    await asyncio.sleep(0.1)
    answers = await node.asked(8)
    assert all_busy(answers)
    assert max(seconds for _, seconds, _ in answers) < REQUEST_WAITS_S
    # However long it was away, and however often it was asked meanwhile.
    for _ in range(10):
        await node.asked(2)
        await asyncio.sleep(0.2)
    assert await healed_within_s(node) < HEALED_WITHIN_S


async def test_a_database_that_refuses_is_told_soon(node: Node) -> None:
    await in_time(node, refuses)


async def test_whoever_finds_all_connections_taken_is_told_soon(node: Node, database_url: str) -> None:
    async def are_taken(node: Node) -> None:
        with psycopg.connect(database_url) as owner:
            owner.execute("LOCK TABLE refresh_token IN ACCESS EXCLUSIVE MODE")
            answers = await node.asked(12)
        assert all_busy(answers)
        seconds = sorted(each for _, each, _ in answers)
        assert seconds[-1] < ENDS_WITHIN_S
        # Four hold the connections until their time is over; nobody else waits with them.
        assert seconds[-5] < TOLD_WITHIN_S
        assert [status for status, _, _ in await node.asked(4)] == [401] * 4

    await in_time(node, are_taken)
