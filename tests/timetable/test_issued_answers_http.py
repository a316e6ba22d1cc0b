"""Whoever is given no voucher at an issue is named in its answer and on its page, with the reason and the clause."""

import re

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import PASSWORD
from tests.catalogue.registers import a_school
from tests.timetable.term import Term, a_term, a_trainee_row
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

PLACE = "330681"


@pytest.fixture
async def term(resources: Resources, client: httpx.AsyncClient) -> Term:
    return await a_term(resources, client, await a_school(resources, client, PLACE))


async def test_who_holds_an_unused_voucher_is_skipped_by_name_with_the_clause(term: Term) -> None:
    (holder,) = await term.enter(a_trainee_row(name="赵一山"))
    await term.issue()
    (late,) = await term.enter(a_trainee_row(name="钱多多"))
    answer = await term.done(term.school.officer, "vouchers")
    assert [each["trainee_id"] for each in answer["vouchers"]] == [late]
    assert answer["held_back"] == {}
    skipped = answer["skipped"][holder]
    assert (skipped["name"], skipped["clause"], skipped["reason"]) == ("赵*山", "SX-15", "voucher_unused")
    assert "每人每年激活使用培训券暂定为1张" in skipped["quote"]
    assert re.search(r"尚未使用（有效期至20\d\d-\d\d-\d\d）", skipped["words"]["zh"])
    again = await term.done(term.school.officer, "vouchers")
    assert (again["vouchers"], set(again["skipped"])) == ([], {holder, late})


async def test_whose_conditions_are_not_checked_is_held_back_in_words_with_the_clause(term: Term) -> None:
    body = {"trainees": [a_trainee_row(name="孙小美")]}
    entered = await term.done(term.school.admin, "roster", body)
    (unchecked,) = (each["trainee_id"] for each in entered["trainees"])
    answer = await term.done(term.school.officer, "vouchers")
    reason = answer["reasons"][unchecked]
    assert (reason["name"], reason["clause"]) == ("孙*美", "SX-08")
    assert "尚未核验（以下之一：" in reason["words"]["zh"]


async def test_the_page_names_them_too(app: FastAPI, resources: Resources, term: Term) -> None:
    await term.enter(a_trainee_row(name="周正"))
    await term.issue()
    login = f"officer-{new_id().hex[-10:]}"
    await create_authority_staff(
        resources, authority_code=PLACE, login=login, password=PASSWORD, role=Role.OFFICER, display_name="经办"
    )
    async with a_browser(app) as browser:
        await sign_in(browser, login)
        sent = {"form_id": new_id(), "template_id": ""}
        page = await browser.post(f"/classes/{term.class_id}/slips", data=sent, headers=SAME_ORIGIN)
        assert re.search(r"周\* 不再发券：\s*已持有可在本班使用的培训券.*（SX-15）", page.text)
