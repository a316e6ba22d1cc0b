"""Every list of the office: filtered, sorted, cut into pages and taken along as a workbook, by its address alone."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.web import routes
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in

OFFICER = (
    *("/staff", "/institutions", "/enterprises", "/sites", "/projects", "/rates", "/templates", "/accounts"),
    *("/openings", "/onboarding", "/people", "/verifications"),
)
SCHOOL = ("/staff", "/sites", "/accounts", "/drafts", "/verifications")
OF_ONE_THING = {
    "board.html": "one class, its people by urgency; the grid is filtered and exported",
    "eligibility.html": "the findings of one determination; lists are exported from the same page",
    "fees/fees.html": "what one class took and gave back",
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
    "office/people.html": "a class's people, with a form in each row",
    "office/phones.html": "a class's phones",
    "parts.html": "findings of one verdict",
    "payment_confirm.html": "what is about to be paid",
    "payment_table.html": "one payment table, printed and exported by its page",
    "policy.html": "the values of one place, by subject",
    "register/channels.html": "a handful of channels, with a form in each row",
    "register/list.html": "the answer to one list that was sent",
    "settlements.html": "applications with boxes to tick, page by page",
    "sheet.html": "a determination on paper",
    "term/results.html": "a form for the people of one class",
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
        ways = [(await browser.get(path, params={"sort": "0", "desc": desc})).text for desc in ("", "1")]
        assert ['aria-sort="ascending"' in ways[0], 'aria-sort="descending"' in ways[1]] == [True, True]
        assert (await browser.get(path, params={"page": "9999"})).status_code == 200
        file = await browser.get(path, params={"export": "xlsx"})
        assert file.headers["content-disposition"].endswith('.xlsx"')
        (sheet,) = contents(file.content).sheets
        assert len(sheet.rows) == total + 1


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
