"""Sanctions of institutions: by two people, for a time, appealed against; what an institution cannot do meanwhile."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import Refused
from checkin_service.conduct.model.sanctions import THE_INSTITUTION, Party, Sanction, SanctionKind
from checkin_service.conduct.rules.sanctions import bar_refusal, holding, sanction_refusal
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.test_transfers_http import another_class
from tests.building.identities import a_name, a_resident_id
from tests.building.world import World, a_world, approve
from tests.conduct.test_conduct_http import GROUNDS, a_third, conduct, refused_of, today, waiting_of
from tests.conftest import StoppedClock
from tests.credit.test_credit_http import directory
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

LAW = "《民办教育促进法》第六十二条"
DECIDED = GROUNDS | {"law": LAW}


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock)


async def propose(world: World, kind: str, **more: Any) -> str:
    body = {"sanction_id": new_id(), "kind": kind, **DECIDED, **more}
    return str((await world.officer.post(f"/v1/institutions/{world.institution_id}/sanctions", body))["proposal_id"])


async def sanctioned(world: World, kind: str, **more: Any) -> str:
    return str((await approve(world, await propose(world, kind, **more)))["sanction_id"])


async def enter_somebody(world: World) -> None:
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(world.class_id, [row])


async def in_directory(world: World) -> bool:
    name = (await world.officer.get(f"/v1/institutions/{world.institution_id}/changes"))["name"]
    return name in [each["institution"] for each in await directory(world.client)]


async def test_who_is_disqualified_begins_no_class_takes_nobody_and_is_on_no_list_until_the_day(
    world: World, clock: StoppedClock
) -> None:
    until = today(clock) + timedelta(days=30)
    asked = await propose(world, "disqualification", until=until)
    await enter_somebody(world)  # Nothing holds by the word of one person.
    assert await in_directory(world)
    await approve(world, asked)
    for deed in (enter_somebody(world), another_class(world, clock.now() + timedelta(days=1))):
        refusal = await refused_of(deed)
        assert (str(until) in refusal, GROUNDS["document_number"] in refusal) == (True, True)
    assert not await in_directory(world)
    (shown,) = (await conduct(world, world.admin))["sanctions"]
    assert (shown["holds"], shown["until"], shown["law"]) == (True, str(until), LAW)
    clock.advance(days=30)
    await world.admin.sign_in()
    await world.officer.sign_in()
    assert "may not train" in await refused_of(another_class(world, clock.now() + timedelta(days=1)))
    clock.advance(days=1)
    await another_class(world, clock.now() + timedelta(days=1))
    assert await in_directory(world)
    assert not (await conduct(world))["sanctions"][0]["holds"]


async def test_who_may_take_no_vouchers_still_has_classes_and_stands_on_the_list(
    world: World, clock: StoppedClock
) -> None:
    await sanctioned(world, "vouchers", until=today(clock) + timedelta(days=10))
    assert "nobody more with a voucher" in await refused_of(enter_somebody(world))
    assert await in_directory(world)
    start = clock.now() + timedelta(days=1)
    session = {"session_id": new_id(), "ordinal": 1, "site_id": world.site_id, "class_hours": 4}
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    await world.admin.apply_for_class(
        name="无券班", project_id=world.project_id, teaching_plan="安全用电", sessions=[session | times]
    )


async def test_who_is_off_the_list_goes_on_training_and_is_offered_to_nobody(world: World, clock: StoppedClock) -> None:
    await sanctioned(world, "delisting", until=today(clock) + timedelta(days=10))
    await enter_somebody(world)
    await another_class(world, clock.now() + timedelta(days=1))
    assert not await in_directory(world)


async def test_a_warning_and_a_referral_take_nothing_away(world: World) -> None:
    await sanctioned(world, "warning", party="platform")
    await sanctioned(world, "referral", party="trainee", referred_to="绍兴市公安局")
    await enter_somebody(world)
    assert await in_directory(world)
    shown = (await conduct(world))["sanctions"]
    assert [(each["kind"], each["party"], each["referred_to"]) for each in shown] == [
        ("warning", "platform", None),
        ("referral", "trainee", "绍兴市公安局"),
    ]


async def test_an_upheld_appeal_by_a_third_person_ends_it_at_once(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    found = await sanctioned(world, "disqualification", until=today(clock) + timedelta(days=30))
    words = {"request_id": new_id(), "words": "处理过重"}
    await world.admin.post(f"/v1/sanctions/{found}/appeal", words)
    assert "has been filed already" in await refused_of(
        world.admin.post(f"/v1/sanctions/{found}/appeal", words | {"request_id": new_id()})
    )
    # An appeal that waits stays nothing.
    assert "may not train" in await refused_of(enter_somebody(world))
    decision = {"request_id": new_id(), "upheld": True, "reason": "事实不清"}
    for involved in (world.officer, world.reviewer):
        with pytest.raises(Refused):
            await involved.post(f"/v1/sanctions/{found}/appeal-decision", decision | {"request_id": new_id()})
    third = await a_third(resources, world)
    answer = await third.post(f"/v1/sanctions/{found}/appeal-decision", decision)
    assert (answer["upheld"], answer["holds"]) == (True, False)
    await enter_somebody(world)
    assert await in_directory(world)


async def test_an_appeal_comes_in_time_from_the_institution_itself(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    found = await sanctioned(world, "warning")
    other = await a_world(resources, client, clock, authority="330602")
    words = {"request_id": new_id(), "words": "不属实"}
    with pytest.raises(Refused) as refused:
        await other.admin.post(f"/v1/sanctions/{found}/appeal", words)
    assert refused.value.status == 404
    with pytest.raises(Refused):
        await other.officer.post(
            f"/v1/institutions/{world.institution_id}/sanctions",
            {"sanction_id": new_id(), "kind": "warning", **DECIDED},
        )
    clock.advance(days=61)
    await world.admin.sign_in()
    assert "The time for an appeal ended" in await refused_of(world.admin.post(f"/v1/sanctions/{found}/appeal", words))


async def test_what_could_not_be_decided_is_refused_as_soon_as_it_is_proposed(
    world: World, clock: StoppedClock
) -> None:
    later = today(clock) + timedelta(days=30)
    for kind, more, words in (
        ("disqualification", {}, "until which day"),
        ("disqualification", {"until": today(clock)}, "lies after today"),
        ("warning", {"until": later}, "leave the day empty"),
        ("referral", {}, "to which office"),
        ("vouchers", {"until": later, "party": "trainer"}, "Only an institution"),
        ("disqualification", {"until": later, "party": "trainer"}, "names whom it binds"),
        ("disqualification", {"until": later, "party": "trainee"}, "names whom it binds"),
        ("warning", {"party": "trainer", "instructor_id": new_id()}, "no instructor of the institution"),
    ):
        assert words in await refused_of(propose(world, kind, **more))


async def test_from_sanction_to_appeal_in_pages(
    app: FastAPI, world: World, resources: Resources, clock: StoppedClock
) -> None:
    path, until = f"/institutions/{world.institution_id}/conduct", (today(clock) + timedelta(days=30)).isoformat()
    typed = DECIDED | {"kind": "disqualification", "party": "institution", "referred_to": ""}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk, form = Desk(browser), f"/institutions/{world.institution_id}/sanctions/new"
        assert f'href="{form}"' in await desk.see(path)
        wrong = await desk.fill(form, until="", **typed)
        assert (wrong.status_code, "请填写处理的截止日期" in wrong.text, LAW in wrong.text) == (422, True, True)
        done = await desk.fill(form, until=until, **typed)
        assert "已提出，等待另一人批准" in done.text
        assert LAW in done.text, "the second person reads on which law it rests"
    found = await sanctioned(world, "disqualification", until=until)
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        desk = Desk(school)
        assert "取消承训资格" in await desk.see("/conduct")
        await desk.fill("/conduct", f"/conduct/sanctions/{found}", words="处理过重")
        assert "申诉处理中" in await desk.see("/conduct")
    third = await a_third(resources, world)
    assert await waiting_of(app, third, path) == [f"s{found}"]
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        assert "该机构被取消承训资格" in await Desk(browser).see(f"/openings/{world.class_id}")
    async with a_browser(app) as browser:
        await sign_in(browser, third.login)
        action = f"/institutions/{world.institution_id}/sanctions/{found}"
        done = await Desk(browser).fill(path, action, words="事实不清", decision="yes")
        assert "申诉成立，已撤销" in done.text
    assert await waiting_of(app, third, path) == []


DAY = date(2026, 3, 2)


def held(kind: SanctionKind = SanctionKind.VOUCHERS, until: date | None = DAY, *, upheld: bool = False) -> Sanction:
    return Sanction(
        sanction_id=new_id(),
        institution_id=new_id(),
        authority_code="330600",
        kind=kind,
        party=Party.INSTITUTION,
        until=until,
        referred_to=None,
        law=LAW,
        document_number="7号",
        reason="查实",
        proposed_by=new_id(),
        decided_by=new_id(),
        decided_at=datetime(2026, 2, 1, tzinfo=UTC),
        upheld=upheld,
    )


def test_it_holds_on_its_last_day_and_not_after_an_upheld_appeal() -> None:
    kinds = {SanctionKind.VOUCHERS}
    assert bar_refusal([held()], kinds, DAY) is not None
    assert bar_refusal([held()], kinds, DAY + timedelta(days=1)) is None
    assert bar_refusal([held(upheld=True)], kinds, DAY) is None
    assert bar_refusal([held(SanctionKind.DELISTING)], kinds, DAY) is None
    longest = held(until=DAY + timedelta(days=9))
    assert holding([held(), longest, held()], kinds, DAY) is longest


def test_the_same_is_imposed_again_to_prolong_it_alone() -> None:
    def refusal(until: date) -> object:
        return sanction_refusal(
            SanctionKind.VOUCHERS,
            THE_INSTITUTION,
            until=until,
            referred_to=None,
            present=[held()],
            today=DAY - timedelta(days=9),
        )

    assert refusal(DAY) is not None
    assert refusal(DAY + timedelta(days=1)) is None
