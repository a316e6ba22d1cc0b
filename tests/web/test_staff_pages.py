"""Pages of staff: the dashboard, the code, the review queue, the determinations; and what they do not show."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.review.service.site_suspicions import examine_sites
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.checkin.arrivals import a_class_at_a_mistyped_site, everybody_arrives
from tests.conftest import StoppedClock
from tests.eligibility.denial import a_denial
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, kinds=("targeted", "targeted", "general"))


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


async def check_in(world: World, trainee: Trainee, **fix: float) -> dict[str, object]:
    code = await world.instructor.classroom_code(world.session())
    proof = (
        trainee.phone.pin_code(code) if not fix else {"kind": "pin_code", "pin": trainee.phone.pin, "code": "000000"}
    )
    return await trainee.phone.check_in(world.session(), proof=proof, at=at_the_site(**fix))


async def test_the_board_shows_exact_rates_and_whom_to_help_first(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    """In a class of its own: what other tests credit changes who needs help."""
    world = await a_world(resources, client, clock, kinds=("targeted", "targeted"))
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    present, absent = world.trainees
    await check_in(world, present)
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        board = (await browser.get(f"/classes/{world.class_id}/board")).text
    assert board.count("<b>4/20</b>") == board.count("<b>0/20</b>") == 1
    assert "20.00%" in board
    assert board.index(f"<strong>{absent.name}</strong>") < board.index(f"<strong>{present.name}</strong>")
    assert f"/sessions/{world.session()}/code" in board


async def test_the_board_of_another_institution_does_not_exist(
    app: FastAPI, world: World, resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock
) -> None:
    other = await a_world(resources, client, session_clock)
    async with a_browser(app) as browser:
        await sign_in(browser, other.admin.login)
        assert (await browser.get(f"/classes/{world.class_id}/board")).status_code == 404
        assert (await browser.get(f"/sessions/{world.session()}/code")).status_code == 404
        assert (await browser.get(f"/eligibility?by=class&key={world.class_id}")).status_code == 404


@pytest.mark.parametrize("path", ["/classes/nonsense/board", "/classes/1/board", "/reviews?case=x"])
async def test_an_id_that_is_none_leads_to_a_page(app: FastAPI, world: World, path: str) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        page = await browser.get(path)
        assert page.status_code == 404
        assert "<h1>没有找到</h1>" in page.text


async def test_each_role_opens_its_own_pages_only(app: FastAPI, in_class: World) -> None:
    world = in_class
    code, board = f"/sessions/{world.session()}/code", f"/classes/{world.class_id}/board"
    expected = {
        world.admin.login: {board: 200, code: 200, "/reviews": 403, "/eligibility": 200},
        world.instructor.login: {board: 200, code: 200, "/reviews": 403, "/eligibility": 403},
        world.officer.login: {board: 200, code: 403, "/reviews": 200, "/eligibility": 200},
        world.reviewer.login: {board: 200, code: 403, "/reviews": 200, "/eligibility": 200},
    }
    for login, pages in expected.items():
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            assert {path: (await browser.get(path)).status_code for path in pages} == pages


async def test_the_screen_gets_the_code_of_now_its_seconds_and_a_qr_code(app: FastAPI, in_class: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.instructor.login)
        page = (await browser.get(f"/sessions/{in_class.session()}/code")).text
        screen = (await browser.get(f"/sessions/{in_class.session()}/code.json")).json()
    assert screen["code"] == await in_class.instructor.classroom_code(in_class.session())
    assert 0 < screen["milliseconds_left"] <= screen["window_ms"] == 10_000
    assert screen["qr"].startswith("data:image/svg+xml")
    assert screen["code"][:3] in page


async def test_the_code_for_a_script_without_a_session_is_a_problem_document(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        answer = await browser.get(f"/sessions/{world.session()}/code.json", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_reviewer_accepts_a_doubt_with_a_reason_and_pressing_twice_counts_once(
    app: FastAPI, in_class: World
) -> None:
    trainee = in_class.trainees[1]
    doubt = await check_in(in_class, trainee, accuracy_m=2000)
    assert doubt["outcome"] == "doubtful"
    fields = {
        "request_id": str(new_id()),
        "trainee_id": str(trainee.trainee_id),
        "attempt_id": str(doubt["attempt_id"]),
        "decision": "accept",
        "reason": "签到表与教室录像一致",
    }
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.reviewer.login)
        queue = (await browser.get(f"/reviews?case={doubt['attempt_id']}&class={in_class.class_id}")).text
        assert trainee.name in queue
        assert "定位误差过大" in queue
        assert "概率" not in queue
        without_reason = await browser.post("/reviews", data=fields | {"reason": " "}, headers=SAME_ORIGIN)
        assert without_reason.status_code == 422
        for _ in range(2):
            decided = await browser.post("/reviews", data=fields, headers=SAME_ORIGIN)
            assert decided.headers["location"] == "/reviews?done=accept"
        after = (await browser.get(f"/reviews?done=accept&class={in_class.class_id}")).text
    assert "已确认到课" in after
    assert trainee.name not in after
    (standing,) = await trainee.phone.own_attendance()
    assert standing["attendance"]["rate"] == "4/20"


async def test_an_officer_sees_doubts_but_cannot_decide_them(app: FastAPI, in_class: World) -> None:
    await check_in(in_class, in_class.trainees[2], accuracy_m=2000)
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.officer.login)
        queue = (await browser.get(f"/reviews?class={in_class.class_id}")).text
        assert in_class.trainees[2].name in queue
        assert "<textarea" not in queue
        assert 'name="decision"' not in queue
        fields = {"decision": "accept"}
        assert (await browser.post("/reviews", data=fields, headers=SAME_ORIGIN)).status_code == 403


async def test_the_reviewer_opens_a_plan_and_others_get_none(app: FastAPI, in_class: World) -> None:
    trainee = in_class.trainees[2]
    doubt = await check_in(in_class, trainee, accuracy_m=2000)
    plan = f"/reviews/{doubt['attempt_id']}/plan.svg?trainee={trainee.trainee_id}"
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.reviewer.login)
        assert plan in (await browser.get(f"/reviews?case={doubt['attempt_id']}&class={in_class.class_id}")).text
        drawn = await browser.get(plan)
        assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
        assert "无法确定" in drawn.text
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.officer.login)
        assert plan not in (await browser.get("/reviews?limit=200")).text
        assert (await browser.get(plan)).status_code == 403


async def test_a_doubtful_attempt_without_a_fix_has_no_plan_to_open(app: FastAPI, in_class: World) -> None:
    trainee = in_class.trainees[2]
    doubt = await trainee.phone.check_in(in_class.session(), proof=trainee.phone.pin_code("000000"), at=None)
    async with a_browser(app) as browser:
        await sign_in(browser, in_class.reviewer.login)
        queue = (await browser.get(f"/reviews?case={doubt['attempt_id']}&class={in_class.class_id}")).text
        assert str(doubt["attempt_id"]) in queue
        assert f"/reviews/{doubt['attempt_id']}/plan.svg" not in queue


async def test_home_shows_a_site_whose_coordinates_are_in_doubt(
    app: FastAPI, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock)
    await everybody_arrives(world, clock)
    await examine_sites(resources)
    for login, sees in ((world.admin.login, True), (world.officer.login, True), (world.reviewer.login, False)):
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            home = (await browser.get("/staff")).text
            assert ("坐标系存疑" in home) is sees
            assert ("高德" in home) is sees


@pytest.mark.parametrize(
    ("by", "key"), [("class", "nonsense"), ("trainee", str(UUID(int=1))), ("voucher", "X"), ("class", "\ud7ff\x00")]
)
async def test_a_question_that_finds_nothing_is_asked_again_on_the_page(
    app: FastAPI, world: World, by: str, key: str
) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = await browser.get("/eligibility", params={"by": by, "key": key})
        assert page.status_code == 404
        assert "没有找到" in page.text
        assert 'name="key"' in page.text


async def test_a_determination_is_shown_as_a_sheet_to_print(app: FastAPI, world: World, resources: Resources) -> None:
    trainee = world.trainees[0]
    denial = await a_denial(resources, world.class_id, trainee.trainee_id, world.institution_id)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = (await browser.get(f"/eligibility/{denial}/sheet")).text
        pdf = await browser.get(f"/eligibility/{denial}/sheet.pdf")
        query = (await browser.get(f"/eligibility?by=class&key={world.class_id}")).text
    assert trainee.name in page
    assert "救济途径" in page
    assert "24/40 &gt;= 3/5" in page
    assert pdf.content.startswith(b"%PDF-")
    assert f"/eligibility/{denial}/sheet" in query
