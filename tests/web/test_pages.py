"""Pages for everybody: what they say, in which language, and under which headers."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.problem import ProblemKind
from tests.web.staff_browser import a_browser


@pytest.fixture
async def visitor(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser who has never been here."""
    async with a_browser(app) as browser:
        yield browser


@pytest.mark.parametrize("path", ["/", "/phone", "/staff/sign-in", "/problems/not-found"])
async def test_a_page_lets_nothing_foreign_in_and_is_kept_nowhere(visitor: httpx.AsyncClient, path: str) -> None:
    page = await visitor.get(path)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'; script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["permissions-policy"].startswith("camera=(self), geolocation=(self)")
    assert page.headers["cache-control"] == "no-store"
    assert "style=" not in page.text


async def test_a_page_is_chinese_unless_english_is_asked_for_and_remembers_it(visitor: httpx.AsyncClient) -> None:
    chinese = await visitor.get("/", headers={"accept-language": "en-GB"})
    assert '<html lang="zh-CN">' in chinese.text
    assert "您是谁？" in chinese.text
    english = await visitor.get("/?lang=en")
    assert "Who are you?" in english.text
    assert "lang=en" in english.headers["set-cookie"]
    remembered = await visitor.get("/phone")
    assert "Phone check-in" in remembered.text
    assert "Who are you?" in (await visitor.get("/?lang=xx")).text


async def test_the_switch_leads_to_this_very_page_in_the_other_language(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/staff/sign-in?next=%2Freviews")
    assert 'href="/staff/sign-in?next=%2Freviews&amp;lang=en"' in page.text


@pytest.mark.parametrize("kind", ProblemKind, ids=lambda kind: kind.slug)
async def test_the_type_of_every_problem_leads_to_a_page(visitor: httpx.AsyncClient, kind: ProblemKind) -> None:
    page = await visitor.get(f"/problems/{kind.slug}")
    assert page.status_code == 200
    assert kind.value.title.zh in page.text
    assert kind.value.advice.zh in page.text


async def test_what_does_not_exist_is_a_page_for_people_and_a_document_for_programs(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/problems/no-such-kind")
    assert page.status_code == 404
    assert "没有找到" in page.text
    document = await visitor.get("/problems/no-such-kind", headers={"accept": "application/json"})
    assert document.status_code == 404
    assert document.json()["type"] == "/problems/not-found"


async def test_the_phone_page_carries_both_consent_texts_and_the_time_of_the_service(
    visitor: httpx.AsyncClient,
) -> None:
    page = await visitor.get("/phone")
    assert 'data-purpose="location"' in page.text
    assert 'data-purpose="face"' in page.text
    assert "data-now-ms=" in page.text


async def test_files_are_kept_for_good_under_an_address_that_names_their_content(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/")
    address = page.text.split('<link rel="stylesheet" href="')[1].split('"')[0]
    sheet = await visitor.get(address)
    assert sheet.headers["content-type"].startswith("text/css")
    assert "immutable" in sheet.headers["cache-control"]
    assert sheet.headers["x-content-type-options"] == "nosniff"
    before_an_update = await visitor.get("/static/000000000000/style.css")
    assert before_an_update.text == sheet.text
    assert before_an_update.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["x/../assets.py", "x/%2e%2e/assets.py", "x/..%2fassets.py", "x/nothing.css"])
async def test_nothing_but_the_files_is_handed_out(visitor: httpx.AsyncClient, path: str) -> None:
    assert (await visitor.get(f"/static/{path}")).status_code == 404


async def test_pages_are_no_part_of_the_interface_for_programs(visitor: httpx.AsyncClient) -> None:
    paths = (await visitor.get("/openapi.json")).json()["paths"]
    assert all(path.startswith("/v1/") for path in paths)
