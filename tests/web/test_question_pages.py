"""Questions of a class in pages: the unanswered first, answered by whoever teaches it."""

import httpx
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


async def test_an_instructor_answers_what_a_trainee_asked(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    phone, page = world.trainees[0].phone, f"/classes/{world.class_id}/questions"
    asked = {"question_id": new_id(), "text": "接线图在哪里下载？"}
    await phone.post(f"/v1/me/classes/{world.class_id}/questions", asked)
    async with a_browser(app) as browser:
        await sign_in(browser, world.instructor.login)
        desk = Desk(browser)
        assert page in await desk.see(f"/classes/{world.class_id}/board")
        shown = await desk.see(page)
        assert world.trainees[0].name in shown
        assert "待回答" in shown
        form = f"{page}/{asked['question_id']}"
        assert (await desk.fill(page, form, text="")).status_code == 422
        done = await desk.fill(page, form, text="在课程库第一讲。")
        assert "已回答，学员会收到消息" in done.text
        assert "待回答" not in done.text
    (thread,) = (await phone.get(f"/v1/me/classes/{world.class_id}/questions"))["questions"]
    assert [each["text"] for each in thread["entries"]] == ["接线图在哪里下载？", "在课程库第一讲。"]
