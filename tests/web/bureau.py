"""People of a bureau in a real browser: they press what they read, and never see an id."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, expect

from checkin_service.kit.workbook import workbook

PATIENCE_MS = 60_000
"""A machine that is busy with other tests answers late without being wrong."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class GoingClock:
    """A clock that goes on by itself and is moved by a test, from any thread."""

    def __init__(self, begins: datetime) -> None:
        self._ahead = begins - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        self._ahead = moment - datetime.now(UTC)


@dataclass
class Clerk:
    """Somebody at a desk: an account, a browser of their own, and what they do with it."""

    page: Page
    address: str
    login: str
    password: str = "my-own-words-over-water"

    async def begin(self, link: str) -> None:
        """The first password, by the link that was handed over."""
        await self.go(link.removeprefix(self.address))
        await expect(self.page.locator('[name="link"]')).not_to_have_value("")
        await self.fill(password=self.password, again=self.password)
        await self.press("设置密码并登录")
        await self.sees("您已登录")
        await self.follow("进入工作页")

    async def sign_in(self) -> None:
        """Anew, as on another day."""
        await self.page.context.clear_cookies()
        await self.go("/staff")
        await self.fill(login=self.login, password=self.password)
        await self.press("登录")

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.address}{path}")
        await self.look()

    async def look(self) -> None:
        """Nothing on the screen is an id."""
        await self.page.wait_for_load_state()
        shown = await self.page.locator("body").inner_text()
        assert UUID.search(shown) is None, self.page.url

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("main").get_by_text(text).first).to_be_visible()
        await self.look()

    async def fill(self, **typed: str) -> None:
        """Fields by their names; a word is picked from a list, anything else is typed."""
        for name, value in typed.items():
            field = self.page.locator(f'main [name="{name}"]:not([type="hidden"])').first
            if await field.evaluate("each => each.tagName") == "SELECT":
                option = field.locator("option", has_text=value).first
                await field.select_option(value=await option.get_attribute("value"))
            else:
                await field.fill(value)

    async def tick(self, *words: str) -> None:
        for word in words:
            await self.page.get_by_label(word, exact=True).check()

    async def press(self, word: str) -> None:
        await self.page.locator("main").get_by_role("button", name=word, exact=True).first.click()
        await self.look()

    async def follow(self, word: str, *, exact: bool = True) -> None:
        await self.page.locator("main").get_by_role("link", name=word, exact=exact).first.click()
        await self.look()

    async def step(self, word: str) -> None:
        """A thing of the check-list that is not done yet."""
        await self.go("/staff")
        await self.page.locator(".checklist li", has_text=word).get_by_role("link").first.click()
        await self.look()

    async def ticked(self, word: str) -> None:
        await self.go("/staff")
        item = self.page.locator(".checklist li", has_text=word)
        if await item.count():
            await expect(item).to_have_class(re.compile("is-done"))

    async def upload(self, path: Path) -> None:
        """A filled table: sent, looked at, confirmed."""
        await self.page.locator('main input[type="file"]').set_input_files(path)
        await self.press("核对")
        await self.page.locator("main").get_by_role("button", name=re.compile("确认保存")).click()
        await self.look()

    async def reloads_until(self, text: str, *, count: int = 1, times: int = 240) -> None:
        """What happens behind the pages comes when it comes."""
        for _ in range(times):
            if await self.page.locator("main").get_by_text(text, exact=True).count() >= count:
                return
            await self.page.wait_for_timeout(500)
            await self.page.reload()
        await self.sees(text)


def a_workbook(path: Path, rows: list[list[str]]) -> Path:
    path.write_bytes(workbook({"Sheet1": rows}))
    return path
