"""Facts about people over HTTP and from files: answered row by row, idempotent, and felt at issue and settlement."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from checkin_service.eligibility.fact_files import batches_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.conftest import StoppedClock
from tests.eligibility.world import deliver_all
from tests.journeys.test_main_job import attend
from tests.world import Trainee, World, a_name, a_resident_id, a_world


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
    assert answer["held_back"] == {str(late["trainee_id"]): ["person.on_establishment"]}


HEAD = "document_kind,document_number,kind,holds,since,until,place\n"


def test_a_file_becomes_the_same_batches_each_time(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    rows = [f"resident_id,330602198001010{number:03d},in_school,否,2020-01-01,,330602\n" for number in range(501)]
    path.write_text(HEAD + "".join(rows), encoding="utf-8-sig")
    first, second = batches_of(path, source="比对")
    assert (len(first.facts), len(second.facts)) == (500, 1)
    assert [each.batch_id for each in batches_of(path, source="比对")] == [first.batch_id, second.batch_id]
    assert first.facts[0].holds is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind\n", "columns"),
        (HEAD + "resident_id,330602198001010017,in_school,maybe,2020-01-01,,\n", "line 2: holds"),
        (HEAD + "resident_id,330602198001010017,in_school,1,2020-01-01,,\n"
         "resident_id,330602198001010017,king,1,2020-01-01,,\n", "line 3"),
        (HEAD + "resident_id,330602198001010017,in_school,1,2020-01-01,2019-01-01,\n", "line 2"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        list(batches_of(path, source="比对"))
