"""A person's rights: a copy of everything that is held, and an erasure that leaves facts and no name."""

import json
from typing import Any

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import FastAPI

from checkin_service.cli.verify import verify
from checkin_service.client import Refused
from checkin_service.identity.service import REALMS
from checkin_service.kit.base64url import decode
from checkin_service.kit.database import metadata
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import KeyName
from checkin_service.kit.resources import Resources
from checkin_service.privacy.rules.sealed import SEALED
from checkin_service.privacy.store.everything import tables_of_people
from checkin_service.statistics.service.tally import Tally
from checkin_service.transparency.rules import verifier
from tests.building.world import Trainee, World
from tests.conftest import StoppedClock
from tests.privacy.rights import CARD, GROUNDS, MOBILE, a_class_with_somebody, end_class, found_in, needles
from tests.transparency.conftest import lines_of, seal_all
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_class_with_somebody(resources, client, clock)


@pytest.fixture
async def ended(world: World, resources: Resources, clock: StoppedClock) -> World:
    await end_class(world, resources, clock)
    return world


async def ask_own(trainee: Trainee) -> dict[str, Any]:
    return dict(await trainee.phone.post("/v1/me/erasure", {"person_request_id": new_id()}))


async def take_down(world: World, trainee: Trainee, kind: str) -> str:
    body = {"person_request_id": new_id(), "trainee_id": trainee.trainee_id, "kind": kind, **GROUNDS}
    return str((await world.officer.post("/v1/person-requests", body))["person_request_id"])


async def decide(by: Any, request_id: str, *, approved: bool = True) -> dict[str, Any]:
    body = {"request_id": new_id(), "approved": approved}
    body |= {"document_number": "绍人社个信〔2026〕1号"} if approved else {"reason": "本人未到场"}
    return dict(await by.post(f"/v1/person-requests/{request_id}/decision", body))


def opened(copy: dict[str, Any]) -> dict[str, Any]:
    """The copy, once its signature has been checked."""
    key = Ed25519PublicKey.from_public_bytes(decode(copy["public_key"]))
    key.verify(decode(copy["signature"]), copy["document"].encode())
    return dict(json.loads(copy["document"])["held"])


def test_every_sealed_column_of_a_person_is_opened_by_a_copy() -> None:
    sealed = {
        (name, column.name)
        for name in [*tables_of_people(), "payee_account"]
        for column in metadata.tables[name].c
        if column.name == "sealed" or column.name.endswith("_sealed")
    }
    assert sealed == SEALED.keys()


async def test_a_copy_holds_everything_opened_and_signed_and_no_hash(world: World) -> None:
    trainee = world.trainees[0]
    copy = await trainee.phone.get("/v1/me/copy")
    held = opened(copy)
    (person,) = held["trainee"]
    assert (person["name_sealed"], person["document_sealed"]) == (trainee.name, trainee.document["number"])
    assert held["message_contact"][0]["mobile_sealed"] == MOBILE
    assert held["payee_account"][0]["sealed"][2] == CARD
    assert trainee.name in held["question_entry"][0]["text_sealed"]
    (attempt,) = held["attempt"]
    assert attempt["evidence_sealed"]
    assert attempt["answer"]["outcome"] == "accepted"
    assert {"consent", "device", "registration", "voucher", "credit"} <= held.keys()
    assert not [name for rows in held.values() for row in rows for name in row if name.endswith(("_hash", "_digest"))]
    other = world.trainees[1]
    assert other.document["number"] not in copy["document"]
    assert str(other.trainee_id) not in copy["document"]


async def test_a_live_voucher_refuses_and_says_what_to_do_first(world: World) -> None:
    trainee = world.trainees[0]
    standing = await trainee.phone.get("/v1/me/erasure")
    assert ["券尚未用完" in each["zh"] for each in standing["first"]] == [True, False]
    assert any("会计档案管理办法" in each["law"]["zh"] for each in standing["stays"])
    with pytest.raises(Refused) as refused:
        await ask_own(trainee)
    assert (refused.value.status, refused.value.problem["reason"]) == (422, "something_open")
    assert "请先使用、退回或等待拨付完成" in refused.value.problem["detail"]
    # The office can take it down; nobody can carry it out before.
    request_id = await take_down(world, trainee, "erasure")
    with pytest.raises(Refused) as refused:
        await decide(world.reviewer, request_id)
    assert refused.value.problem["reason"] == "something_open"
    assert opened(await trainee.phone.get("/v1/me/copy"))["trainee"][0]["name_sealed"] == trainee.name


