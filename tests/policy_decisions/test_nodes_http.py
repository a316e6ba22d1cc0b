"""Approvals at one node hold at every other within a second, and at once where a check-in asks."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import httpx
from fastapi import FastAPI

from checkin_service.checkin.service.recheck import recheck
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import Book, Shelf
from checkin_service.policy_decisions.service import currency
from tests.building.world import a_world, at_the_site
from tests.conftest import StoppedClock
from tests.policy_decisions.deciding import Authority, an_authority

USE = "voucher.use_within_months"
OPENS = "checkin.in_opens_before_min"


async def test_an_approval_is_seen_by_the_other_node_within_a_second(
    nodes: tuple[FastAPI, FastAPI], client: httpx.AsyncClient, other_node: httpx.AsyncClient, resources: Resources
) -> None:
    here = await an_authority(client, resources, "440100")
    there = Authority("440100", other_node, resources)
    assert await there.value(USE) is None
    await here.decide(USE, 6)
    assert (await here.value(USE) or {})["value"] == 6
    one, other = (node.state.shelf for node in nodes)
    async with asyncio.timeout(1):
        await _has(other, one.version)
    assert (await there.value(USE) or {})["value"] == 6


async def _has(shelf: Shelf, version: int) -> None:
    for _ in range(1000):
        if shelf.version >= version:
            return
        await asyncio.sleep(0.01)


async def test_a_check_in_at_another_node_is_judged_by_what_was_just_approved(
    nodes: tuple[FastAPI, FastAPI],
    client: httpx.AsyncClient,
    other_node: httpx.AsyncClient,
    resources: Resources,
    clock: StoppedClock,
) -> None:
    """The other node has not looked yet: the check-in's own read tells it that there is more."""
    city = await an_authority(client, resources, "450100")
    await city.decide("eligibility.criteria", ["assessment_passed"])
    await city.decide(USE, 6)
    world = await a_world(resources, client, clock, authority="450100", kinds=("targeted", "targeted"), sessions=1)
    early, late = world.trainees
    clock.move_to(world.starts_at() - timedelta(minutes=25))
    code = await world.terminal.show_code(world.session(), at=at_the_site())
    first = await early.phone.check_in(world.session(), proof=early.phone.pin_code(code), at=at_the_site())
    assert first["outcome"] == "accepted", first
    await city.decide(OPENS, 10)
    shelf: Shelf = nodes[1].state.shelf
    behind = Shelf()
    shelf.book, shelf.version = behind.book, behind.version
    late.phone._client = other_node
    second = await late.phone.check_in(world.session(), proof=late.phone.pin_code(code), at=at_the_site())
    assert second["outcome"] == "refused", second
    assert {each["reason"] for each in second["findings"]} >= {"too_early"}
    book, today = nodes[0].state.shelf.book, clock.now().date()
    known_today = await _judged_again(resources, book, world.class_id, known_on=today)
    known_before = await _judged_again(resources, book, world.class_id, known_on=today - timedelta(days=1))
    assert (known_today, known_before) == ({Decision.REFUSED}, {Decision.ACCEPTED})


async def _judged_again(resources: Resources, book: Book, class_id: UUID, *, known_on: date) -> set[Decision | None]:
    return {each.decision async for each in recheck(resources, book, class_id, on=None, known_on=known_on)}


async def test_a_node_that_starts_knows_everything_from_its_first_request(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    city = await an_authority(client, resources, "460100")
    await city.decide(USE, 7)
    fresh = Shelf()
    async with currency.kept_current(resources, fresh):
        value = fresh.book.at("460100", on=clock_day(resources)).value(USE)
    assert value.value == 7


async def test_without_anything_new_a_look_reads_one_number(resources: Resources) -> None:
    shelf = Shelf()
    await currency.refresh(resources, shelf)
    book = shelf.book
    await currency.refresh(resources, shelf)
    assert shelf.book is book


def clock_day(resources: Resources) -> date:
    return resources.clock.now().date()
