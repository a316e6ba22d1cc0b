"""Second eyes: a drawn decision is made again by another person who does not know it; a third ends what differs."""

import json
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.client import Refused, Reviewer
from checkin_service.draws import service as drawing
from checkin_service.draws.model import DrawPurpose
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.review.service.second_looks import draw_second_looks
from checkin_service.transparency.rules.draws import Draws
from checkin_service.transparency.service import reading
from checkin_service.transparency.service.sealer import Sealer
from tests.building.world import PASSWORD, Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

_PLACES = count(51)


@pytest.fixture
def place() -> str:
    """An authority that no other test draws for."""
    return f"3306{next(_PLACES)}"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, place: str) -> World:
    found = await a_world(resources, client, clock, kinds=("targeted", "targeted"), authority=place)
    clock.move_to(found.starts_at() - timedelta(minutes=5))
    await found.reviewer.sign_in()
    return found


async def another_reviewer(resources: Resources, world: World, place: str) -> Reviewer:
    login = f"second-{new_id().hex[-10:]}"
    second = Reviewer(world.client, login=login, password=PASSWORD)
    await create_authority_staff(
        resources, authority_code=place, login=login, password=PASSWORD, role=Role.REVIEWER, display_name="另一复核人"
    )
    await second.sign_in()
    return second


async def a_doubt(world: World, trainee: Trainee) -> dict[str, Any]:
    proof = trainee.phone.pin_code("000000")
    answer = await trainee.phone.check_in(world.session(), proof=proof, at=at_the_site(accuracy_m=2000))
    assert answer["outcome"] == "doubtful"
    return {"trainee_id": str(trainee.trainee_id), "attempt_id": answer["attempt_id"]}


async def waiting(reviewer: Reviewer, world: World) -> list[str]:
    return [each["attempt"]["attempt_id"] for each in await reviewer.open_reviews(world.class_id)]


async def decide(reviewer: Reviewer, doubt: dict[str, Any], decision: str) -> dict[str, Any]:
    body = doubt | {"request_id": new_id(), "decision": decision, "reason": "录像核对"}
    return dict(await reviewer.post("/v1/reviews", body))


async def looked_at(reviewer: Reviewer, clock: StoppedClock, doubt: dict[str, Any], decision: str) -> dict[str, Any]:
    """Opened, looked at for a while, and decided."""
    await reviewer.open_evidence(doubt)
    clock.advance(seconds=20)
    return await decide(reviewer, doubt, decision)


async def test_nobody_decides_before_the_evidence_was_opened(world: World) -> None:
    doubt = await a_doubt(world, world.trainees[0])
    with pytest.raises(Refused) as refused:
        await decide(world.reviewer, doubt, "accept")
    assert "Open the evidence" in str(refused.value)
    opened = await world.reviewer.open_evidence(doubt)
    assert opened["attempt"]["attempt_id"] == doubt["attempt_id"]
    await decide(world.reviewer, doubt, "accept")


async def test_what_was_decided_too_fast_is_always_looked_at_again_and_by_somebody_else(
    world: World, resources: Resources, place: str
) -> None:
    doubt = await a_doubt(world, world.trainees[0])
    await world.reviewer.open_evidence(doubt)
    await decide(world.reviewer, doubt, "accept")
    second = await another_reviewer(resources, world, place)
    assert doubt["attempt_id"] not in await waiting(world.reviewer, world)
    assert doubt["attempt_id"] in await waiting(second, world)
    with pytest.raises(Refused):
        await decide(world.reviewer, doubt, "accept")


async def drawn_to_the_second(
    world: World, resources: Resources, clock: StoppedClock, place: str, *, first: str
) -> tuple[Reviewer, dict[str, Any]]:
    """A decision that was looked at long enough and chosen by the night's draw."""
    doubt = await a_doubt(world, world.trainees[0])
    await looked_at(world.reviewer, clock, doubt, first)
    second = await another_reviewer(resources, world, place)
    assert doubt["attempt_id"] not in await waiting(second, world)
    # Of one decision in ten one is drawn, and so of one.
    assert await draw_second_looks(resources) >= 1
    assert doubt["attempt_id"] in await waiting(second, world)
    return second, doubt


