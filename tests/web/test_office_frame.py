"""The frame of the office: the rail of each kind of staff, tables by their address, forms that keep what was typed."""

from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.web.drafts import Draft, Field
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import a_browser, sign_in


@pytest.fixture(scope="module")
async def world(resources: object, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)  # type: ignore[arg-type]


async def test_the_rail_shows_an_authority_its_groups_and_an_institution_its_own_ways(
    app: FastAPI, world: World
) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        page = (await browser.get("/budgets")).text
        assert all(f'<p class="rail-group">{group}</p>' in page for group in ("办理", "台账", "监管", "系统"))
        assert '<a href="/budgets" aria-current="page">' in page
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        page = (await browser.get("/staff")).text
        assert "rail-group" not in page
        assert 'href="/settlements"' in page
        assert 'href="/budgets"' not in page


async def test_the_component_page_is_there_in_development_only(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert (await browser.get("/dev/components")).status_code == 404
        held = app.state.resources
        app.state.resources = replace(held, is_development=True)
        try:
            page = (await browser.get("/dev/components")).text
            assert "style=" not in page
            assert 'aria-invalid="true"' in page
            assert "请填写。" in page
            found = (await browser.get("/dev/components?q=12&sort=2&desc=1")).text
            assert "13 / 120" not in found  # Rows 12, 112 and 120: what is looked for stands in the row.
            assert found.index("第 120 行") < found.index("第 112 行") < found.index("第 12 行")
            book = await browser.get("/dev/components?q=12&export=xlsx")
            assert book.content.startswith(b"PK")
            assert "第 51 行" in (await browser.get("/dev/components?page=2")).text
        finally:
            app.state.resources = held


def refuse(kind: ProblemKind, *errors: dict[str, str]) -> None:
    raise Problem(kind, fields={"errors": list(errors)})


def test_a_refusal_stays_at_its_field_and_keeps_what_was_typed() -> None:
    draft = Draft.sent({"form_id": [str(new_id())], "name": ["绍兴"], "amount": ["-1"]})
    with draft.correctable():
        refuse(ProblemKind.MALFORMED, {"field": "amount_fen", "reason": "More than 0.", "reason_zh": "应大于 0。"})
    assert draft.status == 422
    assert draft.value("name") == "绍兴"
    assert draft.error(Field(name="name", label="x")) is None
    wrong = draft.error(Field(name="amount", label="x", known_as=("amount_fen",)))
    assert wrong is not None
    assert wrong.zh == "应大于 0。"


def test_a_form_without_an_id_of_ours_is_refused_and_what_cannot_be_corrected_goes_on() -> None:
    with pytest.raises(Problem):
        Draft.sent({"form_id": ["no id"]})
    with pytest.raises(Problem), Draft().correctable():
        refuse(ProblemKind.NOT_PERMITTED)
