"""Budgets under many hands at once: never more vouchers than the fund covers, and nothing unused is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from checkin_service.catalogue.service import register_authority
from checkin_service.identity import tables as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Fragment, Stale
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.timetable import service as timetable
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Fund, FundBudget, Training, VoucherKind
from checkin_service.voucher.store import budgets
from tests.building.authorities import an_authority_of_fujian, an_authority_of_shaoxing
from tests.building.world import SUBSIDY_FEN, World, a_world

FUND = Fund.SKILLS_ACTION


async def an_authority(resources: Resources, *, vouchers: int) -> str:
    """One of Fujian with money for so many vouchers."""
    code = an_authority_of_fujian()
    await register_authority(resources, authority_code=code, name="测试局")
    year = day_of(resources.clock.now()).year
    async with resources.database.write() as unit:
        budgets.grant(unit, code, FUND, year, amount_fen=vouchers * SUBSIDY_FEN)
    return code


async def a_person(resources: Resources) -> Any:
    trainee_id = new_id()
    person = {"trainee_id": trainee_id, "name_sealed": b"", "document_kind": "passport", "document_sealed": b""}
    added = insert(identity.trainee).values(**person, created_at=resources.clock.now())
    async with resources.database.write() as unit:
        unit.add(Fragment(added))
    return trainee_id


async def issue_one(resources: Resources, authority: str, trainee_id: Any) -> bool:
    """One officer issues one voucher, for a class of its own."""
    now = resources.clock.now()
    view = book().at(authority, on=day_of(now), known_on=day_of(now))
    training = Training(institution_id=new_id(), project_fen=SUBSIDY_FEN)

    async def of_project() -> Training:
        return training

    try:
        opened = await vouchers.open_issue(resources, view, None)
        async with resources.database.write() as unit:
            voucher = vouchers.issue(
                unit,
                trainee_id=trainee_id,
                voucher_id=new_id(),
                kind=VoucherKind.TARGETED,
                authority_code=authority,
                at=now,
                view=view,
                before=0,
            )
            await vouchers.add_commitment(resources, opened, voucher, of_project)
            await vouchers.close_issue(resources, unit, opened, batch_id=new_id(), at=now)
    except Problem as problem:
        if problem.fields["reason"] != "budget_short":
            raise
        return False
    except Stale:
        return False
    return True


async def the_budget(resources: Resources, authority: str, fund: Fund = FUND, year: int | None = None) -> FundBudget:
    found = await budgets.budget_of(resources.database, authority, fund, year or day_of(resources.clock.now()).year)
    assert found is not None
    return found


async def test_thirty_two_officers_at_once_issue_no_more_than_the_fund_covers(resources: Resources) -> None:
    authority = await an_authority(resources, vouchers=10)
    people = [await a_person(resources) for _ in range(32)]
    issued = await asyncio.gather(*(issue_one(resources, authority, person) for person in people))
    assert sum(issued) == 10
    found = await the_budget(resources, authority)
    assert (found.committed_fen, found.free_fen) == (10 * SUBSIDY_FEN, 0)
    held = await vouchers.vouchers_of(resources, people)
    assert sum(len(each) for each in held.values()) == 10


async def test_without_a_budget_fujian_issues_nothing(resources: Resources) -> None:
    code = an_authority_of_fujian()
    await register_authority(resources, authority_code=code, name="测试局")
    assert not await issue_one(resources, code, await a_person(resources))


async def test_the_first_fund_with_enough_money_pays(resources: Resources) -> None:
    authority = await an_authority(resources, vouchers=1)
    year = day_of(resources.clock.now()).year
    async with resources.database.write() as unit:
        budgets.grant(unit, authority, Fund.EMPLOYMENT_SUBSIDY, year, amount_fen=SUBSIDY_FEN)
    for fund in (FUND, Fund.EMPLOYMENT_SUBSIDY):
        assert await issue_one(resources, authority, await a_person(resources))
        assert (await the_budget(resources, authority, fund)).free_fen == 0
    assert not await issue_one(resources, authority, await a_person(resources))


@pytest.fixture
async def funded(resources: Resources, client: httpx.AsyncClient, clock: Any) -> tuple[World, str]:
    """A class of Shaoxing whose one arrival set a tranche of ten aside."""
    authority = an_authority_of_shaoxing()
    await register_authority(resources, authority_code=authority, name="测试局")
    async with resources.database.write() as unit:
        budgets.grant(unit, authority, FUND, day_of(clock.now()).year, amount_fen=100 * SUBSIDY_FEN)
    return await a_world(resources, client, clock, authority=authority), authority


async def test_what_a_class_set_aside_and_nobody_drew_is_free_once_it_is_over(
    resources: Resources, funded: tuple[World, str], clock: Any
) -> None:
    world, authority = funded
    assert (await the_budget(resources, authority)).committed_fen == 10 * SUBSIDY_FEN
    await timetable.give_back_unused(resources)
    assert (await the_budget(resources, authority)).committed_fen == 10 * SUBSIDY_FEN
    clock.move_to(world.starts_at() + timedelta(days=10))
    await world.admin.post(f"/v1/classes/{world.class_id}/completion-application", {"request_id": new_id()})
    await world.officer.post(f"/v1/classes/{world.class_id}/completion", {"request_id": new_id(), "approved": True})
    await asyncio.gather(*(timetable.give_back_unused(resources) for _ in range(2)))
    assert (await the_budget(resources, authority)).committed_fen == SUBSIDY_FEN


async def test_the_rest_of_a_past_year_is_free_and_carried_over(
    resources: Resources, funded: tuple[World, str], clock: Any
) -> None:
    world, authority = funded
    year = day_of(clock.now()).year
    clock.move_to(clock.now() + timedelta(days=366))
    await world.officer.sign_in()
    await timetable.give_back_unused(resources)
    body = {"request_id": new_id(), "fund": FUND, "fiscal_year": year, "document": "测试结转1号"}
    carried = await world.officer.post("/v1/budgets/carry-over", body)
    assert (carried["fiscal_year"], carried["granted_fen"]) == (year + 1, 99 * SUBSIDY_FEN)
    before = await the_budget(resources, authority, year=year)
    assert (before.granted_fen, before.committed_fen, before.free_fen) == (SUBSIDY_FEN, SUBSIDY_FEN, 0)
