"""From an authority with nothing to an opened class with printed invitations, in pages alone and by names."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access import accounts
from checkin_service.access.account import StaffAccount
from checkin_service.access.model import Role
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_credit_code, a_resident_id
from tests.building.world import match
from tests.conftest import StoppedClock
from tests.web.desk import UUID_ON_SCREEN, Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with

AUTHORITY = "330600"
PEOPLE = [a_resident_id(), a_resident_id()]
OWN = "my-own-words-over-water"


async def arrive(browser: httpx.AsyncClient, link: str) -> Desk:
    page = await browser.get("/welcome")
    form_id = re.search(r'name="form_id" value="([^"]+)"', page.text)
    assert form_id
    fields = {"form_id": form_id[1], "link": link, "password": OWN, "again": OWN}
    assert (await browser.post("/welcome", data=fields, headers=SAME_ORIGIN)).status_code == 303
    return Desk(browser)


@pytest.fixture
async def first_link(resources: Resources) -> str:
    """What `checkin-service staff invite` prints on a server without anybody."""
    await register_authority(resources, authority_code=AUTHORITY, name="测试人社局")
    account = StaffAccount(
        staff_id=new_id(),
        login=f"first-{new_id().hex[-10:]}",
        password_hash="",
        display_name="沈经办",
        role=Role.OFFICER,
        authority_code=AUTHORITY,
        institution_id=None,
        created_at=resources.clock.now(),
    )
    return f"{account.login} {(await accounts.begin(resources, account.subject, account)).link}"


async def signed_in(client: httpx.AsyncClient, login: str) -> Officer:
    """The officer's programs: facts about people come from other systems of the authority."""
    officer = Officer(client, login=login, password=OWN)
    await officer.sign_in()
    return officer


async def test_a_bureau_opens_its_first_class_and_prints_the_invitations(
    app: FastAPI, client: httpx.AsyncClient, first_link: str, clock: StoppedClock
) -> None:
    first_login, first_link = first_link.split()
    tag = new_id().hex[-8:]
    async with a_browser(app) as first, a_browser(app) as second:
        officer = await arrive(first, first_link)
        await enter_registers(officer, tag)
        page = await officer.fill(
            "/accounts/invite",
            login=f"admin-{tag}",
            display_name="教务",
            role="institution_admin",
            institution_id=await officer.choice("/accounts/invite", f"学校{tag}"),
        )
        link = re.search(r"/welcome#([0-9a-f]{64})", page.text)
        assert link
        admin = await arrive(second, link[1])
        people = await plan_a_class(admin, tag, clock)
        await record_fees(admin, people.replace("/people", "/fees"))
        assert "1,500.00" in await officer.see(people.replace("/people", "/fees"))
        opening = re.search(rf'href="(/openings/[^"]+)">班{tag}', await officer.see(f"/openings?q={tag}"))
        assert opening
        assert "待审批" in (await officer.see(opening[1])) or "要求的各项均已具备" in (await officer.see(opening[1]))
        approved = await officer.fill(opening[1], decision="approve")
        assert "已批准开班" in approved.text
        held_back = await officer.fill(people, people.replace("/people", "/slips"))
        assert "未发券" in held_back.text
        await match(await signed_in(client, first_login), PEOPLE, place=AUTHORITY)
        slips = await officer.fill(people, people.replace("/people", "/slips"))
        assert slips.text.count('<article class="slip"') == 2
        assert "已发券 2 张，邀请单 2 张" in slips.text
        bound = re.search(r"邀请码 <code>([^<]+)</code>", slips.text)
        assert bound
        assert UUID_ON_SCREEN.search(slips.text) is None
        again = re.search(r'action="(/classes/[^"]+/invitations/[^"]+)"', await officer.see(people))
        assert again
        anew = await officer.fill(people, again[1], reason="本人持证到窗口，手机丢失")
        assert anew.text.count('<article class="slip"') == 1
        assert bound[1] not in anew.text
        await correct_a_name(admin, officer, tag)


async def enter_registers(officer: Desk, tag: str) -> None:
    name = f"学校{tag}"
    wrong = await officer.fill("/institutions/new", name=name, credit_code="91110000600037341X")
    assert wrong.status_code == 422
    assert f'value="{name}"' in wrong.text
    assert 'aria-invalid="true"' in wrong.text
    assert (await officer.fill("/institutions/new", name=name, credit_code=a_credit_code())).status_code == 200
    assert f"{name}</a></td>" in await officer.see(f"/institutions?q={name}")
    site = {"longitude": "120.5821", "latitude": "29.9971", "datum": "wgs84", "radius_m": "200"}
    institution = await officer.choice("/sites/new", name)
    shown = await officer.fill("/sites/new", institution_id=institution, name=f"楼{tag}", address="测试路1号", **site)
    assert "半径 200 米" in shown.text
    swapped = {**site, "longitude": "29.9971", "latitude": "120.5821"}
    refused = await officer.fill("/sites/new", institution_id=institution, name="错", address="错", **swapped)
    assert refused.status_code == 422
    project = {"occupation": "电工", "training_type": "certificate", "subsidy": "1500", "fee": "1,500.00"}
    assert (await officer.fill("/projects/new", name=f"电工{tag}", **project)).status_code == 200
    assert "1,500.00" in await officer.see(f"/projects?q=电工{tag}")


