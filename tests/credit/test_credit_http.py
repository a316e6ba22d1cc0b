"""Credit scores over HTTP and in pages: from facts to the grade, the appeal, the signal, and what everybody reads."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.cli.main import run
from checkin_service.client import Refused
from checkin_service.credit.rules.document import agrees
from checkin_service.credit.service import compute_all
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World
from tests.conduct.test_conduct_http import a_third, lapse, today
from tests.conftest import StoppedClock
from tests.evaluations.ended import an_ended_class, evaluate
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

PEOPLE = 10


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Everybody stayed, passed and gave four of five marks: nine tenths of a hundred."""
    made = await an_ended_class(resources, client, clock, people=PEOPLE)
    for trainee in made.trainees:
        await evaluate(made, trainee, 4)
    return made


async def compute(world: World) -> dict[str, Any]:
    path = f"/v1/institutions/{world.institution_id}/credit-scores"
    return dict(await world.officer.post(path, {"request_id": new_id()}))


async def history(world: World, who: Any = None) -> list[dict[str, Any]]:
    found = await (who or world.officer).get(f"/v1/institutions/{world.institution_id}/credit")
    return list(found["scores"])


async def appeal(world: World, score_id: str) -> dict[str, Any]:
    body = {"request_id": new_id(), "words": "问题不属实"}
    return dict(await world.admin.post(f"/v1/credit-scores/{score_id}/appeal", body))


async def lapses(world: World, clock: StoppedClock, count: int) -> None:
    for _ in range(count):
        await lapse(world, today(clock))


async def test_the_score_is_what_its_listed_facts_come_to(world: World, clock: StoppedClock) -> None:
    found = await compute(world)
    document = found["document"]
    assert document["inputs"] == {
        "registered": 10,
        "stayed": 10,
        "assessed": 10,
        "passed": 10,
        "credited_hours": 40,
        "corrected_hours": 0,
        "clawed_back": 0,
        "evaluations": 10,
        "satisfaction": "3/4",
        "lapses": 0,
        "open_orders": 0,
        "sanctions": 0,
    }
    assert (document["score"], found["grade"], found["shown"], found["is_low"]) == ("90", "A", "90.0", False)
    assert {each["basis"] for each in document["policy"].values()} == {"operator_default"}
    await lapses(world, clock, 2)
    assert (await compute(world))["document"]["score"] == "80"
    assert all(agrees(each["document"]) for each in await history(world))


