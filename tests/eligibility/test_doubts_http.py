"""The decision desk over HTTP: the queue, decisions by two people, examinations by the list, appeals against doubts."""

import json
from datetime import timedelta

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.news import deliver_all
from tests.conftest import StoppedClock
from tests.eligibility.desk import Desk, a_desk


@pytest.fixture
async def desk(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> Desk:
    return await a_desk(resources, client, clock)


async def test_each_doubt_stands_in_the_queue_with_what_would_resolve_it(desk: Desk, clock: StoppedClock) -> None:
    queue = await desk.queue()
    assert {each["reason"]: each["way_out"]["kind"] for each in queue.values()} == {
        "person_in_doubt": "decision",
        "person_not_checked": "examination",
        "certificate_kind_open": "decision",
        "payer_elsewhere": "decision",
    }
    unchecked = queue[str(desk.unchecked.trainee_id)]
    assert (unchecked["measured"], unchecked["trainee_name"]) == ("person.on_establishment", desk.unchecked.name)
    assert (unchecked["age_days"], unchecked["is_late"]) == (0, False)
    clock.advance(days=45)
    late = await desk.doubt_of(desk.unchecked)
    assert (late["age_days"], late["is_late"]) == (45, True)


async def test_in_favour_takes_two_people_and_then_the_money_moves(desk: Desk) -> None:
    made = await desk.decide(desk.retired, met=True)
    assert (made.status_code, made.json()["in_force"]) == (201, False)
    await deliver_all(desk.resources)
    assert (await desk.determination(desk.retired))["outcome"] == "doubtful"
    assert (await desk.doubt_of(desk.retired))["waiting"]["decision_id"] == made.json()["decision_id"]
    assert (await desk.decide(desk.retired, met=False)).status_code == 409
    assert (await desk.confirm(made.json(), by=desk.decider)).json()["type"] == "/problems/rule-refused"
    assert (await desk.confirm(made.json())).json()["in_force"] is True
    await deliver_all(desk.resources)
    after = await desk.determination(desk.retired)
    assert (after["outcome"], after["document"]["ordinal"]) == ("eligible", 2)
    criterion = next(each for each in after["document"]["criteria"] if each["criterion"] == "person_conditions")
    assert (criterion["reason"], criterion["basis"]["document"]) == ("decided_met", "绍人社核〔2026〕12号")
    assert (await desk.world.officer.voucher(desk.retired.voucher_code))["state"] == "payable"
    own = await desk.retired.phone.get("/v1/eligibility", trainee=desk.retired.trainee_id)
    assert own["determinations"][0]["document"]["facts"]["desk_decisions"][0]["met"] is True


async def test_against_payment_one_person_is_enough_and_the_denial_lists_no_payments(desk: Desk) -> None:
    made = await desk.decide(desk.other_kind, met=False)
    assert made.json()["in_force"] is True
    await deliver_all(desk.resources)
    after = await desk.determination(desk.other_kind)
    assert (after["outcome"], after["document"]["payments"]) == ("not_eligible", [])
    assert [each["kind"] for each in after["document"]["remedies"]] == ["appeal", "reconsideration", "litigation"]
    assert (await desk.world.officer.voucher(desk.other_kind.voucher_code))["state"] == "released"
    assert (await desk.confirm(made.json())).json()["type"] == "/problems/rule-refused"


async def test_a_refused_confirmation_leaves_the_doubt_open_for_another_decision(desk: Desk) -> None:
    made = await desk.decide(desk.elsewhere, met=True)
    assert (await desk.confirm(made.json(), confirmed=False)).status_code == 422
    refused = await desk.confirm(made.json(), confirmed=False, reason="应由杭州支付")
    assert refused.json()["in_force"] is False
    await deliver_all(desk.resources)
    assert (await desk.determination(desk.elsewhere))["outcome"] == "doubtful"
    assert (await desk.decide(desk.elsewhere, met=False)).json()["in_force"] is True
    await deliver_all(desk.resources)
    assert (await desk.determination(desk.elsewhere))["outcome"] == "not_eligible"


async def test_who_issued_decides_nothing_nor_does_another_authority(desk: Desk) -> None:
    doubt = await desk.doubt_of(desk.retired)
    body = {
        "decision_id": str(new_id()),
        "criterion": doubt["criterion"],
        "met": True,
        "reason": "本人发的券",
        "document": "无",
    }
    path = f"/v1/doubts/{doubt['determination_id']}/decisions"
    issuer = await desk.world.officer.send("POST", path, content=json.dumps(body).encode())
    assert issuer.json()["type"] == "/problems/rule-refused"
    stranger = await desk.post(an_officer("340000"), path.removeprefix("/v1"), body)
    assert stranger.status_code == 404
    elsewhere = await desk.client.get("/v1/doubts", headers=bearer(desk.resources, an_officer("340000")))
    # Others of that authority's doubts may stand there, never this person's.
    assert doubt["determination_id"] not in elsewhere.text


async def test_what_nobody_checked_is_examined_by_the_list_and_then_paid(desk: Desk) -> None:
    refused = await desk.decide(desk.unchecked, met=True)
    assert refused.json()["type"] == "/problems/rule-refused"
    stranger = str(new_id())
    body = {
        "examination_id": str(new_id()),
        "people": [str(desk.unchecked.trainee_id), str(desk.retired.trainee_id), stranger],
        "conditions": [{"condition": "on_establishment", "holds": False}],
        "examined_on": desk.resources.clock.now().date().isoformat(),
        "document": "编制查询函复函",
        "reason": "两人均不在编",
    }
    answer = (await desk.post(desk.decider, "/examinations", body)).json()
    assert (answer["people"], answer["unknown_rows"], answer["determined_again"]) == (2, [3], 2)
    await deliver_all(desk.resources)
    after = await desk.determination(desk.unchecked)
    assert after["outcome"] == "eligible"
    (examined,) = after["document"]["facts"]["person"]["examined"]
    assert (examined["document"], examined["examined_by"]) == ("编制查询函复函", str(desk.decider.subject_id))
    condition = next(
        each
        for each in after["document"]["facts"]["person"]["conditions"]
        if each["condition"] == "person.on_establishment"
    )
    assert (condition["outcome"], condition["reason"]) == ("pass", "examined")


async def test_an_examination_is_not_of_tomorrow_and_names_nobody_twice(desk: Desk) -> None:
    today = desk.resources.clock.now().date()
    body = {
        "examination_id": str(new_id()),
        "people": [str(desk.unchecked.trainee_id)],
        "conditions": [{"condition": "on_establishment", "holds": False}],
        "examined_on": today.isoformat(),
        "document": "编制查询函复函",
        "reason": "不在编",
    }
    tomorrow = body | {"examined_on": (today + timedelta(days=2)).isoformat()}
    assert (await desk.post(desk.decider, "/examinations", tomorrow)).status_code == 422
    twice = body | {"people": [str(desk.unchecked.trainee_id)] * 2}
    assert (await desk.post(desk.decider, "/examinations", twice)).status_code == 422
    handsome = body | {"conditions": [{"condition": "handsome", "holds": True}]}
    assert (await desk.post(desk.decider, "/examinations", handsome)).status_code == 422


async def test_a_doubt_is_appealed_against_like_a_denial(desk: Desk) -> None:
    doubt = await desk.doubt_of(desk.appealing)
    appeal = {"appeal_id": str(new_id()), "determination_id": doubt["determination_id"], "reason": "系同名他人"}
    filed = await desk.appealing.phone.send("POST", "/v1/eligibility-appeals", content=json.dumps(appeal).encode())
    assert filed.status_code == 201, filed.text
    body = {"request_id": str(new_id()), "upheld": True, "criteria": ["person_conditions"], "reason": "比对错误"}
    path = f"/eligibility-appeals/{appeal['appeal_id']}/decision"
    assert (await desk.post(desk.decider, path, body)).status_code == 201
    await deliver_all(desk.resources)
    assert (await desk.determination(desk.appealing))["outcome"] == "eligible"
