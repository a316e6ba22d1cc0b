"""Evaluations over HTTP and in pages: by the person alone, told in groups only, words for the authority."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from checkin_service.client import Refused
from checkin_service.evaluations.tables import evaluation
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.evaluations.ended import QUESTIONS, an_ended_class, evaluate, ranked
from tests.tools.reading import reading
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await an_ended_class(resources, client, clock, people=6, absent=1)


async def school_of(world: World) -> str:
    return str((await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"])


async def own(world: World, number: int = 0) -> dict[str, Any]:
    (found,) = (await world.trainees[number].phone.get("/v1/me/evaluations"))["classes"]
    return dict(found)


async def test_nothing_is_told_of_four_and_of_the_fifth_everybody_learns_the_mean(world: World) -> None:
    name = await school_of(world)
    for trainee in world.trainees[:4]:
        await evaluate(world, trainee, 5)
    for who in (world.admin, world.officer):
        line = await ranked(who, "institution", name)
        assert line is not None
        assert (line["evaluations"], line["satisfaction"], line["means"]) == (None, None, None)
    await evaluate(world, world.trainees[4], 1)
    for who in (world.admin, world.officer):
        line = await ranked(who, "institution", name)
        assert line is not None
        assert (line["evaluations"], line["satisfaction"], line["percent"]) == (5, "4/5", "80.0")
        assert line["means"] == dict.fromkeys(QUESTIONS, "4.2")


async def test_a_sixth_moves_no_figure(world: World) -> None:
    name = await school_of(world)
    for trainee in world.trainees[:5]:
        await evaluate(world, trainee, 5)
    before = [await ranked(world.admin, by, name) for by in ("institution", "class")]
    await evaluate(world, world.trainees[5], 1)
    assert [await ranked(world.admin, by, name) for by in ("institution", "class")] == before


async def test_it_is_replaced_once_and_then_stands(world: World) -> None:
    await evaluate(world, world.trainees[0], 5)
    assert (await own(world))["stand"] == "given"
    again = await evaluate(world, world.trainees[0], 2)
    assert (again["stand"], again["marks"]["place"], again["may_give"]) == ("replaced", 2, False)
    with pytest.raises(Refused) as refused:
        await evaluate(world, world.trainees[0], 3)
    assert "once, which you have done" in str(refused.value)


async def test_taken_back_it_counts_no_more(world: World) -> None:
    name = await school_of(world)
    for trainee in world.trainees[:5]:
        await evaluate(world, trainee, 5)
    path = f"/v1/classes/{world.class_id}/evaluation/withdrawal"
    taken = await world.trainees[0].phone.post(path, {"request_id": new_id()})
    assert (taken["stand"], taken["marks"], taken["may_withdraw"]) == ("withdrawn", None, False)
    line = await ranked(world.admin, "institution", name)
    assert line is None or line["evaluations"] is None


async def test_sent_again_it_is_one(world: World) -> None:
    body = {"request_id": new_id(), "marks": dict.fromkeys(QUESTIONS, 4), "words": "讲得清楚"}
    path = f"/v1/classes/{world.class_id}/evaluation"
    first, second = [await world.trainees[0].phone.post(path, body) for _ in range(2)]
    assert first == second
    assert (await own(world))["words"] == "讲得清楚"


async def test_whoever_was_never_there_or_comes_too_late_has_nothing_to_evaluate(
    world: World, clock: StoppedClock
) -> None:
    with pytest.raises(Refused) as refused:
        await evaluate(world, world.trainees[-1], 1)
    assert "No class hour of yours" in str(refused.value)
    assert (await world.trainees[-1].phone.get("/v1/me/evaluations"))["classes"] == []
    clock.advance(days=90)
    await evaluate(world, world.trainees[0], 5)
    clock.advance(days=1)
    with pytest.raises(Refused) as late:
        await evaluate(world, world.trainees[1], 5)
    assert "You can still file a complaint" in str(late.value)


@pytest.mark.parametrize("marks", [{"teaching": 5}, {**dict.fromkeys(QUESTIONS, 5), "charm": 5}])
async def test_every_question_has_a_mark_and_nothing_else_has(world: World, marks: dict[str, int]) -> None:
    with pytest.raises(Refused):
        await evaluate(world, world.trainees[0], 5, marks=marks)


@pytest.mark.parametrize("mark", [0, 6])
async def test_a_mark_lies_between_one_and_five(world: World, mark: int) -> None:
    with pytest.raises(Refused):
        await evaluate(world, world.trainees[0], mark)


async def test_nobody_evaluates_for_somebody_else_nor_a_class_of_others(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await an_ended_class(resources, client, clock, people=1)
    with pytest.raises(Refused) as foreign:
        await evaluate(world, other.trainees[0], 1)
    assert foreign.value.status == 404
    body = {"request_id": new_id(), "marks": dict.fromkeys(QUESTIONS, 5), "words": None}
    for actor in (world.admin, world.officer, world.instructor):
        with pytest.raises(Refused) as refused:
            await actor.post(f"/v1/classes/{world.class_id}/evaluation", body)
        assert refused.value.status == 403


async def test_a_class_that_goes_on_is_not_evaluated_yet(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    going_on = await a_world(resources, client, clock)
    with pytest.raises(Refused) as refused:
        await evaluate(going_on, going_on.trainees[0], 5)
    assert "once it is completed" in str(refused.value)


async def test_words_are_sealed_read_by_the_authority_without_a_name_and_by_no_institution(
    world: World, resources: Resources
) -> None:
    said = f"实操课只上了一半{new_id().hex[-6:]}"
    await evaluate(world, world.trainees[0], 1, words=said)
    await evaluate(world, world.trainees[1], 5, words="很好")
    rows = await resources.database.read(
        reading(select(evaluation.c.words_sealed).where(evaluation.c.class_id == world.class_id))
    )
    assert all(said.encode() not in bytes(row.words_sealed) for row in rows)
    path = f"/v1/classes/{world.class_id}/evaluation-words"
    found = await world.reviewer.get(path)
    assert set(found) == {"class_id", "class_name", "words"}
    assert sorted(found["words"]) == sorted([said, "很好"])
    with pytest.raises(Refused) as refused:
        await world.admin.get(path)
    assert refused.value.status == 403


async def test_no_other_authority_reads_them(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    elsewhere = await an_ended_class(resources, client, clock, people=1, authority="330602")
    with pytest.raises(Refused) as refused:
        await elsewhere.officer.get(f"/v1/classes/{world.class_id}/evaluation-words")
    assert refused.value.status == 404


async def test_an_institution_sees_its_own_figures_and_an_authority_those_below_it(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    county = await an_ended_class(resources, client, clock, people=5, authority="330602")
    for trainee in county.trainees:
        await evaluate(county, trainee, 4)
    name = await school_of(county)
    assert await ranked(world.admin, "institution", name) is None
    city = await ranked(world.officer, "institution", name)
    assert city is not None
    assert city["evaluations"] == 5


async def test_pages_rank_the_most_satisfying_first_and_show_what_people_wrote(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    better = await an_ended_class(resources, client, clock, people=5)
    for each, mark in ((world, 3), (better, 5)):
        for trainee in each.trainees[:5]:
            await evaluate(each, trainee, mark, words="场地太小" if each is world else None)
    names = [await school_of(each) for each in (better, world)]
    async with a_browser(app) as office:
        await sign_in(office, world.officer.login)
        page = (await office.get("/satisfaction?by=institution")).text
        assert page.index(names[0]) < page.index(names[1])
        assert "50.0 %" in page
        by_class = (await office.get("/satisfaction?by=class")).text
        assert f"/classes/{world.class_id}/evaluation-words" in by_class
        assert "场地太小" in (await office.get(f"/classes/{world.class_id}/evaluation-words")).text
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        page = (await school.get("/satisfaction?by=class")).text
        assert ("50.0 %" in page, names[0] in page, "evaluation-words" in page) == (True, False, False)
        assert (await school.get(f"/classes/{world.class_id}/evaluation-words")).status_code == 403


async def test_old_ones_count_no_more(world: World, clock: StoppedClock) -> None:
    for trainee in world.trainees[:5]:
        await evaluate(world, trainee, 5)
    clock.advance(days=800)
    await world.officer.sign_in()
    assert await ranked(world.officer, "institution", await school_of(world)) is None
