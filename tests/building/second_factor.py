"""A phone with an authenticator app: it knows the secret that a page showed, and tells the code of a moment."""

import re
from base64 import b32decode
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from checkin_service.access import totp
from checkin_service.kit.ids import new_id
from tests.building.world import PASSWORD
from tests.web.staff_browser import SAME_ORIGIN

PATH = "/account/second-factor"


@dataclass
class Authenticator:
    """What somebody has who has set up a second factor."""

    secret: bytes
    recovery_codes: list[str] = field(default_factory=list)

    @classmethod
    def of_page(cls, page: str) -> "Authenticator":
        found = re.search(r'id="second-factor-secret">([A-Z2-7 ]+)<', page)
        assert found, page
        return cls(b32decode(found[1].replace(" ", "")))

    def code(self, at: datetime, *, steps_on: int = 0) -> str:
        return totp.code_at(self.secret, int(at.timestamp()) // totp.STEP_S + steps_on)


async def sent(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await browser.post(path, data={"form_id": str(new_id()), **fields}, headers=SAME_ORIGIN)


async def set_up(browser: httpx.AsyncClient, at: datetime, *, password: str = PASSWORD) -> Authenticator:
    """Somebody who is signed in sets the second factor up, through the pages."""
    app = Authenticator.of_page((await sent(browser, f"{PATH}/begin", present=password)).text)
    page = await sent(browser, f"{PATH}/confirm", code=app.code(at))
    assert page.status_code == 200, page.text
    app.recovery_codes = re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page.text)
    return app
