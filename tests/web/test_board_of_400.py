"""A class of four hundred: its board is small on the wire, and making it never holds everybody else up."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_name, a_resident_id
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in

PEOPLE = 400
ROW = {"board": "person-name", "grid": "<tr"}
MOST_BYTES = 40 * 1024
MOST_S = 0.020
"""Of the event loop's own processor time in one go: what other processes take from us does not count."""


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    found = await a_world(resources, client, session_clock, sessions=20)
    rows = [
        {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
        for _ in range(PEOPLE - len(found.trainees))
    ]
    await found.admin.submit_roster(found.class_id, rows)
    return found


@asynccontextmanager
async def longest_hold() -> AsyncIterator[list[float]]:
    """The most processor time that the loop's thread spent between two of its turns."""
    longest = [0.0]

    async def turn() -> None:
        before = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            longest[0], before = max(longest[0], now - before), now

    turning = asyncio.create_task(turn())
    await asyncio.sleep(0)
    try:
        yield longest
    finally:
        await asyncio.sleep(0)
        turning.cancel()


@pytest.mark.parametrize("page", ["board", "grid"])
async def test_the_board_of_four_hundred_is_small_and_holds_nobody_up(app: FastAPI, world: World, page: str) -> None:
    at = f"/classes/{world.class_id}/{page}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        await browser.get(at)  # What is prepared once is prepared.
        async with longest_hold() as longest, browser.stream("GET", at, headers={"accept-encoding": "gzip"}) as answer:
            wire = b"".join([part async for part in answer.aiter_raw()])
        assert answer.status_code == 200
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(wire).decode().count(ROW[page]) >= PEOPLE
        assert len(wire) <= MOST_BYTES
        assert longest[0] <= MOST_S