async def test_after_an_erasure_nothing_tells_who_it_was_and_everything_decided_stands(
    ended: World, resources: Resources, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trainee = ended.trainees[0]
    await seal_all(resources)
    while await Tally(resources).count():
        pass
    before = await ended.officer.eligibility(voucher_code=trainee.voucher_code)
    log = await lines_of(resources, ended)
    # The search finds what there is, so that finding nothing afterwards says something.
    assert found_in(database_url, {"id": str(trainee.trainee_id)})
    asked = await ask_own(trainee)
    assert asked["due_on"]
    assert (await decide(ended.officer, asked["person_request_id"]))["outcome"] == "erased"
    assert found_in(database_url, needles(trainee)) == {}
    assert not any(resources.sealer.has_key(KeyName(realm, trainee.trainee_id)) for realm in REALMS)
    assert await ended.officer.eligibility(voucher_code=trainee.voucher_code) == before
    await seal_all(resources)
    after = await lines_of(resources, ended)
    assert after[: len(log)] == log or set(log) <= set(after)
    assert verifier.check(after, [], resources.signing.log.public_key).faults == []
    assert await verify(resources.database, resources.sealer) == 0, capsys.readouterr().out
    roster = await ended.officer.roster_of(ended.class_id)
    assert "（已删除）" in [each["name"] for each in roster]
    with pytest.raises(Refused) as refused:
        await trainee.phone.get("/v1/me/copy")
    assert refused.value.status == 401
    with psycopg.connect(database_url) as connection:
        kept = connection.execute(
            "SELECT born_on, erased_at IS NOT NULL, length(name_sealed) FROM trainee WHERE trainee_id = %s",
            [trainee.trainee_id],
        ).fetchone()
    assert kept is not None
    assert (kept[0].month, kept[0].day, kept[1], kept[2]) == (1, 1, True, 0)


async def test_who_comes_back_is_the_same_person_under_a_new_key(ended: World) -> None:
    trainee = ended.trainees[0]
    request_id = await take_down(ended, trainee, "erasure")
    await decide(ended.reviewer, request_id)
    row = {"name": "王新", "document": trainee.document}
    batch = {"batch_id": new_id(), "source": "重新登记", "people": [row]}
    answer = await ended.officer.post("/v1/people", batch)
    assert answer["rows"][0]["trainee_id"] == str(trainee.trainee_id)
    (found,) = (
        each for each in await ended.officer.roster_of(ended.class_id) if each["trainee_id"] == str(trainee.trainee_id)
    )
    assert found["name"] == "王新"


async def test_the_office_takes_down_one_decides_another_and_a_refusal_says_why(ended: World) -> None:
    trainee = ended.trainees[1]
    request_id = await take_down(ended, trainee, "erasure")
    with pytest.raises(Refused) as refused:
        await decide(ended.officer, request_id)
    assert refused.value.problem["reason"] == "second_person_needed"
    with pytest.raises(Refused):
        await take_down(ended, trainee, "erasure")
    answered = await decide(ended.reviewer, request_id, approved=False)
    assert (answered["outcome"], answered["answer_reason"]) == ("refused", "本人未到场")
    standing = await trainee.phone.get("/v1/me/erasure")
    assert [each["outcome"] for each in standing["requests"]] == ["refused"]
    with pytest.raises(Refused) as refused:
        await decide(ended.reviewer, request_id)
    assert refused.value.status == 409


async def test_a_copy_is_handed_out_at_the_counter_and_every_time_is_written_down(
    ended: World, database_url: str
) -> None:
    trainee = ended.trainees[1]
    request_id = await take_down(ended, trainee, "copy")
    for _ in range(2):
        copy = await ended.officer.post(f"/v1/person-requests/{request_id}/copy", {"request_id": new_id()})
        assert opened(copy)["trainee"][0]["name_sealed"] == trainee.name
    page = await ended.officer.get("/v1/person-requests")
    assert [each["outcome"] for each in page["requests"] if each["person_request_id"] == request_id] == ["handed_out"]
    with psycopg.connect(database_url) as connection:
        asked = "SELECT count(*) FROM audit_entry WHERE object_id = %s AND action = 'privacy:request:file'"
        assert connection.execute(asked, [str(trainee.trainee_id)]).fetchone() == (3,)


async def test_a_late_request_says_so(ended: World, clock: StoppedClock) -> None:
    await ask_own(ended.trainees[0])
    clock.advance(days=31)
    await ended.officer.sign_in()
    page = await ended.officer.get("/v1/person-requests?waiting=true")
    assert [
        each["is_late"] for each in page["requests"] if each["trainee_id"] == str(ended.trainees[0].trainee_id)
    ] == [True]


async def test_in_pages_one_takes_it_down_and_another_erases(app: FastAPI, ended: World) -> None:
    trainee = ended.trainees[0]
    path = "/person-requests"
    async with a_browser(app) as browser:
        await sign_in(browser, ended.officer.login)
        desk = Desk(browser)
        unknown = await desk.fill(path, number="330602199003072337", kind="erasure", **GROUNDS)
        assert unknown.status_code == 422
        asked = await desk.fill(path, number=trainee.document["number"], kind="erasure", **GROUNDS)
        assert "已登记。" in asked.text
        assert "您提出" in asked.text or "另一人" in asked.text
        copied = await desk.fill(path, number=trainee.document["number"], kind="copy", **GROUNDS)
        assert "下载交给本人" in copied.text
    async with a_browser(app) as browser:
        await sign_in(browser, ended.reviewer.login)
        page = (await browser.get(f"{path}?waiting=true")).text
        card = next(each for each in page.split("<article ") if trainee.name in each and "不能恢复" in each)
        action = card.partition('method="post" action="')[2].partition('"')[0]
        desk = Desk(browser)
        nameless = await desk.fill(path, action, decision="approve", document_number="", reason="")
        assert nameless.status_code == 422
        done = await desk.fill(path, action, decision="approve", document_number="绍人社个信〔2026〕2号", reason="")
        assert "已答复。" in done.text
        assert trainee.name not in done.text