async def test_the_second_person_sees_neither_the_decision_nor_who_made_it(
    world: World, resources: Resources, clock: StoppedClock, place: str
) -> None:
    second, doubt = await drawn_to_the_second(world, resources, clock, place, first="accept")
    (shown,) = await second.open_reviews(world.class_id)
    opened = await second.open_evidence(doubt)
    said = json.dumps([shown, opened], ensure_ascii=False)
    assert "录像核对" not in said
    assert shown["attempt"]["outcome"] == opened["attempt"]["outcome"] == "doubtful"
    assert str(world.reviewer.login) not in said


async def test_two_who_agree_leave_nothing_behind(
    world: World, resources: Resources, clock: StoppedClock, place: str
) -> None:
    second, doubt = await drawn_to_the_second(world, resources, clock, place, first="reject")
    assert (await looked_at(second, clock, doubt, "reject"))["credited_hours"] == 0
    assert await waiting(second, world) == []
    await world.officer.sign_in()
    listed = (await world.officer.get("/v1/review-disputes"))["disputes"]
    assert doubt["attempt_id"] not in {each["attempt"]["attempt_id"] for each in listed}


async def test_a_third_person_ends_a_dispute_and_withheld_hours_are_credited(
    world: World, resources: Resources, clock: StoppedClock, place: str
) -> None:
    second, doubt = await drawn_to_the_second(world, resources, clock, place, first="reject")
    await looked_at(second, clock, doubt, "accept")
    with pytest.raises(Refused) as refused:
        await second.get("/v1/review-disputes")
    assert refused.value.status == 403
    await world.officer.sign_in()
    listed = (await world.officer.get("/v1/review-disputes"))["disputes"]
    (found,) = [each for each in listed if each["attempt"]["attempt_id"] == doubt["attempt_id"]]
    assert (found["first"]["accepted"], found["second"]["accepted"], found["may_rule"]) == (False, True, True)
    body = doubt | {"request_id": new_id(), "decision": "accept", "reason": "录像中有本人"}
    ruled = await world.officer.post("/v1/review-disputes", body)
    assert ruled["credited_hours"] == 4
    with pytest.raises(Refused):
        await world.officer.post("/v1/review-disputes", body | {"request_id": new_id()})


async def test_the_heads_page_shows_figures_and_ends_a_dispute(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock, place: str
) -> None:
    second, doubt = await drawn_to_the_second(world, resources, clock, place, first="accept")
    await looked_at(second, clock, doubt, "reject")
    await world.officer.sign_in()
    figures = (await world.officer.get("/v1/reviewers"))["reviewers"]
    mine = next(each for each in figures if each["pairs"] and each["decided"] == 1 and each["median_s"] == 20)
    assert (mine["accepted_percent"], mine["hasty"], mine["alike"]["value"]) == (100.0, 0, 0.0)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        page = await desk.see("/reviewers")
        assert "一致性 κ" in page
        assert world.trainees[0].name in page
        form = f"/reviewers/{doubt['attempt_id']}"
        sent = await desk.fill(
            "/reviewers", form, trainee_id=doubt["trainee_id"], decision="reject", reason="录像无法辨认"
        )
        assert "已裁定" in sent.text
        assert form not in sent.text
        await browser.get("/reviewers?lang=en")


async def test_the_draw_stands_in_the_log_before_what_it_decides_and_is_computed_again(
    world: World, resources: Resources, clock: StoppedClock, place: str
) -> None:
    await drawn_to_the_second(world, resources, clock, place, first="accept")
    assert await drawing.unrevealed(resources, place, DrawPurpose.SECOND_LOOK)
    await Sealer(resources).seal()
    lines = [line async for line in reading.export(resources.database)]
    faults: list[str] = []
    draws = Draws(faults.append)
    for line in lines:
        draws.read(line)
    assert faults == []
    assert draws.revealed > 0

    kinds = [json.loads(line) for line in lines if f'"authority:{place}"' in line]
    drawn = [each["kind"] for each in kinds if each.get("kind", "").startswith("draw")]
    assert (drawn[0], sorted(drawn)) == ("draw", ["draw", "draw", "draw_reveal"])
    assert not any("seed_sealed" in (each.get("fact") or "") for each in kinds)


async def test_the_reviewers_page_opens_what_it_shows(app: FastAPI, world: World, clock: StoppedClock) -> None:
    doubt = await a_doubt(world, world.trainees[0])
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        await browser.get(f"/reviews?class={world.class_id}&case={doubt['attempt_id']}")
    clock.advance(seconds=6)
    await world.reviewer.sign_in()
    await decide(world.reviewer, doubt, "reject")
