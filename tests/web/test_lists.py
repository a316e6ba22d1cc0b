"""Every list of the office: filtered, sorted, cut into pages and taken along as a workbook, by its address alone."""

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.http import paging
from checkin_service.kit.ids import new_id
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.web import listing, routes
from tests.building.world import AUTHORITY, World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in

OFFICER = (
    *("/staff", "/institutions", "/enterprises", "/sites", "/projects", "/rates", "/templates", "/accounts"),
    *("/openings", "/onboarding", "/people", "/verifications"),
)
SCHOOL = ("/staff", "/sites", "/accounts", "/drafts", "/verifications")
OF_ONE_THING = {
    "board.html": "one class, its people by urgency; the grid is filtered and exported",
    "checks/list.html": "the checks of one class, filtered by its own page",
    "eligibility.html": "the findings of one determination; lists are exported from the same page",
    "fees/fees.html": "what one class took and gave back",
    "lesson/recordings.html": "the lessons of one class, each beside its recording",
    "figures/analyses.html": "figures, exported as a workbook by their page",
    "figures/board.html": "figures, exported as a workbook by their page",
    "figures/holders.html": "an answer to a question with a purpose, exported by its page",
    "figures/public.html": "a page for the public",
    "figures/targets.html": "figures beside their plans",
    "intakes/form.html": "the columns of a template",
    "intakes/preview.html": "a file as it was read",
    "lesson/grid.html": "filtered and exported by its own page",
    "log.html": "a chain in its order, exported as JSON",
    "office/calendar.html": "a month",
    "office/face_search.html": "pairs of one search",
    "office/own_account.html": "the places where one is signed in, with a form in each row",
    "office/people.html": "a class's people, with a form in each row",
    "office/phones.html": "a class's phones",
    "office/saved_queries.html": "an answer to a question with a purpose, below the few questions of one account",
    "parts.html": "findings of one verdict",
    "payment_confirm.html": "what is about to be paid",
    "payment_table.html": "one payment table, printed and exported by its page",
    "policy.html": "the values of one place, by subject",
    "register/channels.html": "a handful of channels, with a form in each row",
    "register/list.html": "the answer to one list that was sent",
    "reporting/pilot.html": "ways to sign in that classes have chosen, a handful",
    "reporting/reporting.html": "one day's figures of both sides, exported by its page",
    "reviewers/list.html": "the reviewers of one authority, beside one another",
    "settlements.html": "applications with boxes to tick, page by page",
    "sheet.html": "a determination on paper",
    "system/onboarding_cities.html": "the cities of one province, with a form below",
    "term/results.html": "a form for the people of one class",
    "vacancies/vacancy.html": "an answer to a question with a purpose",
}
"""Templates with a table of their own, each with why it is no list."""


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


@pytest.mark.parametrize(
    ("who", "path"), [*(("officer", each) for each in OFFICER), *(("admin", each) for each in SCHOOL)]
)
async def test_a_list_is_filtered_sorted_and_exported(app: FastAPI, world: World, who: str, path: str) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, getattr(world, who).login)
        page = (await browser.get(path)).text
        if 'type="search"' not in page:
            assert re.search(r'class="[^"]*empty', page), "a list without rows leads on"
            return
        found, total = map(int, re.search(r"(\d+) / (\d+)", page.partition("toolbar")[2]).groups())  # type: ignore[union-attr]
        assert found == total > 0
        nothing = (await browser.get(path, params={"q": "没有这样的一行"})).text
        assert re.search(rf"0 / {total}\b", nothing)
        for way in ("ascending", "descending"):
            heading = re.search(r'<th scope="col"[^>]*><a href="([^"]+)"', page)
            assert heading
            page = (await browser.get(path + heading[1].replace("&amp;", "&"))).text
            assert f'aria-sort="{way}"' in page, "a heading sorts, and the other way round the second time"
        assert (await browser.get(path, params={"page": "9999"})).status_code == 200
        file = await browser.get(path, params={"export": "xlsx"})
        assert file.headers["content-disposition"].endswith('.xlsx"')
        (sheet,) = contents(file.content).sheets
        assert len(sheet.rows) == total + 2, "a heading, and who took it"
        assert str(sheet.rows[max(sheet.rows)][0]).startswith("说明：本件由")