async def plan_a_class(admin: Desk, tag: str, clock: StoppedClock) -> str:
    """The steps of a draft, the roster and what goes before an opening; the address of the class's people."""
    begun = await admin.fill("/drafts")
    draft = begun.url.path.removesuffix("/project")
    chosen = await admin.choice(f"{draft}/project", f"电工{tag}")
    await admin.fill(f"{draft}/project", name=f"班{tag}", project_id=chosen, teaching_plan="安全用电", fee="")
    await admin.fill(f"{draft}/place", site_id=await admin.choice(f"{draft}/place", f"楼{tag}"))
    first = day_of(clock.now() + timedelta(days=7)).isoformat()
    pattern: dict[str, object] = {
        "first_day": first,
        "count": "10",
        "starts": "09:00",
        "class_hours": "4",
        "weekdays": ["1", "3", "5"],
    }
    refused = await admin.fill(f"{draft}/timetable", ends="08:00", **pattern)
    assert "下课时间应晚于上课时间" in refused.text
    roster = await admin.fill(f"{draft}/timetable", ends="12:00", holidays="off", **pattern)
    assert roster.url.path == f"{draft}/roster"
    assert "<dd>40</dd>" in await admin.see(f"{draft}/check")
    assert f"班{tag}" in (await admin.see("/drafts"))
    sent = await admin.fill(f"{draft}/check")
    people = sent.url.path
    assert "开班申请已提交" in sent.text
    bad = await admin.fill(people, lines="王芳 330602199003072331")
    assert "第 1 人" in bad.text
    assert "王芳" in bad.text
    lines = "\n".join(f"学员{word}\t{each['number']}" for word, each in zip("甲乙", PEOPLE, strict=True))
    assert "花名册已登记" in (await admin.fill(people, lines=lines)).text
    for name in ("briefing", "checks"):
        done = await admin.fill(people, people.replace("/people", f"/{name}"), evidence="签到表")
        assert "已记录" in done.text
    return people


async def correct_a_name(admin: Desk, officer: Desk, tag: str) -> None:
    """Asked for by the institution, decided by the authority, which needs the number of its decision."""
    page = "/person-corrections"
    typed = {"number": PEOPLE[0]["number"], "right_name": "学员佳", "evidence": "身份证原件", "reason": "误写"}
    asked = await admin.fill(page, class_id=await admin.choice(page, f"班{tag}"), right_number="", **typed)
    assert "已申请，待另一人审批" in asked.text
    waiting = (await sheet_with(officer.browser, page, "学员佳")).partition("学员佳")[2]
    action = re.search(rf'action="({page}/[^"]+)"', waiting)
    trainee = re.search(r'name="trainee_id" value="([^"]+)"', waiting)
    assert action
    assert trainee
    ruling = {"trainee_id": trainee[1], "decision": "approve", "reason": "已与公安人口信息核对"}
    without = await officer.fill(page, action[1], document_number="", **ruling)
    assert (without.status_code, "批准更正须填写文号" in without.text) == (422, True)
    assert "已更正" in (await officer.fill(page, action[1], document_number="更正〔2026〕3号", **ruling)).text


async def record_fees(admin: Desk, page: str) -> None:
    """A payment typed wrong, refused with what was typed, recorded, and corrected without being lost."""
    assert "没有缴费记录" in await admin.see(page)
    typed = {"trainee_id": await admin.choice(page, "学员甲"), "move": "paid", "moved_on": "2026-03-02"}
    wrong = await admin.fill(page, amount="五百", receipt_number="收-1", **typed)
    assert (wrong.status_code, 'value="收-1"' in wrong.text) == (422, True)
    assert "已登记" in (await admin.fill(page, amount="1500", receipt_number="收-1", **typed)).text
    entry = re.search(rf'action="({page}/[^"]+)"', await admin.see(page))
    assert entry
    without = await admin.fill(page, entry[1], amount="500", receipt_number="收-1", moved_on="2026-03-02")
    assert without.status_code == 422
    right = {"amount": "500", "receipt_number": "收-1", "moved_on": "2026-03-02", "reason": "多记了"}
    shown = (await admin.fill(page, entry[1], **right)).text
    assert "已更正；原记录仍可查" in shown
    assert "1,500.00" in shown
    assert "学员甲 · 已缴（减退还） ¥500.00" in shown


async def test_pressing_send_twice_is_sending_once_and_a_stranger_sees_no_draft(app: FastAPI, first_link: str) -> None:
    async with a_browser(app) as first:
        officer = await arrive(first, first_link.split()[1])
        assert (await first.get("/drafts")).status_code == 403
        fields = {"form_id": str(new_id()), "name": "重复学校", "credit_code": a_credit_code()}
        answers = [
            await first.post("/institutions/new", data=fields, headers=SAME_ORIGIN, follow_redirects=True)
            for _ in range(2)
        ]
        assert [each.status_code for each in answers] == [200, 200]
        assert (await officer.see("/institutions?q=重复学校")).count("重复学校</a></td>") >= 1
