"""Import pages walked as an office does: template, filled table, preview with faults in place, correction, confirm."""

import io
import re
from html import unescape
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from xlsxwriter import Workbook

from checkin_service.kit.resources import Resources
from tests.building.identities import a_credit_code, a_resident_id
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sign_in


def book(*rows: list[Any]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as made:
        sheet = made.add_worksheet("花名册")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def hidden(page: httpx.Response) -> dict[str, str]:
    return {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    }


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted",), sessions=1)


async def uploaded(browser: httpx.AsyncClient, kind: str, content: bytes, **fields: str) -> httpx.Response:
    files = {"file": ("名单.xlsx", content)}
    return await browser.post(f"/intakes/{kind}/preview", data=fields, files=files, headers=SAME_ORIGIN)


async def test_a_school_enters_a_roster_of_five_hundred_from_a_spreadsheet(app: FastAPI, world: World) -> None:
    people = [["王芳", a_resident_id()["number"]] for _ in range(499)]
    good = book(["2026年花名册"], ["姓名", "身份证号码"], *people)
    wrong = book(["2026年花名册"], ["姓名", "身份证号码"], *people[:2], ["", 330602199003072330])
    choice = {"target": str(world.class_id), "voucher_kind": "定向券"}
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        listed = await browser.get("/intakes")
        assert "花名册" in listed.text
        assert "培训机构</h2>" not in listed.text
        blank = await browser.get("/intakes/roster/template")
        assert blank.content.startswith(b"PK")
        form = await browser.get(f"/intakes/roster?target={world.class_id}")
        assert f'value="{world.class_id}" selected' in form.text
        refused = await uploaded(browser, "roster", wrong, **choice)
        assert refused.status_code == 422
        assert all(place in refused.text for place in (">A5<", ">B5<", "此格必填"))
        assert 'name="file"' not in refused.text
        looked = await uploaded(browser, "roster", good, **choice)
        assert (looked.status_code, ">499<" in looked.text) == (200, True)
        fields = hidden(looked)
        for _ in range(2):
            kept = await browser.post("/intakes/roster", data=fields, headers=SAME_ORIGIN)
            assert (kept.status_code, kept.headers["location"]) == (303, "/intakes/roster?done=499")
        assert "已保存499行" in (await browser.get(kept.headers["location"])).text
        roster = await world.admin.send("GET", f"/v1/classes/{world.class_id}/roster")
        assert len(roster.json()["trainees"]) == 500


async def test_what_cannot_be_read_comes_back_with_the_form_and_what_was_typed(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        broken = await uploaded(browser, "occupations", b"PK\x03\x04", document="职业目录2026")
        assert broken.status_code == 422
        assert "另存为" in broken.text
        assert 'value="职业目录2026"' in broken.text
        nothing = await uploaded(browser, "institutions", b"")
        assert nothing.status_code == 422
        foreign = await browser.post("/intakes/institutions/preview", files={"file": b"x"})
        assert foreign.status_code == 403
        forged = {**SAME_ORIGIN, "content-type": "multipart/form-data; boundary=x"}
        assert (
            await browser.post("/intakes/institutions/preview", content=b"no parts", headers=forged)
        ).is_client_error


async def test_an_officer_enters_institutions_and_a_double_click_is_harmless(app: FastAPI, world: World) -> None:
    code = a_credit_code()
    content = f"名称,统一社会信用代码\n示例学校,{code}\n".encode("gb18030")
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        looked = await uploaded(browser, "institutions", content)
        assert code in looked.text
        first = await browser.post("/intakes/institutions", data=hidden(looked), headers=SAME_ORIGIN)
        again = await browser.post("/intakes/institutions", data=hidden(looked), headers=SAME_ORIGIN)
        assert (first.status_code, again.status_code) == (303, 303)
        many = "名称,信用代码,备注\n" + "".join(f"学校{at},{a_credit_code()},{'注' * 400}\n" for at in range(200))
        large = await uploaded(browser, "institutions", many.encode())
        kept = await browser.post("/intakes/institutions", data=hidden(large), headers=SAME_ORIGIN)
        assert (kept.status_code, kept.headers["location"]) == (303, "/intakes/institutions?done=200")
        later = await uploaded(browser, "institutions", content)
        assert later.status_code == 422
        assert "培训机构" in (await browser.get("/intakes")).text
        assert (await browser.get("/intakes/roster")).status_code == 403
        english = await browser.get("/intakes/institutions?lang=en")
        assert english.status_code == 200