@pytest.mark.parametrize("who", ["officer", "admin"])
async def test_the_classes_of_the_home_page_are_turned_over(
    app: FastAPI, world: World, who: str, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    word = f"续页{new_id().hex[-8:]}"
    names = [await a_waiting_class(world, clock, f"{word}{number}") for number in range(5)][::-1]
    async with a_browser(app) as browser:
        await sign_in(browser, getattr(world, who).login)
        page = (await browser.get("/staff", params={"q": word})).text
        shown, pages = re.findall(rf">({word}\d)<", page), 1
        assert shown == names[:2], "the latest first"
        while further := re.search(r'rel="next" href="([^"]+)"', page):
            page, pages = (await browser.get("/staff" + further[1].replace("&amp;", "&"))).text, pages + 1
            shown += re.findall(rf">({word}\d)<", page)
        assert (shown, pages) == (names, 3)


async def a_waiting_class(world: World, clock: StoppedClock, name: str) -> str:
    """Applied for, decided by nobody; its name."""
    starts_at = clock.now() + timedelta(days=30)
    session = {
        "session_id": new_id(),
        "ordinal": 1,
        "site_id": world.site_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "class_hours": 4,
    }
    await world.admin.apply_for_class(
        name=name, project_id=world.project_id, teaching_plan="安全用电", sessions=[session]
    )
    return name


async def test_the_log_of_verifications_is_turned_over_and_found_by_its_words(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_ROWS", 1)
    async with a_browser(app) as desk:
        await sign_in(desk, world.admin.login)
        for _ in range(2):
            forged = {"request_id": str(new_id()), "shown": "0000000-0000000-0000000"}
            await desk.post(f"/classes/{world.class_id}/arrivals", data=forged, headers=SAME_ORIGIN)
        page = (await desk.get("/verifications")).text
        further = re.search(r'rel="next" href="([^"]+)"', page)
        assert further
        earlier = (await desk.get("/verifications" + further[1].replace("&amp;", "&"))).text
        rows = [re.search(r"<tbody>(.*?)</tbody>", each, re.DOTALL) for each in (page, earlier)]
        assert [each[1].count("<tr>") for each in rows if each] == [1, 1]
        found = (await desk.get("/verifications", params={"q": "教务 未通过"})).text
        assert "无此券" in found, "by who looked and what came of it"


async def test_cards_are_filtered_by_words_and_turned_over_like_rows(
    app: FastAPI, world: World, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_ROWS", 2)
    word = f"投诉{new_id().hex[-8:]}"
    for number in range(3):
        about = f"{word} 第{number}件"
        complaint = {"complaint_id": str(new_id()), "authority_code": AUTHORITY, "about": about, "text": "没有上课"}
        assert (await client.post("/v1/complaints", json=complaint)).status_code == 201
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        first = (await browser.get("/complaint-desk", params={"q": word})).text
        assert ["第0件" in first, "第1件" in first, "第2件" in first] == [True, True, False]
        assert re.search(r"3 / \d+ 条", first)
        further = re.search(r'rel="next" href="([^"]+)"', first)
        assert further
        second = (await browser.get("/complaint-desk" + further[1].replace("&amp;", "&"))).text
        assert ["第0件" in second, "第2件" in second] == [False, True]
        nothing = (await browser.get("/complaint-desk", params={"q": "没有这样的一件"})).text
        assert ("没有符合条件的记录" in nothing, "<article" in nothing) == (True, False)


async def test_cards_beyond_what_is_held_at_once_are_reached(
    app: FastAPI, world: World, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = f"投诉{new_id().hex[-8:]}"
    for number in range(3):
        about = f"{word} 第{number}件"
        complaint = {"complaint_id": str(new_id()), "authority_code": AUTHORITY, "about": about, "text": "没有上课"}
        assert (await client.post("/v1/complaints", json=complaint)).status_code == 201
    for name in ("MOST_ITEMS", "_AT_ONCE"):
        monkeypatch.setattr(paging, name, 2)
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page, seen = (await browser.get("/complaint-desk")).text, 0
        while further := re.search(r'href="(\?cursor=[^"]*)">后面的记录<', page):
            seen += page.count(f"<h2>{word} ")
            page = (await browser.get("/complaint-desk" + further[1])).text
            assert ">回到列表开头<" in page
        assert seen + page.count(f"<h2>{word} ") == 3


@pytest.mark.parametrize(
    ("who", "path"),
    [
        *(("officer", each) for each in ("/queue", "/proposals", "/doubts", "/complaint-desk", "/person-corrections")),
        *(("officer", each) for each in ("/matches", "/person-requests", "/terminals")),
        *(("reviewer", each) for each in ("/queue", "/face-changes", "/complaint-desk")),
    ],
)
async def test_a_list_of_cards_says_that_it_is_empty_or_can_be_filtered(
    app: FastAPI, world: World, who: str, path: str
) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, getattr(world, who).login)
        page = await browser.get(path)
        assert page.status_code == 200
        if 'type="search"' not in page.text:
            assert re.search(r'class="[^"]*empty', page.text)
            return
        nothing = (await browser.get(path, params={"q": "没有这样的一件"})).text
        assert re.search(r"\b0 / \d+ 条", nothing)


async def test_a_schools_own_list_has_no_empty_column_of_institutions(app: FastAPI, world: World) -> None:
    for login, is_named in ((world.admin.login, False), (world.officer.login, True)):
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            head = (await browser.get("/staff")).text.partition("<thead>")[2].partition("</thead>")[0]
            assert ("培训机构" in head) is is_named


def test_a_table_of_its_own_has_a_reason() -> None:
    """A new list is one of `listed`; whoever writes a table by hand says here why it is none."""
    templates = Path(routes.__file__).with_name("templates")
    by_hand = {
        str(each.relative_to(templates))
        for each in templates.rglob("*.html")
        if "<table" in each.read_text(encoding="utf-8")
    }
    assert by_hand - {"office/parts.html"} == set(OF_ONE_THING)
