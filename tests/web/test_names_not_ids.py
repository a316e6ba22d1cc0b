"""Names, never ids: nobody reads a UUID on a page of the office, and nobody has to type one."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from checkin_service.access.model import Role
from checkin_service.kit.resources import Resources
from checkin_service.transparency.service.sealer import Sealer
from checkin_service.web import routes
from tests.building.desks import somebody
from tests.building.world import AUTHORITY, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.eligibility.denial import a_denial
from tests.web.staff_browser import a_browser, sign_in

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# What is folded away as the technical document, and what is no page but a drawing or a file.
_ASIDE = re.compile(r"<details>.*?</details>|<script.*?</script>|<head>.*?</head>", re.DOTALL)
_INPUT = re.compile(r"<(?:input|textarea)\b[^>]*>")
_NO_PAGES = (".svg", ".jpg", ".json", ".pdf", ".webmanifest", ".js", "/template", "/papers/{paper}", "/calendar")
_KNOWN = {"class_id", "session_id", "site_id"}
"""What the world of this test has; other pages of one thing have the same parts as those that list them."""
_NOT_OPENED = {"/dev/components", "/phone", "/policy/decide"}
"""There in development only; a way to another page; begun from its key."""


def paths() -> list[str]:
    every = {
        route.path
        for part in routes._PARTS
        for route in part.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    return sorted(
        each
        for each in every - _NOT_OPENED
        if set(re.findall(r"{(\w+)}", each)) <= _KNOWN and not each.endswith(_NO_PAGES)
    )


def shown(page: str) -> str:
    """What stands on the page, without what its links and forms carry."""
    return re.sub(r"<[^>]+>", " ", _ASIDE.sub(" ", page))


def wants_an_id(field: str) -> bool:
    is_hidden = re.search(r'type="(hidden|checkbox|radio)"', field) is not None
    return not is_hidden and re.search(rf'name="(\w*_)?id"|value="{_UUID}"', field) is not None


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    found = await a_world(resources, client, clock)
    clock.move_to(found.starts_at() - timedelta(minutes=5))
    (trainee,) = found.trainees
    proof = trainee.phone.pin_code("000000")
    await trainee.phone.check_in(found.session(), proof=proof, at=at_the_site(accuracy_m=2000))
    await a_denial(resources, found.class_id, trainee.trainee_id, found.institution_id)
    sealer = Sealer(resources)
    while await sealer.seal():
        pass
    return found


async def test_no_page_shows_an_id_or_asks_for_one(app: FastAPI, resources: Resources, world: World) -> None:
    known = {"class_id": world.class_id, "session_id": world.session(), "site_id": world.site_id}
    opened: set[str] = set()
    wrong: list[str] = []
    others = [await somebody(resources, world.client, role, AUTHORITY) for role in (Role.SECTOR, Role.AUDITOR)]
    for login in [each.login for each in (world.officer, world.admin, world.reviewer, world.instructor, *others)]:
        async with a_browser(app) as browser:
            await sign_in(browser, login)
            for path in paths():
                page = await browser.get(path.format(**known))
                if page.status_code != 200:
                    continue
                opened.add(path)
                wrong += [f"{path} shows {each}" for each in re.findall(_UUID, shown(page.text))]
                wrong += [f"{path} asks {each}" for each in _INPUT.findall(page.text) if wants_an_id(each)]
            determined = await browser.get(f"/eligibility?by=class&key={world.class_id}")
            wrong += re.findall(_UUID, shown(determined.text))
            wrong += re.findall(_UUID, shown((await browser.get("/looks?purpose=inspection")).text))
    assert sorted(set(wrong)) == []
    assert set(paths()) - opened == set()


async def test_the_log_names_whose_chains_it_shows(app: FastAPI, world: World) -> None:
    for staff in (world.officer, world.reviewer):
        async with a_browser(app) as browser:
            await sign_in(browser, staff.login)
            page = (await browser.get("/log")).text
            assert "测试培训学校" in page
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert "本机构" in (await browser.get("/log")).text


async def test_a_person_is_found_by_document_and_why_is_asked(app: FastAPI, world: World) -> None:
    (trainee,) = world.trainees
    document = {"kind": "resident_id", "number": trainee.document["number"]}
    headers = {"sec-fetch-site": "same-origin"}
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        without_reason = await browser.post("/eligibility/searches", data=document, headers=headers)
        assert without_reason.status_code == 422
        asked = document | {"purpose": "complaint"}
        found = await browser.post("/eligibility/searches", data=asked, headers=headers, follow_redirects=True)
        assert f"<h2>{trainee.name}</h2>" in found.text
        # From here money can be kept from this person.
        assert f'href="/freezes?trainee={trainee.trainee_id}"' in found.text
        asked["number"] = "330602199001010017"
        nobody = await browser.post("/eligibility/searches", data=asked, headers=headers, follow_redirects=True)
        assert "没有查到该证件的审核结论" in nobody.text
        assert asked["number"] not in str(nobody.url)
