"""Whom a sanction takes off the public lists: no list that everybody reads names the institution until the day."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.catalogue.test_standing_http import decide as decide_standing
from tests.conduct.test_conduct_http import today
from tests.conduct.test_sanctions_http import in_directory, sanctioned
from tests.conftest import StoppedClock
from tests.courses import test_courses_http as courses
from tests.vacancies import test_vacancies_http as vacancies
from tests.web.staff_browser import a_browser

DIVISION = "330602"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, authority=DIVISION)


async def graded(world: World, name: str) -> bool:
    found = (await world.client.get("/v1/public-credit", params={"division": DIVISION})).json()
    return name in [each["institution"] for each in found["institutions"]]


async def test_no_public_list_names_who_is_off_the_lists_until_the_day(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    await vacancies.registered(world.officer)
    name = str((await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"])
    scores = f"/v1/institutions/{world.institution_id}/credit-scores"
    await world.officer.post(scores, {"request_id": new_id()})
    course = await courses.filed(world)
    await courses.examined(world, course)
    vacancy = await vacancies.entered(world.admin)
    await world.officer.post(
        f"/v1/vacancies/{vacancy['vacancy_id']}/examination", {"request_id": new_id(), "approved": True}
    )

    async def lists() -> list[bool]:
        async with a_browser(app) as visitor:
            register = await visitor.get(f"/course-register/{course['course_id']}")
            pages = [await visitor.get(f"/institution-credit?division={DIVISION}&limit=200"), register]
        return [
            await graded(world, name),
            await in_directory(world),
            bool(await courses.public(world, course["versions"][0]["title"])),
            bool(await vacancies.public(world, vacancy)),
            name in pages[0].text,
            pages[1].status_code == 200,
        ]

    assert all(await lists())
    await sanctioned(world, "delisting", until=today(clock) + timedelta(days=10))
    assert not any(await lists())
    clock.advance(days=11)
    await world.officer.sign_in()
    assert all(await lists())


async def test_who_is_suspended_or_closed_has_no_grade_for_everybody(world: World) -> None:
    name = str((await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"])
    await world.officer.post(f"/v1/institutions/{world.institution_id}/credit-scores", {"request_id": new_id()})
    assert await graded(world, name)
    await decide_standing(world, "suspended")
    assert not await graded(world, name)
    await decide_standing(world, "active")
    assert await graded(world, name)
