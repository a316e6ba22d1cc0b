"""Admission: the form is data, a second person decides, and keys open just what was ticked."""

import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.platform.model import Office, Operation
from checkin_service.platform.service import keys
from tests.building.desks import somebody
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient, a_form, admitted, decide, issue_key
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture
def world(shared_world: World) -> World:
    return shared_world


BATCH = "/v1/platform/institutions"
APPLICATIONS = "/v1/onboarding/applications"


async def opens(client: PlatformClient) -> bool:
    """Whether the key gets as far as the rows, which are malformed."""
    answer = await client.send(
        "POST", BATCH, content=b'{"batch_id":"0197c9a0-6f00-7000-8000-000000000001","rows":[{}]}'
    )
    return answer.status_code == 422


async def test_a_form_is_filed_decided_and_its_key_opens_what_was_ticked(world: World) -> None:
    client = await admitted(world.officer, world.reviewer, world.client, [Operation.ADD_INSTITUTIONS])
    assert await opens(client)
    answer = await client.send("POST", "/v1/platform/trainees", content=b'{"batch_id":"x"}')
    assert answer.status_code == 403


async def test_where_the_rules_state_a_last_day_the_form_says_whether_it_was_late(
    resources: Resources, app: FastAPI, world: World
) -> None:
    shandong = await somebody(resources, world.client, Role.OFFICER, "370100")
    filed = await shandong.post(APPLICATIONS, a_form())
    assert (filed["apply_by"], filed["is_late"], filed["passed_on"]) == ("2021-08-16", True, "2026-03-01")
    assert (filed["days_late"], filed["is_decided_day"]) == (1658, False)
    elsewhere = await world.officer.post(APPLICATIONS, a_form())
    assert (elsewhere["apply_by"], elsewhere["is_late"]) == (None, False)
    async with a_browser(app) as browser:
        await sign_in(browser, shandong.login)
        listed = (await browser.get("/onboarding")).text
    assert "2021-08-16（晚于截止日1658天）" in listed


async def test_who_filed_does_not_decide(world: World) -> None:
    form = a_form()
    await world.officer.post(APPLICATIONS, form)
    with pytest.raises(Refused, match="Another person"):
        await decide(world.officer, form["application_id"])
    assert (await decide(world.reviewer, form["application_id"]))["state"] == "admitted"
    with pytest.raises(Refused, match="has been decided"):
        await decide(world.reviewer, form["application_id"], approved=False)


@pytest.mark.parametrize("missing", Office)
async def test_without_any_of_the_four_seals_nobody_is_admitted(world: World, missing: Office) -> None:
    form = a_form()
    form["seals"] = [each for each in form["seals"] if each["office"] != missing.value]
    await world.officer.post(APPLICATIONS, form)
    with pytest.raises(Refused, match="Seals are missing"):
        await decide(world.reviewer, form["application_id"])
    assert (await decide(world.reviewer, form["application_id"], approved=False))["state"] == "refused"


@pytest.mark.parametrize(("filled_on", "sealed_on"), [("2026-03-02", "2026-03-01"), ("2026-03-01", "2026-03-09")])
async def test_days_of_the_form_lie_in_their_order(world: World, filled_on: str, sealed_on: str) -> None:
    form = a_form(filled_on=filled_on)
    form["seals"][0]["sealed_on"] = sealed_on
    with pytest.raises(Refused, match="contradict"):
        await world.officer.post(APPLICATIONS, form)


async def test_no_key_before_admission_nor_after_a_refusal(world: World) -> None:
    form = a_form()
    await world.officer.post(APPLICATIONS, form)
    with pytest.raises(Refused, match="not been admitted"):
        await issue_key(world.officer, form["application_id"])
    await decide(world.reviewer, form["application_id"], approved=False)
    with pytest.raises(Refused, match="not been admitted"):
        await issue_key(world.officer, form["application_id"])


async def test_the_form_is_shown_to_its_authority_with_identity_numbers_masked(world: World) -> None:
    form = a_form()
    await world.officer.post(APPLICATIONS, form)
    shown = await world.reviewer.get(f"{APPLICATIONS}/{form['application_id']}")
    assert shown["people"]["contact"] == form["contact"]
    assert shown["people"]["accounts"][0]["resident_id"] == "*" * 14 + form["accounts"][0]["resident_id"][-4:]
    assert shown["application"]["operations"] == form["operations"]
    listed = await world.officer.all_of(APPLICATIONS, "applications")
    assert str(form["application_id"]) in {each["application_id"] for each in listed}


async def test_repeating_the_issue_of_a_key_gives_the_same_key_once(world: World) -> None:
    form = a_form()
    await world.officer.post(APPLICATIONS, form)
    await decide(world.reviewer, form["application_id"])
    key_id = new_id()
    first = await issue_key(world.officer, form["application_id"], key_id=key_id)
    assert await issue_key(world.officer, form["application_id"], key_id=key_id) == first


async def test_rotation_leaves_the_earlier_key_seven_days(world: World, clock: StoppedClock) -> None:
    form = a_form([Operation.ADD_INSTITUTIONS])
    await world.officer.post(APPLICATIONS, form)
    await decide(world.reviewer, form["application_id"])
    first, second = [
        PlatformClient(world.client, (await issue_key(world.officer, form["application_id"]))["access_key"])
        for _ in range(2)
    ]
    assert await opens(first)
    clock.advance(days=7)
    assert not await opens(first)
    assert await opens(second)


async def test_a_key_ends_on_its_day(world: World, clock: StoppedClock) -> None:
    form = a_form([Operation.ADD_INSTITUTIONS])
    await world.officer.post(APPLICATIONS, form)
    await decide(world.reviewer, form["application_id"])
    issued = await issue_key(world.officer, form["application_id"], valid_days=1)
    client = PlatformClient(world.client, issued["access_key"])
    clock.advance(hours=23)
    assert await opens(client)
    clock.advance(hours=1)
    assert not await opens(client)


async def test_a_revoked_key_is_worth_nothing_at_once(world: World) -> None:
    client = await admitted(world.officer, world.reviewer, world.client, [Operation.ADD_INSTITUTIONS])
    key_id = client.access_key.split("_")[1]
    assert await opens(client)
    body = {"request_id": new_id(), "reason": "接口人员变动"}
    await world.officer.post(f"/v1/onboarding/keys/{key_id}/revocation", body)
    assert not await opens(client)


@pytest.mark.parametrize("change", [lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"), lambda key: key[:40]])
async def test_a_key_that_is_not_exactly_right_opens_nothing(world: World, change: object) -> None:
    client = await admitted(world.officer, world.reviewer, world.client)
    wrong = PlatformClient(world.client, change(client.access_key))  # type: ignore[operator]
    assert (await wrong.send("POST", BATCH, content=b"{}")).status_code == 401


async def test_a_key_opens_nothing_but_the_platforms_operations(world: World) -> None:
    client = await admitted(world.officer, world.reviewer, world.client)
    for path in ("/v1/me", "/v1/classes", "/v1/institutions"):
        assert (await client.send("GET", path)).status_code == 401


async def test_the_database_holds_no_key(world: World, resources: Resources) -> None:
    client = await admitted(world.officer, world.reviewer, world.client)
    assert client.access_key.startswith(keys.PREFIX)
    subject = await keys.client_of(resources, client.access_key)
    assert subject.authority_code == "330600"
    assert subject.name.startswith("platform:")
