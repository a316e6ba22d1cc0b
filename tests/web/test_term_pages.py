"""A class between its opening and its settlement, in forms: leave, corrections, plan, results, completion."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_credit_code
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "general"), sessions=3)


async def lesson(desk: Desk, path: str, number: int) -> str:
    return await desk.choice(path, f"{number} · ")


async def test_leave_and_corrections_are_put_in_by_the_school_by_names(app: FastAPI, world: World) -> None:
    at = f"/classes/{world.class_id}"
    name = world.trainees[0].name
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        desk = Desk(browser)
        person = await desk.choice(f"{at}/leave-records", name)
        day = world.starts_at(1).date().isoformat()
        asked = {"trainee_id": person, "from_day": day, "from_hour": "08:00", "to_day": day, "reason": "就医"}
        refused = await desk.fill(f"{at}/leave-records", **asked, to_hour="07:00")
        assert refused.status_code == 422
        assert 'value="就医"' in refused.text
        assert "请假的结束时间须晚于开始时间" in refused.text
        filed = await desk.fill(f"{at}/leave-records", **asked, to_hour="23:00")
        assert "就医" in filed.text
        assert "term.leave" not in filed.text
        form = {"trainee_id": person, "session_id": await lesson(desk, f"{at}/corrections", 1), "hours": "9"}
        refused = await desk.fill(f"{at}/corrections", **form, reason="终端断电")
        assert refused.status_code == 422
        assert '<span class="wrong"' in refused.text or 'role="alert"' in refused.text


async def test_many_corrected_hours_are_confirmed_by_somebody_who_decided_none(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    at, one = f"/classes/{world.class_id}", world.trainees[0]
    clock.move_to(world.starts_at() + timedelta(hours=4))
    appeal = {"appeal_id": new_id(), "session_id": world.session(), "hours": 4, "reason": "终端断电", "evidence": None}
    filed = await one.phone.post("/v1/appeals", appeal)
    for_decision = {"request_id": new_id(), "decision": "accept", "reason": "监控录像核实"}
    decision = for_decision | {"trainee_id": filed["trainee_id"], "appeal_id": filed["appeal_id"]}
    await world.reviewer.post("/v1/appeals/decisions", decision)
    form = f"{at}/correction-confirmations"
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        desk = Desk(browser)
        person = await desk.choice(form, one.name)
        refused = await desk.fill(form, trainee_id=person, reason="已抽查录像")
        assert refused.status_code == 403
        assert "须由另一人决定" in refused.text
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert form in await desk.see(f"{at}/board")
        assert "更正已复核" in (await desk.fill(form, trainee_id=person, reason="已抽查录像")).text


async def test_a_typhoon_takes_a_lesson_out_of_the_plan(app: FastAPI, world: World) -> None:
    at = f"/classes/{world.class_id}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        changes = f"{at}/plan-changes"
        chosen = await lesson(desk, changes, 3)
        done = await desk.fill(changes, kind="cancelled", session_id=chosen, reason="台风停课通知")
        assert "计划已变更" in done.text
        assert "已取消" in done.text
        added = {"kind": "added", "session_id": await lesson(desk, changes, 2), "hours": "4", "reason": "补足"}
        day = (world.starts_at(2) + timedelta(days=1)).date().isoformat()
        refused = await desk.fill(changes, **added, day=day, starts="12:00", ends="09:00")
        assert refused.status_code == 422
        done = await desk.fill(changes, **added, day=day, starts="09:00", ends="12:00")
        assert "计划已变更" in done.text


async def test_results_are_typed_and_the_class_applies_for_completion(
    app: FastAPI, world: World, clock: StoppedClock
) -> None:
    at = f"/classes/{world.class_id}"
    clock.move_to(world.starts_at(2) + timedelta(days=2))
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        desk = Desk(browser)
        today = clock.now().date().isoformat()
        first, second = world.trainees
        nobody = await desk.fill(f"{at}/results", assessed_on=today)
        assert "请至少选择一个人的考核结果" in nobody.text
        done = await desk.fill(
            f"{at}/results",
            assessed_on=today,
            issued_on=today,
            certificate_kind="skill_level",
            **{
                f"passed-{first.trainee_id}": "yes",
                f"number-{first.trainee_id}": "S000033060026400077",
                f"passed-{second.trainee_id}": "no",
            },
        )
        assert "成绩已登记" in done.text
        assert done.text.count("tone-pass") == 1
        assert done.text.count("tone-fail") == 1
        applied = await desk.fill(f"{at}/completion")
        assert "结业申请已提交" in applied.text
        assert f'{at}/completion"' not in applied.text
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        desk = Desk(browser)
        confirmations = f"{at}/credit-confirmations"
        done = await desk.fill(
            confirmations,
            kind="visit",
            reason="实地检查",
            session_ids=await desk.checked(confirmations, "1 · "),
            trainee_ids=await desk.checked(confirmations, first.name),
        )
        assert "佐证已登记" in done.text
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert (await desk.fill(f"/completions/{world.class_id}", decision="approve")).status_code == 200
        published = await desk.fill(f"{at}/publication")
        assert published.status_code == 200, published.text
        assert published.content.startswith(b"%PDF")


async def test_an_enterprise_is_entered_and_money_is_kept_from_it_by_name(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        name = f"示例制造{a_credit_code()[-6:]}"
        entered = await desk.fill("/enterprises/new", name=name, credit_code=a_credit_code())
        assert name in entered.text
        assert f">{name}</option>" in await desk.see("/freezes")
        person = world.trainees[0]
        page = await desk.see(f"/freezes?trainee={person.trainee_id}")
        assert f'value="trainee:{person.trainee_id}" selected>{person.name}' in page
        assert person.name not in await desk.see("/freezes")
