"""Somebody at a desk without a screen: forms are filled in as they stand on the page, and nobody sees an id."""

import re
from dataclasses import dataclass

import httpx

from tests.web.staff_browser import SAME_ORIGIN, sheet_with

UUID_ON_SCREEN = re.compile(r">[^<]*[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[^<]*<")


@dataclass
class Desk:
    """A browser of somebody who fills in forms as they stand on the page."""

    browser: httpx.AsyncClient

    async def see(self, path: str) -> str:
        page = await self.browser.get(path)
        assert page.status_code == 200, (path, page.status_code)
        assert UUID_ON_SCREEN.search(page.text) is None, path
        return page.text

    async def fill(self, path: str, action: str = "", /, **typed: object) -> httpx.Response:
        """Send the form of a page, with the id that the page gave it, and follow where it leads."""
        action = action or path
        text = await sheet_with(self.browser, path, f'action="{action}"')
        assert UUID_ON_SCREEN.search(text) is None, path
        form = next(part for part in text.split("<form ") if f'action="{action}"' in part).partition("</form>")[0]
        sent = {"form_id": re.search(r'name="form_id" value="([^"]+)"', form)[1], **typed}  # type: ignore[index]
        return await self.browser.post(action, data=sent, headers=SAME_ORIGIN, follow_redirects=True)

    async def choice(self, path: str, name: str) -> str:
        """The value behind an option of a page's list, as a person picks it by its words."""
        found = re.search(rf'<option value="([^"]+)"[^>]*>[^<]*{name}', await self.see(path))
        assert found, (path, name)
        return found[1]

    async def checked(self, path: str, word: str) -> str:
        """The value of a box to tick, as a person finds it by its words."""
        found = re.search(rf'<input type="checkbox"[^>]* value="([^"]+)"[^>]*> {word}', await self.see(path))
        assert found, (path, word)
        return found[1]
