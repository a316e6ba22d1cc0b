"""Evaluating a class on the phone in a real browser: a mark for every question, words, and how it stands afterwards."""

import json
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from checkin_service.evaluations.words import QUESTIONS
from tests.building.world import World
from tests.web.axe_core import violations
from tests.web.phone_browser import a_newcomer, at_home, on_the_phone

pytestmark = pytest.mark.browser


def answer(class_id: object, **changes: Any) -> dict[str, Any]:
    """As the service answers for a completed class; the live one has only begun."""
    questions = [{"name": name, "words": {"zh": words.zh, "en": words.en}} for name, words in QUESTIONS.items()]
    own: dict[str, Any] = {
        "class_id": str(class_id),
        "name": "电工班",
        "institution": "测试培训学校",
        "stand": "open",
        "marks": None,
    }
    own |= {"words": None, "until": "2099-06-30", "may_give": True, "may_withdraw": False, "questions": questions}
    return {"smallest_group": 5, "classes": [own | changes]}


async def at_the_class(page: Page) -> None:
    await page.locator('[data-tab="courses"]').click()
    await expect(page.locator('[data-view="courses"]')).to_be_visible()
    await expect(page.locator("#evaluate-door")).to_be_hidden()
    await page.evaluate("document.getElementById('evaluate-door').hidden = false")
    await page.locator("#evaluate-door").click()
    await expect(page.locator('[data-view="evaluate"]')).to_be_visible()


async def test_every_question_is_marked_and_sent_with_words(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    sent: list[dict[str, Any]] = []

    async def taken(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        await route.fulfill(status=201, json={})

    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.route("**/v1/me/evaluations", lambda route: route.fulfill(json=answer(live.class_id)))
        await page.route(f"**/v1/classes/{live.class_id}/evaluation", taken)
        await at_the_class(page)
        await expect(page.locator("#evaluate-lead")).to_contain_text("至少5人")
        assert await violations(page) == []
        await page.locator("#evaluate .big").click()
        await expect(page.locator("#notice")).to_contain_text("请给每个问题打分")
        for number, name in enumerate(QUESTIONS):
            await page.locator(f'#evaluate [name="mark-{name}"][value="{5 - number}"]').check(force=True)
        await page.locator('#evaluate [name="words"]').fill("讲得清楚")
        await page.locator("#evaluate .big").click()
        await expect(page.locator("#notice")).to_contain_text("谢谢您")
    (body,) = sent
    assert (body["marks"], body["words"]) == ({name: 5 - number for number, name in enumerate(QUESTIONS)}, "讲得清楚")


async def test_what_was_given_stands_there_and_is_taken_back(chromium: Browser, address: str, live: World) -> None:
    trainee = await a_newcomer(live)
    given = answer(live.class_id, stand="given", may_withdraw=True, marks=dict.fromkeys(QUESTIONS, 4), words="很好")
    taken_back: list[str] = []

    async def taken(route: Route) -> None:
        taken_back.append(route.request.url)
        await route.fulfill(status=201, json={})

    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await page.route("**/v1/me/evaluations", lambda route: route.fulfill(json=given))
        await page.route("**/evaluation/withdrawal", taken)
        await at_the_class(page)
        await expect(page.locator("#evaluate-how")).to_contain_text("可以修改或撤回一次")
        await expect(page.locator('#evaluate [name="mark-place"][value="4"]')).to_be_checked()
        await page.locator("#evaluate-withdraw").click()
        await expect(page.locator("#notice")).to_contain_text("评价已撤回")
    assert len(taken_back) == 1


async def test_a_class_that_goes_on_says_why_it_cannot_be_evaluated(
    chromium: Browser, address: str, live: World
) -> None:
    trainee = await a_newcomer(live)
    async with on_the_phone(chromium, address) as page:
        await at_home(page, trainee)
        await at_the_class(page)
        await expect(page.locator("#evaluate-how")).to_contain_text("结业并有计入的课时后才能评价")
        await expect(page.locator("#evaluate")).to_be_hidden()
