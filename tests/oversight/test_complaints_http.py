"""Complaints: filed by anybody, followed by a receipt number, answered in time, and seen by the authority alone."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from checkin_service.access.tables import audit_entry
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.oversight.model import ComplaintState
from checkin_service.oversight.rules.complaints import step_refusal
from checkin_service.oversight.tables import complaint
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.tools.reading import reading
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with, sign_in

WORDS = {"about": "测试培训学校", "text": "老师代全班签到，没有上课"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


def a_complaint(**changes: Any) -> dict[str, Any]:
    return {"complaint_id": str(new_id()), "authority_code": "330600", "contact": None, **WORDS} | changes


async def filed(world: World, **changes: Any) -> dict[str, Any]:
    answer = await world.client.post("/v1/complaints", json=a_complaint(**changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def told(world: World, receipt: str) -> dict[str, Any]:
    return dict((await world.client.post("/v1/complaint-queries", json={"receipt": receipt})).json())


async def at_the_desk(world: World, complaint_id: str) -> dict[str, Any]:
    cursor: dict[str, str] = {}
    while True:
        page = await world.officer.get("/v1/complaints", limit=200, **cursor)
        for each in page["complaints"]:
            if each["complaint_id"] == complaint_id:
                return dict(each)
        cursor = {"cursor": page["next_cursor"]}
        assert page["next_cursor"]


async def read(world: World, complaint_id: str) -> dict[str, Any]:
    body = {"purpose": "complaint"}
    return dict(await world.officer.post(f"/v1/complaints/{complaint_id}/reading", body))


async def step(world: World, complaint_id: str, state: str, words: str | None = None, **more: Any) -> dict[str, Any]:
    body = {"request_id": new_id(), "state": state, "words": words, **more}
    return dict(await world.reviewer.post(f"/v1/complaints/{complaint_id}/steps", body))


async def test_a_complaint_is_followed_by_its_receipt_from_the_first_word_to_the_answer(
    world: World, clock: StoppedClock
) -> None:
    complaint_id = str(new_id())
    receipt = await filed(world, complaint_id=complaint_id)
    assert receipt["answer_due"] == (clock.now() + timedelta(days=60, hours=8)).date().isoformat()
    assert (await told(world, receipt["receipt"]))["state"] == "received"
    with pytest.raises(Refused):
        await step(world, complaint_id, "answered", "已核实")
    await step(world, complaint_id, "accepted")
    with pytest.raises(Refused):
        await step(world, complaint_id, "answered")
    await step(world, complaint_id, "answered", "已核实，涉及课时不予认定。")
    found = await told(world, receipt["receipt"].lower().replace("-", " "))
    assert (found["state"], found["steps"][-1]["words"]) == ("answered", "已核实，涉及课时不予认定。")
    with pytest.raises(Refused):
        await step(world, complaint_id, "accepted")


async def test_sent_again_it_is_one_complaint_with_one_receipt(world: World) -> None:
    body = a_complaint()
    first, second = [await world.client.post("/v1/complaints", json=body) for _ in range(2)]
    assert first.json() == second.json()


async def test_who_complains_is_told_to_the_authority_only_where_they_wish_and_to_no_institution(world: World) -> None:
    named, unnamed = str(new_id()), str(new_id())
    await filed(world, complaint_id=named, contact="13800000000")
    await filed(world, complaint_id=unnamed)
    assert [(await at_the_desk(world, each))["has_contact"] for each in (named, unnamed)] == [True, False]
    assert (await read(world, named))["contact"] == "13800000000"
    assert (await read(world, unnamed))["contact"] is None
    with pytest.raises(Refused):
        await world.admin.get("/v1/complaints")
    with pytest.raises(Refused):
        await world.admin.post(f"/v1/complaints/{named}/reading", {"purpose": "complaint"})


async def test_the_list_holds_no_words_and_each_look_is_written_down_with_its_purpose(
    world: World, resources: Resources
) -> None:
    complaint_id = str(new_id())
    await filed(world, complaint_id=complaint_id, contact="13800000000")
    item = await at_the_desk(world, complaint_id)
    assert not {"text", "contact"} & set(item)
    assert (await read(world, complaint_id))["text"] == WORDS["text"]
    entries = await resources.database.read(
        reading(select(audit_entry.c.detail, audit_entry.c.subject).where(audit_entry.c.object_id == complaint_id))
    )
    assert [each.detail for each in entries] == [{"step": "read", "purpose": "complaint"}]
    with pytest.raises(Refused):
        await world.officer.post(f"/v1/complaints/{complaint_id}/reading", {"purpose": "curiosity"})


async def test_a_transfer_gives_it_to_another_authority_and_takes_it_from_the_first(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    county = await a_world(resources, client, clock, authority="330602")
    complaint_id = str(new_id())
    receipt = await filed(world, complaint_id=complaint_id, kind="undue_fees")
    with pytest.raises(Refused):
        await step(world, complaint_id, "transferred", "由属地办理", to_authority="999999")
    with pytest.raises(Refused):
        await step(world, complaint_id, "transferred", "由属地办理")
    await step(world, complaint_id, "transferred", "由属地办理", to_authority="330602")
    with pytest.raises(Refused) as refused:
        await step(world, complaint_id, "accepted")
    assert refused.value.status == 404
    assert (await at_the_desk(county, complaint_id))["state"] == "received"
    assert (await read(county, complaint_id))["text"] == WORDS["text"]
    with pytest.raises(Refused) as back:
        await step(county, complaint_id, "transferred", "退回", to_authority="330600")
    assert "has had it already" in str(back.value)
    await step(county, complaint_id, "accepted")
    await step(county, complaint_id, "answered", "已退还")
    found = await told(world, receipt["receipt"])
    assert [each["state"] for each in found["steps"]] == ["transferred", "accepted", "answered"]
    assert (found["kind"], found["steps"][0]["to_authority"], found["answer_due"]) == (
        "undue_fees",
        "330602",
        receipt["answer_due"],
    )


async def test_it_stands_in_the_queue_of_whom_it_is_given_to_until_it_is_answered(app: FastAPI, world: World) -> None:
    about = f"学校{new_id().hex[-8:]}"
    complaint_id = str(new_id())
    await filed(world, complaint_id=complaint_id, about=about)
    assert await queued(app, world, about) == [True, True]
    me = (await world.reviewer.me())["subject_id"]
    path = f"/v1/complaints/{complaint_id}/assignment"
    with pytest.raises(Refused) as refused:
        await world.officer.post(path, {"request_id": new_id(), "staff_id": world.instructor_id})
    assert "deals with complaints" in str(refused.value)
    await world.officer.post(path, {"request_id": new_id(), "staff_id": me})
    assert (await at_the_desk(world, complaint_id))["assigned_to"] == me
    assert await queued(app, world, about) == [False, True]
    await step(world, complaint_id, "accepted")
    assert await queued(app, world, about) == [False, True]
    await step(world, complaint_id, "answered", "已核实")
    assert await queued(app, world, about) == [False, False]


async def queued(app: FastAPI, world: World, about: str) -> list[bool]:
    """Whether it stands in the queues of the officer and of the reviewer."""
    found = []
    for staff in (world.officer, world.reviewer):
        async with a_browser(app) as office:
            await sign_in(office, staff.login)
            found.append(f">{about}</a>" in (await office.get("/queue", params={"q": about})).text)
    return found


async def test_what_is_complained_of_is_sealed_in_the_database(world: World, resources: Resources) -> None:
    complaint_id = new_id()
    await filed(world, complaint_id=str(complaint_id), contact="13800000000")
    (row,) = await resources.database.read(reading(select(complaint).where(complaint.c.complaint_id == complaint_id)))
    stored = b"".join(bytes(each) for each in row if isinstance(each, bytes))
    assert WORDS["text"].encode() not in stored
    assert b"13800000000" not in stored


async def test_an_unknown_receipt_is_not_found_and_an_unknown_authority_takes_nothing(world: World) -> None:
    answer = await world.client.post("/v1/complaint-queries", json={"receipt": "0000-0000-0000-0000-0000"})
    assert answer.status_code == 404
    assert (await world.client.post("/v1/complaints", json=a_complaint(authority_code="999999"))).status_code == 422


async def test_a_visitor_files_one_in_a_page_and_the_desk_answers_it(app: FastAPI, world: World) -> None:
    about = f"学校{new_id().hex[-8:]}"
    async with a_browser(app) as visitor:
        page = await Desk(visitor).fill(
            "/complaints", authority_code="330600", kind="other", about=about, text=WORDS["text"], contact=""
        )
        receipt = page.text.partition("<code>")[2].partition("</code>")[0]
        assert len(receipt) == 24
        empty = await Desk(visitor).fill(
            "/complaints", authority_code="330600", kind="other", about=about, text="", contact=""
        )
        assert (empty.status_code, f'value="{about}"' in empty.text, "至少1个字" in empty.text) == (422, True, True)
        async with a_browser(app) as office:
            await sign_in(office, world.officer.login)
            await answered(office, about)
        status = await visitor.post("/complaints/status", data={"receipt": receipt}, headers=SAME_ORIGIN)
        assert "已受理" in status.text
        unknown = await visitor.post("/complaints/status", data={"receipt": "0"}, headers=SAME_ORIGIN)
        assert (unknown.status_code, "没有这一回执编号" in unknown.text) == (404, True)


async def answered(office: httpx.AsyncClient, about: str) -> None:
    text = await sheet_with(office, "/complaint-desk", about)
    card = next(part for part in text.split("<article ") if about in part).partition("</article>")[0]
    assert WORDS["text"] not in card
    reading_at = card.partition('action="')[2].partition('"')[0]
    shown = await office.post(reading_at, data={"purpose": "complaint"}, headers=SAME_ORIGIN)
    assert WORDS["text"] in shown.text
    action = reading_at.removesuffix("/reading")
    form = card.partition(f'action="{action}"')[2]
    request_id = form.partition('name="request_id" value="')[2].partition('"')[0]
    sent = {"request_id": request_id, "state": "accepted", "words": ""}
    taken = await office.post(action, data=sent, headers=SAME_ORIGIN)
    assert taken.headers["location"] == "/complaint-desk?done=taken"


def test_an_answer_is_final_and_a_rejection_says_why() -> None:
    assert step_refusal(ComplaintState.RECEIVED, ComplaintState.REJECTED, None) is not None
    assert step_refusal(ComplaintState.RECEIVED, ComplaintState.REJECTED, "不属于本部门职责") is None
    for state in ComplaintState:
        assert step_refusal(ComplaintState.ANSWERED, state, "再答") is not None
        assert step_refusal(ComplaintState.REJECTED, state, "再答") is not None
