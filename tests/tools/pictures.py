"""`make pictures`: the demonstration is played, and each audience's main pages are photographed into docs/pictures."""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from playwright.async_api import Browser, Page, ViewportSize, expect

from checkin_service.demo.stage import AT_SITE
from tests.conftest import a_database
from tests.web.browsing import a_phone, browser, film

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PATIENCE_S, PATIENCE_MS = 900, 60_000
PIN = "480275"
_DESK = ViewportSize(width=1280, height=800)


@dataclass(frozen=True)
class Shown:
    """What the demonstration has printed: where it serves, who may sign in, and invitations for phones."""

    address: str
    passwords: dict[str, str]
    invitations: list[str]
    text: str


OFFICE = {
    "officer-home": ("officer", "/staff"),
    "officer-queue": ("reviewer", "/queue"),
    "officer-review": ("reviewer", "/reviews"),
    "officer-appeals": ("reviewer", "/appeals"),
    "officer-help": ("officer", "/help"),
    "officer-site": ("officer", "/sites"),
    "officer-payment": ("officer2", "/settlements"),
    "officer-statistics": ("officer", "/statistics"),
    "school-class": ("school", "/classes/{class}/board"),
    "school-grid": ("school", "/classes/{class}/grid"),
    "school-lesson": ("school", "/sessions/{session}/live"),
    "school-excel": ("school", "/intakes/roster"),
}
"""Pages of the office by the name of their picture: who looks, and where."""


@contextmanager
def demonstration() -> Iterator[Shown]:
    """The demonstration while the block runs; it is over when everything that it prints is there."""
    with a_database("pictures_demo") as url, tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "checkin_service", "demo", "--trainees=20", "--sessions=10"]
        environment = os.environ | {"CHECKIN_DATABASE_URL": url, "COLUMNS": "200", "CHECKIN_FACE_WORKERS": "1"}
        playing = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT, text=True)
        try:
            yield _shown(playing, said)
        finally:
            playing.terminate()
            playing.wait(60)


def _shown(playing: "subprocess.Popen[str]", said: IO[str]) -> Shown:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        said.seek(0)
        text = said.read()
        if "Ctrl-C" in text:
            address = re.search(r"https?://[\d.:]+", text)
            assert address
            logins = re.findall(r"^ *(officer2?|reviewer|school|teacher|county)\s+(\S+) *$", text, re.MULTILINE)
            invitations = re.findall(r"\b((?:[0-9A-Z]{4}-){4}[0-9A-Z]{4})\b", text)
            return Shown(address[0], dict(logins), invitations, text)
        if playing.poll() is not None:
            raise RuntimeError(text)
        time.sleep(1)
    raise TimeoutError(text)


async def photograph(shown: Shown, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as camera:
        async with browser(film(Path(camera) / "collins.y4m", "collins")) as running:
            await _office(running, shown, folder)
            await _phone(running, shown, folder)


async def _office(running: Browser, shown: Shown, folder: Path) -> None:
    ids = _ids(shown)
    for login in sorted({who for who, _ in OFFICE.values()}):
        context = await running.new_context(locale="zh-CN", viewport=_DESK, device_scale_factor=1)
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        await page.goto(f"{shown.address}/staff")
        await page.locator('[name="login"]').fill(login)
        await page.locator('[name="password"]').fill(shown.passwords[login])
        await page.locator("main form button").click()
        for name, (who, path) in OFFICE.items():
            if who == login:
                await page.goto(shown.address + path.format(**ids))
                await _further(page, name)
                await _keep(page, folder / f"{name}.png")
        await context.close()


def _ids(shown: Shown) -> dict[str, str]:
    """The live class and its lesson, as the demonstration has printed their addresses."""
    found = {}
    for name, pattern in (("class", r"/classes/([0-9a-f-]{36})/"), ("session", r"/sessions/([0-9a-f-]{36})/")):
        match = re.search(pattern, shown.text)
        assert match
        found[name] = match[1]
    return found


async def _further(page: Page, name: str) -> None:
    """Some pages are one press behind their list."""
    main = page.locator("main")
    if name == "officer-site":
        await main.locator("tbody a").first.click()
    elif name == "officer-payment":
        await main.locator('a[href^="/payment-tables/"]').first.click()
    elif name == "officer-help":
        await main.locator('[name="purpose"]').select_option("complaint")
        await main.locator('[name="q"]').fill("夏立秋")
        await main.get_by_role("button", name="查找").click()
        await main.locator('a[href^="/help/"]').first.click()
    await page.wait_for_load_state()


async def _phone(running: Browser, shown: Shown, folder: Path) -> None:
    """From the slip to the verdict."""
    longitude, latitude = float(AT_SITE["longitude"]), float(AT_SITE["latitude"])
    context = await a_phone(running, longitude=longitude, latitude=latitude)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(f"{shown.address}/me#invitation={shown.invitations[0]}")
    await page.get_by_label("设置六位密码").fill(PIN)
    await page.get_by_label("再输入一次密码").fill(PIN)
    await page.get_by_role("button", name="绑定").click()
    for purpose, answer in (("location", "同意"), ("face", "不同意")):
        article = page.locator(f'[data-purpose="{purpose}"]')
        await article.get_by_role("button", name=answer, exact=True).click()
        await expect(article.get_by_role("button", name=answer, exact=True)).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="继续").click()
    await expect(page.locator('[data-view="home"]')).to_be_visible(timeout=PATIENCE_MS)
    await _keep(page, folder / "phone-home.png")
    await page.locator("#now").get_by_role("button", name="签到").click()
    await page.get_by_label("您的六位密码").fill(PIN)
    await page.get_by_label("大屏上的动态码").fill(await _code(running, shown))
    await page.locator("#check-in-go").click()
    await expect(page.get_by_role("heading", name="签到成功")).to_be_visible(timeout=PATIENCE_MS)
    await _keep(page, folder / "phone-verdict.png")
    await context.close()


async def _code(running: Browser, shown: Shown) -> str:
    """The code on the teacher's screen."""
    context = await running.new_context(locale="zh-CN", viewport=_DESK)
    page = await context.new_page()
    await page.goto(f"{shown.address}/sessions/{_ids(shown)['session']}/code")
    await page.locator('[name="login"]').fill("teacher")
    await page.locator('[name="password"]').fill(shown.passwords["teacher"])
    await page.locator("main form button").click()
    code = "".join(await page.locator("#digits span").all_inner_texts())
    await context.close()
    return code


async def _keep(page: Page, file: Path) -> None:
    await page.wait_for_load_state()
    await page.screenshot(path=file, animations="disabled")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration() as shown:
        asyncio.run(photograph(shown, PICTURES))


if __name__ == "__main__":
    main()
