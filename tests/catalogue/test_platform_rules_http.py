"""Rules of an online platform (FJ-31): published for everybody, accepted by institutions before they begin a class."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.catalogue.model.platform_rules import PlatformRules, RulesKind
from checkin_service.catalogue.rules.platform_rules import in_force
from checkin_service.client import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.attendance.test_transfers_http import another_class
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.world import World, a_world
from tests.conduct.test_conduct_http import refused_of
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import a_browser, sign_in

TEXT = "机构对课程和题库的内容负责，平台对审核和下架负责。"


@pytest.fixture
def place() -> str:
    """Of which nobody else publishes anything."""
    return an_authority_of_shaoxing()


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, place: str) -> World:
    return await a_world(resources, client, clock, authority=place)


async def publish(world: World, on: date, *, kind: str = "admission", title: str = "入驻规则") -> str:
    body = {"rules_id": new_id(), "kind": kind, "title": title, "text": TEXT, "effective_from": on}
    return str((await world.officer.post("/v1/platform-rules", body | {"document_number": "1号"}))["rules_id"])


async def accept(world: World, rules_id: str) -> Any:
    return await world.admin.post(f"/v1/platform-rules/{rules_id}/acceptance", {"request_id": new_id()})


async def public(client: httpx.AsyncClient, division: str) -> list[str]:
    found = (await client.get("/v1/public-rules", params={"division": division})).json()["rules"]
    return [each["rules_id"] for each in found]


async def a_class(world: World, clock: StoppedClock) -> object:
    return await another_class(world, clock.now() + timedelta(days=1))


async def test_who_has_not_accepted_what_holds_begins_no_class(
    world: World, place: str, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    today = day_of(clock.now())
    await a_class(world, clock)  # Nothing was published: nothing is asked.
    rules, plan = await publish(world, today), await publish(world, today, kind="quality", title="品质控制方案")
    refusal = await refused_of(a_class(world, clock))
    assert ("入驻规则" in refusal, "品质控制方案" in refusal) == (True, True)
    await accept(world, rules)
    assert "品质控制方案" in await refused_of(a_class(world, clock))
    await accept(world, plan)
    await a_class(world, clock)
    assert await public(client, place) == [rules, plan]
    told = {each["rules_id"]: each for each in (await world.officer.get("/v1/platform-rules"))["rules"]}
    assert (told[rules]["acceptances"], told[rules]["accepted_at"]) == (1, None)
    own = {each["rules_id"]: each for each in (await world.admin.get("/v1/platform-rules"))["rules"]}
    assert (own[rules]["acceptances"], own[rules]["accepted_at"] is None) == (None, False)
    assert "accepted this version already" in await refused_of(accept(world, rules))


async def test_a_later_version_is_accepted_anew_from_its_day_on(
    world: World, place: str, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    today = day_of(clock.now())
    first = await publish(world, today)
    later = await publish(world, today + timedelta(days=5))
    for each in (await world.admin.get("/v1/platform-rules"))["rules"]:
        if each["is_in_force"] and each["accepted_at"] is None:
            await accept(world, each["rules_id"])
    assert "not the version that holds" in await refused_of(accept(world, later))
    await a_class(world, clock)
    clock.advance(days=5)
    await world.admin.sign_in()
    await world.officer.sign_in()
    assert "《入驻规则》" in await refused_of(a_class(world, clock))
    held = await public(client, place)
    assert (first in held, later in held) == (False, True)
    with pytest.raises(Refused) as refused:
        await publish(world, today)
    assert "cannot hold from before today" in str(refused.value)


async def test_another_place_is_neither_bound_nor_lets_accept(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    rules = await publish(world, day_of(clock.now()))
    other = await a_world(resources, client, clock, authority=an_authority_of_shaoxing())
    await a_class(other, clock)
    assert rules not in await public(client, "330000")
    with pytest.raises(Refused) as refused:
        await accept(other, rules)
    assert refused.value.status == httpx.codes.NOT_FOUND


async def test_published_read_and_accepted_in_pages(
    app: FastAPI, world: World, place: str, clock: StoppedClock
) -> None:
    today = day_of(clock.now()).isoformat()
    typed = {"kind": "admission", "title": "闽培平台入驻规则", "text": TEXT, "document_number": "闽人社〔2026〕9号"}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        wrong = await desk.fill("/platform-rules/new", effective_from="2020-01-01", **typed)
        assert (wrong.status_code, "生效日期不能早于今天" in wrong.text, TEXT in wrong.text) == (422, True, True)
        done = await desk.fill("/platform-rules/new", effective_from=today, **typed)
        assert ("已公布" in done.text, "0 家机构已承诺" in done.text) == (True, True)
    async with a_browser(app) as visitor:
        shown = (await visitor.get(f"/rules?division={place}")).text
        assert (TEXT in shown, "闽培平台入驻规则" in shown) == (True, True)
        assert "还没有公布" in (await visitor.get("/rules?division=990000")).text
    (held,) = [
        each for each in (await world.admin.get("/v1/platform-rules"))["rules"] if each["title"] == "闽培平台入驻规则"
    ]
    async with a_browser(app) as school:
        await sign_in(school, world.admin.login)
        desk = Desk(school)
        assert "待承诺" in await desk.see("/platform-rules")
        done = await desk.fill("/platform-rules", f"/platform-rules/{held['rules_id']}")
        assert "已承诺遵守" in done.text


def test_of_each_kind_the_nearest_authoritys_latest_version_holds() -> None:
    def version(authority_code: str, on: int, kind: RulesKind = RulesKind.ADMISSION) -> PlatformRules:
        return PlatformRules(
            rules_id=new_id(),
            authority_code=authority_code,
            kind=kind,
            title="规则",
            text=TEXT,
            effective_from=date(2026, 3, on),
            document_number="1号",
            published_by=new_id(),
            published_at=datetime(2026, 2, 1, tzinfo=UTC),
        )

    province, old, new, coming = (
        version(*each) for each in (("330000", 9), ("330600", 1), ("330600", 5), ("330600", 9))
    )
    plan = version("330000", 2, RulesKind.QUALITY)
    line, published = ("330602", "330600", "330000"), [province, old, new, coming, plan, version("350000", 3)]
    assert in_force(published, line, date(2026, 3, 8)) == [new, plan]
    assert in_force(published, line, date(2026, 3, 9)) == [coming, plan]
    assert in_force([province], line, date(2026, 3, 8)) == []
