"""The reviewer's split view: one case for a person and lesson, decided as one, and the next by itself."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await a_world(resources, client, clock, kinds=("targeted", "general", "general"))
    clock.move_to(found.starts_at() - timedelta(minutes=5))
    return found


async def doubt(world: World, trainee: Trainee) -> str:
    proof = trainee.phone.pin_code("000000")
    answer = await trainee.phone.check_in(world.session(), proof=proof, at=at_the_site(accuracy_m=2000))
    assert answer["outcome"] == "doubtful"
    return str(answer["attempt_id"])


def form_of(page: str) -> dict[str, list[str]]:
    form = page.partition('<form class="stack" method="post" action="/reviews">')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form):
        found.setdefault(name, []).append(value)
    return found


async def test_several_attempts_of_a_lesson_are_one_case_and_one_word_ends_it(app: FastAPI, world: World) -> None:
    first, second, present = world.trainees
    code = await world.instructor.classroom_code(world.session())
    await present.phone.check_in(world.session(), proof=present.phone.pin_code(code), at=at_the_site())
    attempts = [await doubt(world, first), await doubt(world, first)]
    await doubt(world, second)
    queue = f"/reviews?class={world.class_id}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        page = (await browser.get(queue)).text
        assert "2 件待复核" in page
        assert "2 次签到" in page
        assert f"<h2>{first.name}</h2>" in page
        form = form_of(page)
        assert form["accept_id"] == attempts[1:]
        assert sorted(form["reject_id"]) == sorted(attempts)
        drawn = await browser.get(f"/reviews/{attempts[1]}/plan.svg?trainee={first.trainee_id}")
        assert drawn.text.count('fill="#6f6f6f"') == 1  # The classmate, as a grey dot.
        sent = form | {"decision": ["reject"], "reason": ["签到表和录像均无本人"]}
        for _ in range(2):
            decided = await browser.post("/reviews", data=sent, headers=SAME_ORIGIN)
            assert decided.headers["location"] == f"/reviews?done=reject&class={world.class_id}"
        page = (await browser.get(decided.headers["location"])).text
        assert f"<h2>{second.name}</h2>" in page
        assert first.name not in page
        sent = form_of(page) | {"decision": ["accept"], "reason": ["教室录像中有本人"]}
        await browser.post("/reviews", data=sent, headers=SAME_ORIGIN)
        page = (await browser.get(queue)).text
    assert "没有待复核的签到" in page


async def test_the_cases_of_a_person_are_found_by_the_name(app: FastAPI, world: World) -> None:
    first, second, _ = world.trainees
    await doubt(world, first)
    await doubt(world, second)
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        asked = f"/reviews?class={world.class_id}"
        found = (await browser.get(f"{asked}&q={second.name}")).text
        assert (f"<h2>{second.name}</h2>" in found, f"<strong>{first.name}</strong>" in found) == (True, False)
        nobody = (await browser.get(f"{asked}&q=无此人")).text
        assert ("没有符合条件的记录" in nobody, "2 件待复核" in nobody, 'id="case"' in nobody) == (True, True, False)


async def test_no_code_of_the_service_stands_on_the_reviewers_page(app: FastAPI, world: World) -> None:
    attempt = await doubt(world, world.trainees[0])
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        for language in ("zh", "en"):
            page = (await browser.get(f"/reviews?case={attempt}&class={world.class_id}&lang={language}")).text
            case = re.sub(r"<[^>]+>", " ", page.partition('id="case"')[2].partition("<form")[0])
            assert re.findall(r"\b[a-z]+_[a-z_]+\b|\bdecimals\b|%", case) == []