async def test_too_few_people_are_not_rated_and_what_is_missing_is_said(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    small = await an_ended_class(resources, client, clock, people=5)
    for trainee in small.trainees:
        await evaluate(small, trainee, 1)
    found = await compute(small)
    assert (found["grade"], found["document"]["missing"]) == (None, ["satisfaction", "completion"])
    assert not found["is_low"]


async def test_the_night_keeps_a_score_only_where_something_changed(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await compute_all(resources)
    assert len(await history(world)) == 1
    clock.advance(days=1)
    await compute_all(resources)
    await world.officer.sign_in()
    assert len(await history(world)) == 1
    await lapse(world, today(clock))
    await compute_all(resources)
    first, second = await history(world)
    assert (first["document"]["score"], second["document"]["score"]) == ("90", "85")


async def test_an_upheld_appeal_sets_aside_what_it_names_and_computes_anew(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await lapses(world, clock, 2)
    score_id = (await compute(world))["score_id"]
    assert (await appeal(world, score_id))["decide_by"] is not None
    body = {
        "request_id": new_id(),
        "upheld": True,
        "set_aside": ["lapses"],
        "until": today(clock) + timedelta(days=60),
        "reason": "复查后问题性质待定",
    }
    for involved in (world.officer, world.reviewer):
        with pytest.raises(Refused) as refused:
            await involved.post(f"/v1/credit-scores/{score_id}/appeal-decision", body)
        assert "let another do so" in str(refused.value)
    third = await a_third(resources, world)
    await third.post(f"/v1/credit-scores/{score_id}/appeal-decision", body)
    first, second = await history(world, world.admin)
    assert (first["upheld"], first["document"]["score"]) == (True, "80")
    assert (second["document"]["score"], second["document"]["set_aside"]) == ("90", ["lapses"])
    # It holds for later scores until its day, and not beyond.
    assert (await compute(world))["document"]["score"] == "90"
    clock.advance(days=61)
    await world.officer.sign_in()
    assert (await compute(world))["document"]["score"] == "80"


async def test_a_dismissed_appeal_changes_nothing_and_there_is_one_for_each_score(
    world: World, resources: Resources
) -> None:
    score_id = (await compute(world))["score_id"]
    await appeal(world, score_id)
    with pytest.raises(Refused):
        await appeal(world, score_id)
    third = await a_third(resources, world)
    path = f"/v1/credit-scores/{score_id}/appeal-decision"
    with pytest.raises(Refused):
        await third.post(path, {"request_id": new_id(), "upheld": True, "set_aside": [], "reason": "成立"})
    await third.post(path, {"request_id": new_id(), "upheld": False, "set_aside": [], "reason": "依据属实"})
    (only,) = await history(world)
    assert (only["upheld"], only["appeal_reason"]) == (False, "依据属实")


async def test_a_low_score_is_a_signal_for_an_inspection_and_nothing_more(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    plan = {
        "inspection_id": new_id(),
        "about": f"institution:{world.institution_id}",
        "kind": "unannounced",
        "origin": "credit",
        "due_on": today(clock),
        "reason": "信用预警",
    }
    await compute(world)
    with pytest.raises(Refused) as refused:
        await world.officer.post("/v1/inspections", plan)
    assert "not below the line" in str(refused.value)
    await lapses(world, clock, 7)
    found = await compute(world)
    assert (found["grade"], found["is_low"]) == ("D", True)
    async with a_browser(app) as office:
        await sign_in(office, world.officer.login)
        way = f'href="/institutions/{world.institution_id}/credit"'
        assert way in (await office.get("/queue?q=信用预警")).text
        assert (
            f'href="/inspections/new?institution={world.institution_id}"'
            in (await office.get(f"/institutions/{world.institution_id}/credit")).text
        )
        await world.officer.post("/v1/inspections", plan | {"inspection_id": new_id()})
        assert way not in (await office.get("/queue?q=信用预警")).text
    standing = await world.officer.get(f"/v1/institutions/{world.institution_id}/standings")
    assert standing["standing"] == "active"


async def test_pages_compute_appeal_and_decide(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    path = f"/institutions/{world.institution_id}/credit"
    async with a_browser(app) as office:
        await sign_in(office, world.officer.login)
        assert "A级" in (await Desk(office).fill(path)).text
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        score_id = (await history(world))[0]["score_id"]
        page = await Desk(school).fill("/credit", f"/credit/scores/{score_id}", words="评价人数太少")
        assert ("评价人数太少" in page.text, "申诉办理中" in page.text) == (True, True)
    third = await a_third(resources, world)
    async with a_browser(app) as other:
        await sign_in(other, third.login)
        assert "信用评分申诉" in (await other.get("/queue")).text
        decided = await Desk(other).fill(
            path,
            f"{path}/{score_id}",
            decision="yes",
            set_aside="satisfaction",
            until=(today(clock) + timedelta(days=30)).isoformat(),
            words="样本偏少",
        )
        assert ("申诉成立" in decided.text, "暂不计入" in decided.text) == (True, True)


async def test_everybody_reads_the_grade_with_its_inputs_and_no_person(
    app: FastAPI, world: World, client: httpx.AsyncClient
) -> None:
    await compute(world)
    name = str((await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"])
    found = (await client.get("/v1/public-credit", params={"division": "330600"})).json()
    (line,) = [each for each in found["institutions"] if each["institution"] == name]
    assert (line["grade"], line["score"], line["satisfaction_percent"], line["lapses"]) == ("A", "90.0", "75.0", 0)
    assert found["is_operators_formula"]
    async with a_browser(app) as visitor:
        page = (await visitor.get("/institution-credit?division=330600&limit=200")).text
        assert (name in page, "A级" in page, "运行方默认值" in page) == (True, True, True)
        assert "没有这样的培训机构" in (await visitor.get("/institution-credit?division=999900")).text


async def test_nobody_else_reads_computes_or_appeals(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await an_ended_class(resources, client, clock, people=1, authority="330602")
    score_id = (await compute(world))["score_id"]
    path = f"/v1/institutions/{world.institution_id}"
    for deed in (
        other.officer.get(f"{path}/credit"),
        other.admin.get(f"{path}/credit"),
        other.officer.post(f"{path}/credit-scores", {"request_id": new_id()}),
        other.admin.post(f"/v1/credit-scores/{score_id}/appeal", {"request_id": new_id(), "words": "不是本机构"}),
    ):
        with pytest.raises(Refused) as refused:
            await deed
        assert refused.value.status == 404


async def test_the_command_computes_scores_again_without_a_database(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await compute(world)
    found = await world.admin.get(f"/v1/institutions/{world.institution_id}/credit")
    file = tmp_path / "credit.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    assert run(["credit", str(file)]) == 0
    assert "90 A" in capsys.readouterr().out
    found["scores"][0]["document"]["inputs"]["lapses"] = 1
    file.write_text(json.dumps(found), encoding="utf-8")
    assert run(["credit", str(file)]) == 1
    file.write_text("[]", encoding="utf-8")
    assert run(["credit", str(file)]) == 2


async def directory(client: httpx.AsyncClient, **asked: str) -> list[dict[str, Any]]:
    """Every page of the directory of one place."""
    found: list[dict[str, Any]] = []
    params = {"division": "330600", "limit": "5"} | asked
    while True:
        page = (await client.get("/v1/public-institutions", params=params)).json()
        assert len(page["institutions"]) <= 5, "the database cuts the pages"
        found += page["institutions"]
        if page["next_cursor"] is None:
            return found
        params["cursor"] = page["next_cursor"]


async def test_everybody_finds_who_teaches_what_and_how_they_are_reached(
    world: World, client: httpx.AsyncClient
) -> None:
    """FJ-18, FJ-27: the directory, kept current by the register itself."""
    name = str((await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"])
    (line,) = [each for each in await directory(client) if each["institution"] == name]
    assert (line["telephone"], line["credit"]) == (None, None)
    (occupation,) = line["occupations"]
    contact = {"contact_id": new_id(), "telephone": "0575-88001234", "place": "教学楼一楼", "hours": None}
    await world.admin.post("/v1/contacts", contact)
    await compute(world)
    (line,) = [each for each in await directory(client, occupation=occupation[:2]) if each["institution"] == name]
    assert (line["telephone"], line["place"], line["credit"]["grade"]) == ("0575-88001234", "教学楼一楼", "A")
    for asked in ({"occupation": "%"}, {"occupation": "没有人教的职业"}, {"division": "350000"}):
        assert name not in [each["institution"] for each in await directory(client, **asked)]


async def test_the_page_of_the_directory_goes_on_and_back(app: FastAPI, world: World) -> None:
    assert world.institution_id
    async with a_browser(app) as visitor:
        first = (await visitor.get("/institution-credit?division=330600&limit=1")).text
        again = (await visitor.get("/institution-credit?division=330600&occupation=没有人教的职业")).text
    assert "所教职业" in first
    assert ("没有这样的培训机构" in again, 'value="没有人教的职业"' in again) == (True, True)
