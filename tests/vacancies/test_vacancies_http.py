"""Vacancies over HTTP: published, examined, read by all, and asked for by those whom they suit."""

from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql

from checkin_service.client.wire import Actor, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock

VACANCIES = "/v1/vacancies"
CODE = "6-29-03-01"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_world(resources, client, clock, kinds=("targeted", "general"), authority="330602")
    await registered(world.officer)
    return world


async def registered(officer: Actor) -> None:
    rows = [
        {"occupation_code": CODE, "name": "电工", "kind": "operation"},
        {"occupation_code": "6-18-02-04", "name": "焊工", "kind": "operation"},
    ]
    await officer.post("/v1/occupations", {"request_id": new_id(), "document": "职业目录", "rows": rows})


async def entered(by: Actor, **changed: Any) -> Any:
    body = {
        "vacancy_id": new_id(),
        "employer": f"示例电气{new_id().hex[-8:]}",
        "occupation_code": CODE,
        "level": "四级",
        "division": "330602",
        "place": "示例路1号",
        "posts": 3,
        "wage": "每月5000–7000元",
        "telephone": "0575-85110000",
        "valid_until": "2026-06-01",
    }
    return await by.post(VACANCIES, body | changed)


async def interest(world: World, vacancy: Any, number: int = 0, **changed: Any) -> Any:
    body = {"request_id": new_id(), "is_interested": True, "consented": True, "telephone": "13800000000"} | changed
    return await world.trainees[number].phone.post(f"/v1/me/vacancies/{vacancy['vacancy_id']}/interest", body)


async def names(by: Actor, vacancy: Any) -> list[tuple[str, str | None]]:
    found = await by.post(f"{VACANCIES}/{vacancy['vacancy_id']}/interested", {"purpose": "contact"})
    return [(each["name"], each["telephone"]) for each in found["people"]]


async def public(world: World, vacancy: Any, **asked: Any) -> list[Any]:
    found = await world.client.post("/v1/vacancy-searches", json={"words": vacancy["employer"], **asked})
    assert found.status_code == 200, found.text
    vacancies: list[Any] = found.json()["vacancies"]
    return vacancies


async def own(world: World, number: int = 0) -> dict[str, Any]:
    found = await world.trainees[number].phone.get("/v1/me/vacancies")
    return {each["vacancy_id"]: each for each in found["vacancies"]}


async def test_an_authoritys_vacancy_is_public_at_once_and_a_schools_once_examined(world: World) -> None:
    at_once, later = await entered(world.officer), await entered(world.admin)
    assert (at_once["state"], at_once["occupation"], later["state"]) == ("open", "电工", "filed")
    assert len(await public(world, at_once)) == 1
    assert len(await public(world, at_once, division="330600")) == 1
    assert (await public(world, at_once, division="330681"), await public(world, later)) == ([], [])
    body = {"request_id": new_id(), "approved": True}
    approved = await world.officer.post(f"{VACANCIES}/{later['vacancy_id']}/examination", body)
    (shown,) = await public(world, later)
    assert (approved["state"], shown["wage"], "interested" in shown) == ("open", "每月5000–7000元", False)
    with pytest.raises(Refused):
        await world.officer.post(f"{VACANCIES}/{later['vacancy_id']}/examination", body | {"request_id": new_id()})


async def test_what_was_refused_or_ended_is_not_shown(world: World) -> None:
    refused, ended = await entered(world.admin), await entered(world.officer)
    path = f"{VACANCIES}/{refused['vacancy_id']}/examination"
    with pytest.raises(Refused):
        await world.officer.post(path, {"request_id": new_id(), "approved": False})
    answer = await world.officer.post(path, {"request_id": new_id(), "approved": False, "reason": "无法核实"})
    assert (answer["state"], answer["steps"][0]["reason"]) == ("refused", "无法核实")
    with pytest.raises(Refused):
        await world.admin.post(f"{VACANCIES}/{ended['vacancy_id']}/end", {"request_id": new_id(), "reason": "满"})
    await world.officer.post(f"{VACANCIES}/{ended['vacancy_id']}/end", {"request_id": new_id(), "reason": "已招满"})
    assert [await public(world, each) for each in (refused, ended)] == [[], []]
    assert not {refused["vacancy_id"], ended["vacancy_id"]} & set(await own(world))


