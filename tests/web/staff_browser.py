"""A browser of staff without a screen: it keeps cookies and says where its forms come from."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from tests.building.world import PASSWORD

HTML = {"accept": "text/html"}
SAME_ORIGIN = {**HTML, "sec-fetch-site": "same-origin"}


@asynccontextmanager
async def a_browser(app: FastAPI, *, base_url: str = "https://service") -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=base_url, headers=HTML) as browser:
        yield browser


async def sign_in(
    browser: httpx.AsyncClient, login: str, *, password: str = PASSWORD, goal: str = ""
) -> httpx.Response:
    fields = {"login": login, "password": password, "next": goal}
    return await browser.post("/staff/sign-in", data=fields, headers=SAME_ORIGIN)


_NEXT = re.compile(r'(?:rel="next" href="[^"?]*|href="(?=\?[^"]*cursor=))(\?[^"]+)"')


async def sheet_with(browser: httpx.AsyncClient, path: str, what: str) -> str:
    """The sheet of a list on which something stands: how much others have put before it is not ours to know."""
    answer = await browser.get(path)
    while what not in answer.text and (further := _NEXT.search(answer.text)):
        answer = await browser.get(path.partition("?")[0] + further[1].replace("&amp;", "&"))
    assert what in answer.text, (path, answer.status_code, what)
    return answer.text
