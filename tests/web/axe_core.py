"""Accessibility as axe-core sees it, in whatever page is open."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from playwright.async_api import Page

_FILE = Path(__file__).parent / "axe" / "axe.min.js"
_SHA256 = "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb"


@cache
def _source() -> str:
    source = _FILE.read_bytes()
    assert sha256(source).hexdigest() == _SHA256
    return source.decode()


async def violations(page: Page) -> list[str]:
    """Each rule that is broken, with the elements that break it; none is what is wanted."""
    if await page.evaluate("typeof globalThis.axe") == "undefined":
        await page.evaluate(_source())
    found: list[dict[str, Any]] = (await page.evaluate("axe.run()"))["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found]