async def test_it_disappears_by_itself_after_its_last_day(world: World, clock: StoppedClock) -> None:
    vacancy = await entered(world.officer, valid_until=clock.now().date().isoformat())
    assert len(await public(world, vacancy)) == 1
    await interest(world, vacancy)
    clock.advance(days=2)
    assert await public(world, vacancy) == []
    assert (await world.officer.get(f"{VACANCIES}/{vacancy['vacancy_id']}"))["state"] == "expired"
    kept = (await own(world))[vacancy["vacancy_id"]]
    assert (kept["is_open"], kept["is_interested"]) == (False, True)
    with pytest.raises(Refused):
        await interest(world, vacancy, 1)
    await interest(world, vacancy, is_interested=False)
    assert vacancy["vacancy_id"] not in await own(world)


@pytest.mark.parametrize(
    "changed",
    [
        {"division": "330681"},
        {"valid_until": "2020-01-01"},
        {"valid_until": "2029-01-01"},
        {"occupation_code": "9-99-99-99"},
        {"posts": 0},
        {"telephone": "请加微信"},
    ],
)
async def test_what_does_not_fit_is_refused(world: World, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        await entered(world.officer, **changed)


async def test_a_person_sees_what_suits_and_nothing_of_them_leaves(world: World) -> None:
    suits, other = await entered(world.officer), await entered(world.officer, occupation_code="6-18-02-04")
    found = await own(world)
    assert suits["vacancy_id"] in found
    assert other["vacancy_id"] not in found
    assert (await world.officer.get(f"{VACANCIES}/{suits['vacancy_id']}"))["interested"] == 0
    with pytest.raises(Refused, match="another occupation"):
        await interest(world, other)


async def test_who_published_it_reads_who_asked_until_they_take_it_back(world: World) -> None:
    vacancy = await entered(world.officer)
    with pytest.raises(Refused):
        await interest(world, vacancy, consented=False)
    await interest(world, vacancy)
    await interest(world, vacancy, 1, telephone=None)
    with pytest.raises(Refused):
        await interest(world, vacancy)
    first, second = (each.name for each in world.trainees)
    assert await names(world.officer, vacancy) == [(first, "13800000000"), (second, None)]
    await interest(world, vacancy, is_interested=False)
    with pytest.raises(Refused):
        await interest(world, vacancy, is_interested=False)
    assert await names(world.officer, vacancy) == [(second, None)]
    assert (await world.officer.get(f"{VACANCIES}/{vacancy['vacancy_id']}"))["interested"] == 1


async def test_the_authority_counts_and_reads_no_name_of_a_schools_vacancy(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    vacancy = await entered(world.admin)
    body = {"request_id": new_id(), "approved": True}
    await world.officer.post(f"{VACANCIES}/{vacancy['vacancy_id']}/examination", body)
    await interest(world, vacancy)
    assert (await world.officer.get(f"{VACANCIES}/{vacancy['vacancy_id']}"))["interested"] == 1
    assert await names(world.admin, vacancy) == [(world.trainees[0].name, "13800000000")]
    other = await a_world(resources, client, clock, authority="330602")
    for actor in (world.officer, other.admin):
        with pytest.raises(Refused):
            await names(actor, vacancy)
    with pytest.raises(Refused):
        await other.admin.get(f"{VACANCIES}/{vacancy['vacancy_id']}")


async def test_every_look_has_a_purpose_on_record_and_the_telephone_is_sealed(world: World, database_url: str) -> None:
    vacancy = await entered(world.officer)
    await interest(world, vacancy, telephone="13912345678")
    await names(world.officer, vacancy)
    with psycopg.connect(database_url) as connection:
        trail = connection.execute(
            "SELECT detail FROM audit_entry WHERE action = 'vacancies:interest:read' AND object_id = %s",
            [vacancy["vacancy_id"]],
        ).fetchall()
        assert [detail for (detail,) in trail] == [{"purpose": "contact", "found": 1}]
        for name in ("vacancy_interest", "answered_request", "audit_entry"):
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))).fetchall()
            assert not [row for (row,) in rows if "13912345678" in row or b"13912345678".hex() in row]
