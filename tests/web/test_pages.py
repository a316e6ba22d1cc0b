"""Pages for everybody: what they say, in which language, and under which headers."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.problem import ProblemKind
from tests.building.operator import OPERATOR
from tests.web.staff_browser import a_browser


@pytest.fixture
async def visitor(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser who has never been here."""
    async with a_browser(app) as browser:
        yield browser


@pytest.mark.parametrize("path", ["/", "/me", "/staff/sign-in", "/problems/not-found"])
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


async def test_a_page_speaks_as_the_browser_prefers_until_a_language_is_chosen(visitor: httpx.AsyncClient) -> None:
    assert '<html lang="zh-CN">' in (await visitor.get("/")).text
    assert '<html lang="zh-CN">' in (await visitor.get("/", headers={"accept-language": "de, zh;q=0.9"})).text
    assert "Who are you?" in (await visitor.get("/", headers={"accept-language": "en-GB"})).text
    english = await visitor.get("/?lang=en")
    assert "Who are you?" in english.text
    assert "lang=en" in english.headers["set-cookie"]
    remembered = await visitor.get("/me", headers={"accept-language": "zh-CN"})
    assert "Phone check-in" in remembered.text
    assert "Who are you?" in (await visitor.get("/?lang=xx")).text


async def test_a_mistyped_address_is_a_page_for_people_and_a_document_for_programs(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/no-such-page")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有找到" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    document = await visitor.get("/v1/no-such-thing")
    assert document.headers["content-type"] == "application/problem+json"


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


async def test_the_app_carries_both_consent_texts_and_no_time_that_a_kept_copy_would_repeat(
    visitor: httpx.AsyncClient,
) -> None:
    page = await visitor.get("/me")
    assert 'data-purpose="location"' in page.text
    assert 'data-purpose="face"' in page.text
    assert page.text == (await visitor.get("/me")).text


async def test_what_was_printed_for_the_phone_page_leads_to_the_app(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/phone", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/me")


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
    paths = (await visitor.get("/openapi.json", headers=OPERATOR)).json()["paths"]
    assert all(path.startswith("/v1/") for path in paths)
