"""Classes that hardly anybody attends, where no rate is asked for: paid as the text says, never silently."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.catalogue.service import register_authority
from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import Fund
from checkin_service.voucher.store import budgets
from tests.building.authorities import an_authority_of_fujian
from tests.building.world import SUBSIDY_FEN, World, a_world, at_the_site

EMPTY = "/v1/empty-classes"


async def in_fujian(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    authority = an_authority_of_fujian()
    await register_authority(resources, authority_code=authority, name="测试局")
    year = day_of(clock.now()).year
    async with resources.database.write() as unit:
        budgets.grant(unit, authority, Fund.EMPLOYMENT_SUBSIDY, year, amount_fen=20 * SUBSIDY_FEN)
    return await a_world(resources, client, clock, authority=authority)


@pytest.fixture
async def fujian(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    return await in_fujian(resources, client, clock)


async def listed(world: World) -> dict[str, dict[str, Any]]:
    return {each["class_id"]: each for each in (await world.officer.get(EMPTY))["classes"]}


async def test_a_class_that_nobody_signs_in_to_is_listed_before_it_ends(fujian: World, clock: Any) -> None:
    assert str(fujian.class_id) not in await listed(fujian)
    clock.move_to(fujian.starts_at() + timedelta(hours=4))
    shown = (await listed(fujian))[str(fujian.class_id)]
    assert (shown["signed_hours"], shown["held_hours"], shown["people"], shown["state"]) == (0, 4, 1, "open")


async def test_a_class_that_people_sign_in_to_is_not(fujian: World, clock: Any) -> None:
    phone = fujian.trainees[0].phone
    phases = (await fujian.admin.class_of(fujian.class_id))["phases"]
    for phase, moment in (("in", fujian.starts_at()), ("out", fujian.starts_at() + timedelta(hours=3))):
        clock.move_to(moment)
        if phase in phases:
            code = await fujian.instructor.classroom_code(fujian.session())
            answer = await phone.check_in(fujian.session(), at=at_the_site(), proof=phone.pin_code(code), phase=phase)
            assert answer["outcome"] == "accepted"
    clock.advance(hours=1)
    assert str(fujian.class_id) not in await listed(fujian)


async def test_where_a_rate_is_asked_for_it_decides_and_nothing_is_listed(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    shaoxing = await a_world(resources, client, clock)
    clock.move_to(shaoxing.starts_at() + timedelta(hours=4))
    assert str(shaoxing.class_id) not in await listed(shaoxing)


async def test_no_other_authority_sees_them(
    fujian: World, resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    elsewhere = await in_fujian(resources, client, clock)
    clock.move_to(fujian.starts_at() + timedelta(hours=4))
    assert str(fujian.class_id) not in await listed(elsewhere)
