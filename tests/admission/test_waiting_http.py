"""The waiting list: a place that becomes free is offered in order, until a moment, and kept for whoever takes it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.admission import rules
from checkin_service.admission.model import Application, ApplicationState, Queue
from checkin_service.admission.service import offer_places
from checkin_service.client import Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.policy.model import VoucherKind
from tests.admission.test_applications_http import ANHUI, a_holder, applied, offered, ruled, send
from tests.building.news import deliver_all
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.registry.builders import Office
from tests.registry.test_claims_http import an_office

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    made = await a_world(resources, client, clock, authority=ANHUI, sessions=2)
    clock.advance(minutes=-50)  # The class begins in more than an hour: there is time to wait.
    return made


@pytest.fixture
async def office(resources: Resources, client: httpx.AsyncClient) -> Office:
    return await an_office(resources, client, ANHUI)


async def own(phone: Phone) -> dict[str, Any]:
    return dict((await phone.get("/v1/me/applications"))["applications"][0])


async def takes(phone: Phone, application: httpx.Response) -> httpx.Response:
    path = f"/v1/me/applications/{application.json()['application_id']}/place"
    return await send(phone, path, request_id=new_id())


async def test_a_place_that_becomes_free_goes_to_whoever_waits_first_then_to_the_next(
    world: World, office: Office, resources: Resources, clock: StoppedClock
) -> None:
    await offered(world, 1)  # The one place is that of the trainee of the world.
    people = [await a_holder(office, clock) for _ in range(2)]
    waiting = [await applied(world, phone, voucher) for phone, voucher in people]
    for each in waiting:
        await ruled(world, each, "waiting_list")
        clock.advance(seconds=1)
    (first, _), (second, _) = people
    await offer_places(resources)
    await offered(world, 2)
    await offer_places(resources)
    await offer_places(resources)
    mine = await own(first)
    assert (mine["state"], mine["may_take"], mine["class_name"][:2]) == ("place_offered", True, "电工")
    assert (await own(second))["state"] == "waiting_list"
    # It is kept: nobody is accepted in between, and the public sees no place.
    assert (await ruled(world, waiting[1], "accepted")).status_code == 422
    found = (await world.client.post("/v1/courses", json={"words": ""})).json()["courses"]
    assert [each["free"] for each in found if each["class_id"] == str(world.class_id)] == [0]
    await deliver_all(resources)
    told = (await first.get("/v1/me/messages"))["messages"]
    assert "有了名额" in told[0]["sentence"]["zh"]
    clock.move_to(datetime.fromisoformat(mine["offered_until"]) + timedelta(seconds=1))
    await first.sign_in()
    assert (await takes(first, waiting[0])).status_code == 422


async def test_who_takes_the_place_is_examined_and_accepted_though_no_other_is_free(
    world: World, office: Office, resources: Resources, clock: StoppedClock
) -> None:
    await offered(world, 1)
    phone, voucher = await a_holder(office, clock)
    application = await applied(world, phone, voucher)
    assert (await takes(phone, application)).status_code == 422
    await ruled(world, application, "waiting_list")
    await offered(world, 2)
    await offer_places(resources)
    taken = await takes(phone, application)
    assert (taken.status_code, taken.json()["state"]) == (201, "place_taken"), taken.text
    assert (await takes(phone, application)).status_code == 422
    accepted = await ruled(world, application, "accepted", examined=["identity"], evidence="身份证原件")
    assert (accepted.status_code, accepted.json()["state"]) == (201, "accepted"), accepted.text


async def test_a_place_not_taken_in_time_lapses_and_is_the_next_ones(
    world: World, office: Office, resources: Resources, clock: StoppedClock
) -> None:
    await offered(world, 1)
    people = [await a_holder(office, clock) for _ in range(2)]
    for phone, voucher in people:
        await ruled(world, await applied(world, phone, voucher), "waiting_list")
        clock.advance(seconds=1)
    await offered(world, 2)
    await offer_places(resources)
    path = f"/v1/me/applications/{(await own(people[0][0]))['application_id']}/withdrawal"
    assert (await send(people[0][0], path, request_id=new_id())).json()["state"] == "withdrawn"
    await offer_places(resources)
    assert (await own(people[1][0]))["state"] == "place_offered"
    clock.move_to(world.starts_at() + timedelta(minutes=1))
    await offer_places(resources)
    await people[1][0].sign_in()
    assert (await own(people[1][0]))["state"] == "lapsed"


def an_application(**changes: Any) -> Application:
    made = Application(
        trainee_id=UUID(int=1),
        application_id=UUID(int=2),
        class_id=UUID(int=3),
        voucher_id=UUID(int=4),
        voucher_kind=VoucherKind.GENERAL,
        declared=(),
        applied_at=NOW,
        state=ApplicationState.PLACE_OFFERED,
        offered_until=NOW,
    )
    return replace(made, **changes)


def test_a_place_can_be_taken_until_the_moment_named_and_only_while_offered() -> None:
    assert rules.refusal_to_take(an_application(), now=NOW) is None
    assert rules.refusal_to_take(an_application(), now=NOW + timedelta(seconds=1)) is not None
    assert rules.refusal_to_take(an_application(offered_until=None), now=NOW) is not None
    assert rules.refusal_to_take(an_application(state=ApplicationState.WAITING_LIST), now=NOW) is not None


def test_an_offer_ends_after_two_days_or_when_the_class_begins() -> None:
    view = book().at(ANHUI, on=NOW.date())
    queue = Queue(class_id=UUID(int=3), paying_authority=ANHUI, places=2, taken=1, starts_at=NOW + timedelta(days=9))
    assert rules.offered_until(queue, view, now=NOW) == NOW + timedelta(hours=48)
    soon = replace(queue, starts_at=NOW + timedelta(hours=3))
    assert rules.offered_until(soon, view, now=NOW) == soon.starts_at
    assert (queue.free, replace(queue, taken=3).free) == (1, 0)


def test_what_is_declarable_is_nothing_where_nothing_is_named() -> None:
    assert "labour_contract" in rules.declarable(book().at("330600", on=NOW.date()), VoucherKind.GENERAL)
