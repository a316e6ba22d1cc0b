"""Filled tables over HTTP: looked at without keeping anything, confirmed once, corrected by row and column."""

import io
import json
from base64 import b64encode
from typing import Any
from uuid import UUID

import httpx
import pytest
from xlsxwriter import Workbook

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_institution_admin, an_officer, bearer
from tests.building.identities import a_credit_code, a_resident_id
from tests.building.world import World, a_world
from tests.conftest import StoppedClock

HEAD = "姓名,证件号码,券种\n"


def a_number() -> str:
    return a_resident_id()["number"]


def coded(content: str | bytes) -> str:
    return b64encode(content if isinstance(content, bytes) else content.encode()).decode()


def book(*rows: list[Any]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted",), sessions=1)


async def sent(who: Any, path: str, **body: Any) -> httpx.Response:
    content = json.dumps({"request_id": str(new_id()), **body}, default=str).encode()
    answer: httpx.Response = await who.send("POST", f"/v1/intakes/{path}", content=content)
    return answer


async def roster_of(world: World) -> list[str]:
    answer = await world.admin.send("GET", f"/v1/classes/{world.class_id}/roster")
    return [each["name"] for each in answer.json()["trainees"]]


async def test_a_roster_of_five_hundred_is_looked_at_and_then_entered_once(world: World) -> None:
    people: list[list[Any]] = [[f"学员{'甲乙丙丁'[at % 4]}", a_number(), "定向券"] for at in range(499)]
    file = coded(book(["2026年春季班花名册"], ["姓名", "身份证号", "券种"], *people))
    looked = (await sent(world.admin, "roster/previews", target=world.class_id, file=file)).json()
    assert (looked["rows"], looked["faults"], looked["heading_row"]) == (499, 0, 2)
    assert len(await roster_of(world)) == 1
    request_id = new_id()
    first = await sent(world.admin, "roster", request_id=request_id, target=world.class_id, file=file)
    again = await sent(world.admin, "roster", request_id=request_id, target=world.class_id, file=file)
    assert (first.status_code, again.content) == (201, first.content)
    assert len(await roster_of(world)) == 500


async def test_what_is_wrong_is_named_by_row_column_and_heading_and_nothing_is_entered(world: World) -> None:
    known = world.trainees[0]
    rows: list[list[Any]] = [
        ["姓名", "证件号码", "券种"],
        ["王芳", "33060219900307233*", "定向券"],
        ["李雷", 330602199003072330, "定向券"],
        ["", a_number(), "定向券"],
        ["韩梅梅", a_number(), "三折券"],
    ]
    body = {"target": world.class_id, "file": coded(book(*rows))}
    looked = (await sent(world.admin, "roster/previews", **body)).json()
    places = {(each["column"], each["row"], each["code"]) for each in looked["listed"]}
    assert {("B", 3, "number_damaged"), ("A", 4, "empty"), ("C", 5, "unknown_word")} <= places
    refused = await sent(world.admin, "roster", **body)
    assert refused.status_code == 422
    assert refused.json()["faults"] == looked["faults"]
    assert all(each["zh"] and each["en"] for each in refused.json()["rows"])
    twice = HEAD + f"{known.name},{known.document['number']},定向券\n"
    judged = (await sent(world.admin, "roster/previews", target=world.class_id, file=coded(twice))).json()
    assert [(each["row"], each["zh"]) for each in judged["listed"]] == [(2, "此人已在本班花名册上。")]
    assert await roster_of(world) == [known.name]


async def test_one_look_shows_what_cannot_be_read_and_what_the_rules_refuse(world: World) -> None:
    known = world.trainees[0]
    lines = f"王芳,12345,定向券\n{known.name},{known.document['number']},定向券\n李雷,{a_number()},定向券\n"
    body = {"target": world.class_id, "file": coded(HEAD + lines)}
    looked = (await sent(world.admin, "roster/previews", **body)).json()
    assert (looked["faults"], looked["result"]) == (2, None)
    assert [(each["row"], each["column"]) for each in looked["listed"]] == [(2, "B"), (3, "")]
    assert looked["listed"][1]["zh"] == "此人已在本班花名册上。"
    refused = await sent(world.admin, "roster", **body)
    assert (refused.status_code, refused.json()["rows"]) == (422, looked["listed"])
    assert await roster_of(world) == [known.name]


async def test_at_most_twenty_faults_are_listed_and_all_are_counted(world: World) -> None:
    file = coded(HEAD + "".join(f"学员,{at},定向券\n" for at in range(30)))
    looked = (await sent(world.admin, "roster/previews", target=world.class_id, file=file)).json()
    assert (looked["faults"], len(looked["listed"])) == (30, 20)


async def test_the_voucher_may_be_chosen_for_the_whole_roster(world: World) -> None:
    file = coded(f"姓名,证件号码\n王芳,{a_number()}\n".encode("gb18030"))
    looked = (await sent(world.admin, "roster/previews", target=world.class_id, file=file)).json()
    assert [each["code"] for each in looked["listed"]] == ["empty"]
    kept = await sent(world.admin, "roster", target=world.class_id, file=file, details={"voucher_kind": "定向券"})
    assert kept.status_code == 201, kept.text


async def test_results_find_people_by_document_and_by_any_way_of_writing_the_name(
    world: World, clock: StoppedClock
) -> None:
    trainee = world.trainees[0]
    day = clock.now().date()
    head = "姓名,身份证号码,考核结果,成绩,考核日期\n"
    spaced = "\u3000".join(trainee.name) + "\u200b"
    good = head + f"{spaced},{trainee.document['number'].lower()},合格,82,{day:%Y/%m/%d}\n"
    other = head + f"别人,{trainee.document['number']},合格,82,{day}\n陌生人,{a_number()},合格,1,{day}\n"
    refused = (await sent(world.admin, "results", target=world.class_id, file=coded(other))).json()
    assert [(each["column"], each["row"], each["code"]) for each in refused["rows"]] == [
        ("A", 2, "other_name"),
        ("B", 3, "not_on_roster"),
    ]
    kept = await sent(world.admin, "results", target=world.class_id, file=coded(good))
    assert kept.status_code == 201, kept.text
    assert kept.json()["result"]["recorded"] == 1


async def test_facts_name_damaged_numbers_as_wrong_and_strangers_as_unknown(world: World) -> None:
    trainee = world.trainees[0]
    head = "证件号码,比对事项,是否属实,起始日期,截止日期,行政区划代码,备注\n"
    rows = f"{trainee.document['number']},在校学生,1.0,2021/7/1,,330602,\n,,,,,,\n{a_number()},退休,否,20200101,,,\n"
    body = {"details": {"source": "省社保比对"}, "file": coded((head + rows).encode("gb18030"))}
    looked = (await sent(world.officer, "facts/previews", **body)).json()
    assert [(each["row"], each["code"]) for each in looked["warnings"]] == [(4, "unknown_person")]
    kept = await sent(world.officer, "facts", **body)
    assert [each["status"] for each in kept.json()["result"]["rows"]] == ["recorded", "unknown_person"]
    damaged = head + "330602199003070000,退休,否,2020-01-01,,,\n"
    refused = await sent(world.officer, "facts", details={"source": "比对"}, file=coded(damaged))
    assert (refused.status_code, refused.json()["rows"][0]["row"]) == (422, 2)
    asked = await sent(world.officer, "facts", file=coded(head + rows))
    assert (asked.status_code, asked.json()["reason"]) == (422, "detail_wrong")


async def test_people_enter_the_register_by_a_list_and_a_wrong_row_stops_all(world: World) -> None:
    head, details = "姓名,证件类型,身份证号码\n", {"source": "省厅核实名单 2026-03"}
    rows = f"王芳,,{a_number()}\n阿依古丽 · 买买提,居民身份证,{a_number()}\n"
    wrong = coded((head + rows + "李雷,,330602199003072331\n").encode("utf-16"))
    refused = (await sent(world.officer, "persons", details=details, file=wrong)).json()
    assert [(each["row"], each["column"]) for each in refused["rows"]] == [(4, "C")]
    kept = await sent(world.officer, "persons", details=details, file=coded(head + rows))
    assert [each["status"] for each in kept.json()["result"]["rows"]] == ["entered", "entered"], kept.text


async def test_registers_are_entered_by_the_list_and_a_wrong_entry_stops_all(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    headers = bearer(resources, an_officer("330600"))
    first, second = a_credit_code(), a_credit_code()

    async def send(kind: str, rows: str, **more: Any) -> httpx.Response:
        body = {"request_id": str(new_id()), "file": coded(rows), **more}
        return await client.post(f"/v1/intakes/{kind}", json=body, headers=headers)

    head = "机构名称,统一社会信用代码\n"
    wrong = await send("institutions", head + f"甲校,{first}\n乙校,{second[:-1]}?\n")
    assert [(each["row"], each["column"]) for each in wrong.json()["rows"]] == [(3, "B")]
    twice = await send("institutions", head + f"甲校,{first}\n乙校,{first}\n")
    assert [(each["row"], each["code"]) for each in twice.json()["rows"]] == [(3, "twice")]
    kept = await send("institutions", head + f"甲校,{first.lower()}\n乙校,{second}\n")
    assert (kept.status_code, kept.json()["result"]) == (201, {"entered": 2}), kept.text
    taken = await send("institutions", head + f"丙校,{a_credit_code()}\n甲校,{first}\n")
    assert [each["row"] for each in taken.json()["rows"]] == [3]
    projects = await send(
        "projects",
        '项目名称,职业（工种）,培训类型,补贴标准（元）,培训费\n电工四级,电工,certificate,"1,500.00",6000元\n',
    )
    assert projects.status_code == 201, projects.text
    occupations = await send(
        "occupations",
        f"职业编码,职业（工种）,类别\n６-29–{new_id()},电工,操作技能型\n",
        details={"document": "职业目录"},
    )
    assert occupations.json()["result"]["added"] == 1, occupations.text
    rates = await send(
        "rates",
        "职业,等级,人员类别,培训类型,标准（元）,施行日期\n电工,四级,企业职工,certificate,1500.5,2026年1月1日\n",
        details={"document": "绍人社发〔2026〕3号", "published_on": "2025-12-20"},
    )
    assert rates.json()["result"]["rows"] == 1, rates.text


async def test_everybody_sees_and_sends_only_what_they_may(client: httpx.AsyncClient, resources: Resources) -> None:
    school = bearer(resources, an_institution_admin(new_id()))
    kinds = (await client.get("/v1/intakes", headers=school)).json()["kinds"]
    assert {each["kind"] for each in kinds} == {"roster", "results", "codes"}
    assert (await client.get("/v1/intakes/facts/template", headers=school)).status_code == 403
    assert (await client.get("/v1/intakes/nothing/template", headers=school)).status_code == 404
    assert (await client.get("/v1/intakes/roster/template")).status_code == 401
    found = await client.get("/v1/intakes/roster/template", headers=school)
    assert found.content.startswith(b"PK")


async def test_the_same_id_with_another_file_is_a_conflict(world: World) -> None:
    request_id: UUID = new_id()
    for content, status in ((f"王芳,{a_number()},定向券", 201), (f"李雷,{a_number()},定向券", 409)):
        body = {"request_id": request_id, "target": world.class_id, "file": coded(HEAD + content)}
        assert (await sent(world.admin, "roster", **body)).status_code == status
