"""Registers of thousands: what lies far down is found, sorted, turned to and exported like the rest."""

import re

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.lists import LARGEST_LIST
from checkin_service.kit.resources import Resources
from tests.building.many import AUTHORITY, fill
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in

MANY = 6_000
BEYOND = {"institutions": "鹿山05001", "sites": "教学点05001", "people": "名单05001"}
SORTED_BY = {"institutions": (0, "鹿山06000"), "sites": (3, "6100"), "people": (3, "名单06000")}
"""The column, and what stands first when it is sorted the other way round."""


@pytest.fixture(scope="module")
async def world(
    resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock, database_url: str
) -> World:
    made = await a_world(resources, client, session_clock, authority=AUTHORITY)
    fill(database_url, MANY)
    return made


@pytest.mark.parametrize("name", BEYOND)
async def test_what_lies_beyond_five_thousand_is_found_sorted_and_turned_to(
    app: FastAPI, world: World, name: str
) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = (await browser.get(f"/{name}")).text
        total = int(re.search(r"(\d+) / (\d+)", page.partition("toolbar")[2])[2])  # type: ignore[index]
        assert total > MANY
        found = (await browser.get(f"/{name}", params={"q": BEYOND[name]})).text
        assert (BEYOND[name] in body(found), found.count("<tr>"), f"1 / {total}" in found) == (True, 2, True)
        column, first = SORTED_BY[name]
        down = (await browser.get(f"/{name}", params={"sort": column, "desc": "1"})).text
        assert first in body(down).partition("</tr>")[0]
        last = (await browser.get(f"/{name}", params={"sort": column, "page": "9999"})).text
        assert first in body(last).rpartition("<tr>")[2], "the last page of the other way round ends with it"


@pytest.mark.parametrize("name", BEYOND)
async def test_all_of_it_is_exported_and_what_is_filtered_alone(app: FastAPI, world: World, name: str) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        column, first = SORTED_BY[name]
        file = await browser.get(f"/{name}", params={"export": "xlsx", "sort": column, "desc": "1"})
        (sheet,) = contents(file.content).sheets
        assert len(sheet.rows) > MANY + 2
        assert first in sheet.rows[2]
        some = await browser.get(f"/{name}", params={"export": "xlsx", "q": BEYOND[name]})
        (sheet,) = contents(some.content).sheets
        assert len(sheet.rows) == 1 + 1 + 1, "a heading, what was found, and who took it"


async def test_words_of_a_list_are_no_patterns_and_two_of_them_must_both_be_there(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        for words, found in (("%", 0), ("0_001", 0), ("鹿山05001 XN", 1), ("鹿山05001 教学", 0), ("2026年1月1日", 15)):
            page = (await browser.get("/institutions", params={"q": words})).text
            assert re.search(rf"\b{found} / \d+ 条", page), words


async def test_a_person_is_found_by_the_whole_name_or_the_end_of_the_number(app: FastAPI, world: World) -> None:
    one = world.trainees[0]
    tail = one.document["number"][-4:]
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        for words in (one.name, tail, f"{one.name} {tail}"):
            assert one.name in body((await browser.get("/people", params={"q": words})).text), words
        nobody = (await browser.get("/people", params={"q": f"{one.name} 000X"})).text
        assert one.name not in body(nobody)
        of_class = (await browser.get("/people", params={"q": f"电工{str(world.admin.login)[6:]}班"})).text
        assert one.name in body(of_class), "by the class whose roster brought them"


async def test_sealed_columns_offer_no_order(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = (await browser.get("/people", params={"sort": "0"})).text
        head = page.partition("<thead>")[2].partition("</thead>")[0]
        assert re.findall(r'href="\?sort=(\d)', head.replace("&amp;", "&")) == ["2", "3", "4", "5"]


async def test_a_list_too_long_for_one_file_says_what_to_do(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkin_service.kit.lists.LARGEST_LIST", 5)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        refused = await browser.get("/institutions", params={"export": "xlsx"})
        assert (refused.status_code, "请先筛选" in refused.text) == (422, True)
    assert LARGEST_LIST > MANY, "what was set for this test is not what holds"


def body(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]
