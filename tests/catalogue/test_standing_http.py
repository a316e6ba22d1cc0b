"""Institutions that are suspended, closed or let return: by two people, with what follows for classes and accounts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from checkin_service.catalogue.model.standing import Standing, StandingDecision
from checkin_service.catalogue.rules import refusal_while, standing_after, standing_refusal
from checkin_service.client import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.test_transfers_http import another_class
from tests.building.identities import a_name, a_resident_id
from tests.building.world import World, a_world, approve, at_the_site
from tests.conftest import StoppedClock

GROUNDS = {"document_number": "人社罚〔2026〕1号", "reason": "现场检查发现空班"}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def propose(world: World, standing: str) -> str:
    body = {"standing_id": new_id(), "standing": standing, **GROUNDS}
    return str((await world.officer.post(f"/v1/institutions/{world.institution_id}/standings", body))["proposal_id"])


async def decide(world: World, standing: str) -> dict[str, Any]:
    return await approve(world, await propose(world, standing))


async def stands(world: World) -> dict[str, Any]:
    return dict(await world.officer.get(f"/v1/institutions/{world.institution_id}/standings"))


async def is_offered(world: World) -> bool:
    found = (await world.client.post("/v1/courses", json={"words": ""})).json()["courses"]
    return str(world.class_id) in {each["class_id"] for each in found}


async def test_a_suspended_institution_begins_no_class_and_is_offered_to_nobody_until_it_returns(
    world: World, clock: StoppedClock
) -> None:
    clock.advance(minutes=-50)  # The class begins in more than an hour: it can be applied for.
    await world.admin.post(f"/v1/classes/{world.class_id}/offer", {"request_id": new_id(), "places": 90})
    assert ((await stands(world))["standing"], await is_offered(world)) == ("active", True)
    await decide(world, "suspended")
    found = await stands(world)
    assert (found["standing"], found["decisions"][0]["document_number"]) == ("suspended", GROUNDS["document_number"])
    assert not await is_offered(world)
    with pytest.raises(Refused) as refused:
        await another_class(world, clock.now() + timedelta(days=1))
    assert "The institution is suspended" in str(refused.value)
    await decide(world, "active")
    assert await is_offered(world)
    await another_class(world, clock.now() + timedelta(days=1))


async def test_a_class_applied_for_before_the_suspension_is_neither_filled_nor_opened(
    world: World, clock: StoppedClock
) -> None:
    start = clock.now() + timedelta(days=1)
    plan = [
        {
            "session_id": new_id(),
            "ordinal": 1,
            "site_id": world.site_id,
            "starts_at": start,
            "ends_at": start + timedelta(hours=3),
            "class_hours": 4,
        }
    ]
    class_id = await world.admin.apply_for_class(
        name="焊工", project_id=world.project_id, teaching_plan="安全用电", sessions=plan
    )
    await decide(world, "suspended")
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    for act in (world.admin.submit_roster(class_id, [row]), world.officer.decide_opening(class_id)):
        with pytest.raises(Refused) as refused:
            await act
        assert "The institution is suspended" in str(refused.value)


async def test_what_has_begun_goes_on_under_a_suspension(world: World, clock: StoppedClock) -> None:
    await decide(world, "suspended")
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    trainee, code = world.trainees[0], await world.instructor.classroom_code(world.session())
    answer = await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "accepted"


async def test_an_institution_is_closed_when_no_class_is_left_and_its_accounts_end_with_it(
    world: World, clock: StoppedClock
) -> None:
    asked = await propose(world, "closed")
    with pytest.raises(Refused) as refused:
        await approve(world, asked)
    assert "1 class(es) of the institution have not ended" in str(refused.value)
    await world.admin.me()
    for number in range(5):
        clock.move_to(world.starts_at(number) + timedelta(hours=4))
    await world.admin.sign_in()
    await world.officer.sign_in()
    await world.reviewer.sign_in()
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    assert (await approve(world, asked))["standing"] == "closed"
    clock.advance(seconds=2)
    with pytest.raises(Refused):
        await world.admin.me()
    with pytest.raises(Refused) as final:
        await propose(world, "active")
    assert "closed and that is final" in str(final.value)


async def test_nothing_is_decided_by_one_person_or_by_another_authority(world: World) -> None:
    asked = await propose(world, "suspended")
    with pytest.raises(Refused):
        await world.officer.post(f"/v1/proposals/{asked}/ruling", {"request_id": new_id(), "approved": True})
    assert (await stands(world))["standing"] == "active"


def a_decision(standing: Standing) -> StandingDecision:
    return StandingDecision(
        institution_id=new_id(),
        ordinal=1,
        standing=standing,
        document_number="1",
        reason="1",
        proposed_by=new_id(),
        decided_by=new_id(),
        decided_at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def test_the_latest_decision_holds_and_a_closure_is_the_last() -> None:
    suspended, closed = a_decision(Standing.SUSPENDED), a_decision(Standing.CLOSED)
    assert standing_after([]) is Standing.ACTIVE
    assert standing_after([closed, suspended]) is Standing.SUSPENDED
    assert standing_refusal(Standing.ACTIVE, Standing.ACTIVE) is not None
    assert standing_refusal(Standing.CLOSED, Standing.ACTIVE) is not None
    assert standing_refusal(Standing.SUSPENDED, Standing.CLOSED) is None
    assert [refusal_while(each) is None for each in Standing] == [True, False, False]
