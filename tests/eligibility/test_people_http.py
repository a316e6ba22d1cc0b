"""Facts about people over HTTP: answered row by row, idempotent, and felt at issue and settlement."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.identities import a_name, a_resident_id
from tests.building.news import deliver_all
from tests.building.world import Trainee, World, a_world
from tests.conftest import StoppedClock
from tests.journeys.test_main_job import attend


@pytest.fixture(scope="module")
async def ended(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    """A completed class with two trainees who have earned the subsidy."""
    before = session_clock.now()
    world = await a_world(resources, client, session_clock, kinds=("targeted", "targeted"), sessions=1)
    for trainee in world.trainees:
        await attend(world, trainee, session_clock, 1)
    session_clock.move_to(world.starts_at() + timedelta(days=1))
    day = session_clock.now().date()
    results = [{"trainee_id": each.trainee_id, "passed": True, "assessed_on": day} for each in world.trainees]
    await world.admin.record_results(world.class_id, results)
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)
    yield world
    session_clock.move_to(before)


def a_fact(trainee: Trainee, kind: str, **changes: Any) -> dict[str, Any]:
    return {"document": trainee.document, "kind": kind, "since": "2020-01-01"} | changes


def a_batch(*facts: dict[str, Any]) -> dict[str, Any]:
    return {"batch_id": str(new_id()), "source": "省社保比对", "facts": list(facts)}


async def send(world: World, batch: dict[str, Any]) -> Any:
    answer = await world.officer.send("POST", "/v1/person-facts", content=json.dumps(batch).encode())
    assert answer.status_code == 201, answer.text
    return answer.json()


async def outcome(world: World, trainee: Trainee) -> str:
    (found,) = await world.officer.eligibility(voucher_code=trainee.voucher_code)
    return str(found["outcome"])


async def test_a_retired_person_is_found_after_the_completion_and_let_go_when_the_source_takes_it_back(
    ended: World, resources: Resources
) -> None:
    first, second = ended.trainees
    assert await outcome(ended, first) == "eligible"
    stranger = {"kind": "resident_id", "number": a_resident_id()["number"]}
    batch = a_batch(
        a_fact(first, "retirement"),
        a_fact(first, "retirement"),
        a_fact(second, "in_school", holds=False),
        {"document": stranger, "kind": "in_school", "since": "2020-01-01"},
    )
    answer = await send(ended, batch)
    assert [row["status"] for row in answer["rows"]] == ["recorded", "known", "recorded", "unknown_person"]
    assert answer["determined_again"] == 2
    assert await send(ended, batch) == answer
    await deliver_all(resources)
    assert (await outcome(ended, first), await outcome(ended, second)) == ("doubtful", "eligible")
    again = await send(ended, a_batch(a_fact(first, "retirement")))
    assert again["rows"][0]["status"] == "known"
    taken_back = await send(ended, a_batch(a_fact(first, "retirement", withdraw=True)))
    assert taken_back["rows"][0]["status"] == "withdrawn"
    await deliver_all(resources)
    assert await outcome(ended, first) == "eligible"


async def test_people_of_other_authorities_are_unknown(
    ended: World, resources: Resources, client: httpx.AsyncClient
) -> None:
    batch = a_batch(a_fact(ended.trainees[0], "in_school"))
    answer = await client.post("/v1/person-facts", json=batch, headers=bearer(resources, an_officer("340000")))
    assert [row["status"] for row in answer.json()["rows"]] == ["unknown_person"]


async def test_a_declaration_stands_in_the_next_determination_as_such(ended: World, resources: Resources) -> None:
    trainee = ended.trainees[1]
    body = {"request_id": str(new_id()), "condition": "skilled_worker", "given": True}
    assert (await trainee.phone.send("POST", "/v1/me/declarations", content=json.dumps(body).encode())).is_success
    await deliver_all(resources)
    (found,) = await ended.officer.eligibility(voucher_code=trainee.voucher_code)
    assert found["document"]["facts"]["person"]["declared"] == ["skilled_worker"]
    unknown = body | {"request_id": str(new_id()), "condition": "handsome"}
    refused = await trainee.phone.send("POST", "/v1/me/declarations", content=json.dumps(unknown).encode())
    assert refused.json()["type"] == "/problems/rule-refused"


async def test_a_civil_servant_gets_no_voucher(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    late = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(world.class_id, [late])
    fact = {"document": late["document"], "kind": "establishment", "since": "2015-01-01"}
    await send(world, a_batch(fact))
    path = f"/v1/classes/{world.class_id}/vouchers"
    body = json.dumps({"request_id": str(new_id())}).encode()
    answer = (await world.officer.send("POST", path, content=body)).json()
    assert answer["vouchers"] == []
    assert answer["held_back"] == {str(late["trainee_id"]): ["person.any_of", "person.on_establishment"]}


async def test_who_is_not_checked_is_held_back_until_an_officer_has_examined_them(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    late = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(world.class_id, [late])
    path, trainee_id = f"/v1/classes/{world.class_id}/vouchers", str(late["trainee_id"])
    held = await world.officer.post(path, {"request_id": new_id()})
    assert (held["vouchers"], held["held_back"]) == ([], {trainee_id: ["person.any_of", "person.on_establishment"]})
    clock.advance(days=40)
    (waiting,) = await held_back(world)
    assert (waiting["trainee_name"], waiting["way_out"]["kind"]) == (late["name"], "examination")
    assert (waiting["age_days"], waiting["is_late"]) == (40, True)
    assert {"skilled_worker", "on_establishment"} <= {each["condition"] for each in waiting["missing"]}
    await world.officer.examine(
        [UUID(trainee_id)],
        {"skilled_worker": True, "on_establishment": False},
        examined_on=clock.now().date(),
        document="劳动合同、编制查询函复函",
        reason="逐项核对原件",
    )
    issued = await world.officer.post(path, {"request_id": new_id()})
    assert [each["trainee_id"] for each in issued["vouchers"]] == [trainee_id]
    assert await held_back(world) == []


async def held_back(world: World) -> list[dict[str, Any]]:
    """People of the class whom the desk shows as held back at issue."""
    page = await world.reviewer.get("/v1/doubts", **{"class": world.class_id})
    return list(page["held_back"])


async def test_a_condition_that_does_not_hold_is_no_doubt_at_the_desk(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    late = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(world.class_id, [late])
    fact = {"document": late["document"], "kind": "establishment", "since": "2015-01-01"}
    await world.officer.match(source="编制比对", facts=[fact])
    held = await world.officer.post(f"/v1/classes/{world.class_id}/vouchers", {"request_id": new_id()})
    assert list(held["held_back"]) == [str(late["trainee_id"])]
    assert await held_back(world) == []
