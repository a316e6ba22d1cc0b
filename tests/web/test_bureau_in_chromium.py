"""From a server without anybody to money that is paid, in a real browser, by names alone.

Two officers, a school and a teacher press what they read. Phones are those of the client package: what trainees do is
told elsewhere (`test_in_chromium.py`).
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Browser, expect

from checkin_service.access import accounts
from checkin_service.access.account import StaffAccount
from checkin_service.access.model import Role
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Phone
from checkin_service.kit.civil import CHINA
from checkin_service.kit.ids import new_id
from tests.building.honest import honest_facts
from tests.building.identities import a_credit_code, a_resident_id
from tests.building.world import SITE, at_the_site
from tests.conftest import a_database
from tests.web.bureau import PATIENCE_MS, Clerk, GoingClock, a_workbook
from tests.web.serving import served

pytestmark = pytest.mark.browser

AUTHORITY = "330600"
MONDAY = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
FIRST_LESSON = datetime(2026, 3, 9, 9, tzinfo=CHINA)
SCHOOL, SITE_NAME, PROJECT, CLASS = "会稽技工学校", "实训楼一楼", "电工（四级）", "电工春季一班"
FIRST = {"shen": "沈经办", "qian": "钱经办"}
PEOPLE = {"阿依古丽·买买提": a_resident_id()["number"], "王芳": a_resident_id()["number"]}


@dataclass
class Bureau:
    """The server that nobody has used yet, and a browser for whoever comes to work there."""

    browser: Browser
    address: str
    clock: GoingClock
    first_links: list[str]
    phones: dict[str, Phone] = field(default_factory=dict)

    async def clerk(self, login: str) -> Clerk:
        context = await self.browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        return Clerk(await context.new_page(), self.address, login)


async def _first_accounts(assembly: Assembly) -> list[str]:
    """What `checkin-service staff invite` does on the server, twice: whom one invites is no second person to one."""
    links = []
    async with assembly.opened() as resources:
        await register_authority(resources, authority_code=AUTHORITY, name="绍兴市人力资源和社会保障局")
        for login, name in FIRST.items():
            account = StaffAccount(
                staff_id=new_id(),
                login=login,
                password_hash="",
                display_name=name,
                role=Role.OFFICER,
                authority_code=AUTHORITY,
                institution_id=None,
                created_at=resources.clock.now(),
            )
            links.append(f"/welcome#{(await accounts.begin(resources, account.subject, account)).link}")
    return links


@pytest.fixture
def empty_database(migrated: str) -> Iterator[str]:
    with a_database("bureau", copy_of=migrated) as url:
        yield url


@pytest.fixture
async def bureau(empty_database: str, assembly: Assembly, chromium: Browser, tmp_path: Path) -> AsyncIterator[Bureau]:
    clock = GoingClock(MONDAY)
    own = replace(assembly, database_url=empty_database, clock=clock, keys=tmp_path / "keys", database_connections=8)
    (tmp_path / "keys").mkdir()
    links = await _first_accounts(own)
    expect.set_options(timeout=PATIENCE_MS)
    with served(create_app(own)) as address:
        yield Bureau(chromium, address, clock, links)
    expect.set_options(timeout=5_000)


async def invited(bureau: Bureau, by: Clerk, step: str, login: str, name: str, role: str, **more: str) -> Clerk:
    """Somebody who gets an account by a link, and begins with it."""
    if step:
        await by.step(step)
    else:
        await by.go("/accounts/invite")
    await by.fill(display_name=name, login=login, role=role, **more)
    await by.press("生成链接")
    link = await by.page.locator("#welcome-link").inner_text()
    clerk = await bureau.clerk(login)
    await clerk.begin(link)
    return clerk


async def found_everything(bureau: Bureau, officer: Clerk) -> Clerk:
    """The check-list of a new authority, worked through; it ticks itself. Who runs the school."""
    await officer.sees("首次使用")
    await invited(bureau, officer, "复核人员", "luo", "骆复核", "人社部门复核人员")
    await officer.step("培训机构")
    await officer.fill(name=SCHOOL, credit_code=a_credit_code())
    await officer.press("登记")
    admin = await invited(bureau, officer, "培训机构管理员", "jiaowu", "教务", "培训机构管理员", institution_id=SCHOOL)
    await officer.step("培训地点")
    await officer.fill(institution_id=SCHOOL, name=SITE_NAME, address="示例路1号", datum="WGS-84", radius_m="200")
    await officer.fill(longitude=str(SITE["longitude"]), latitude=str(SITE["latitude"]))
    await officer.press("登记")
    await officer.step("培训项目")
    await officer.fill(name=PROJECT, occupation="电工", training_type="技能证书培训", subsidy="1500", fee="1500")
    await officer.press("登记")
    await officer.step("预算")
    await officer.fill(fund="失业保险基金", amount="100000", document="绍人社〔2026〕1号")
    await officer.press("登记")
    await officer.step("培训券模板")
    await officer.fill(name="电工定向券", kind="定向券", form="抵用券", fund="失业保险基金", quantity="100")
    await officer.fill(content="电工四级", people="符合办法条件的人员")
    await officer.press("登记")
    await officer.step("联系电话和窗口")
    await officer.fill(telephone="12333", place="市民路1号3号窗口", hours="工作日 9:00–17:00")
    await officer.press("保存")
    await officer.go("/staff")
    assert await officer.page.get_by_text("首次使用").count() == 0, "everything has ticked itself"
    return admin


async def decide_a_policy(officer: Clerk, second: Clerk) -> None:
    """A value that the texts leave to the authority: proposed by one, approved by the other."""
    await officer.go("/policy/decide?key=publication.objection_days")
    await officer.fill(value="5", document_number="绍人社〔2026〕2号", document_title="公示办法")
    await officer.fill(published_on="2026-03-01", effective_from="2026-03-01", quote="公示五天", reason="本地规定")
    await officer.press("提交")
    await second.go("/policy")
    await second.sees("公示五天")
    await second.press("批准")
    await second.sees("绍人社〔2026〕2号")


async def plan_the_class(admin: Clerk, tmp_path: Path) -> None:
    """The wizard, left once and taken up again; its roster is a spreadsheet with a title and full-width digits."""
    await admin.go("/drafts")
    await admin.press("新建开班计划")
    await admin.fill(name=CLASS, project_id=PROJECT, teaching_plan="安全用电、线路安装、考核")
    await admin.press("保存，下一步")
    await admin.fill(site_id=SITE_NAME)
    await admin.press("保存，下一步")
    await admin.fill(first_day="2026-03-09", count="2", starts="09:00", ends="12:00", class_hours="4")
    await admin.tick("一", "二", "三")
    await admin.press("保存，下一步")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    numbers = list(PEOPLE.values())
    rows = [
        ["2026年春季班学员花名册", "", ""],
        ["姓 名", "身份证号码", "券种"],
        [next(iter(PEOPLE)), numbers[0].translate(wide), "定向券"],
        ["王芳", f"'{numbers[1]}", "定向券"],
    ]
    await admin.upload(a_workbook(tmp_path / "花名册.xlsx", rows))
    await admin.sees("草稿中已有 2 人")
    await admin.go("/drafts")
    await admin.follow(CLASS)
    await admin.press("提交开班申请")
    await admin.sees("开班申请已提交，花名册已登记")
    await admin.sees("阿依古丽·买买提")
    for heading in ("行前教育", "报名核验"):
        section = admin.page.locator("section", has=admin.page.get_by_role("heading", name=heading))
        await section.locator('[name="evidence"]').fill("签到表第1页")
        await section.get_by_role("button", name="记录").click()
        await admin.look()


async def open_the_class(officer: Clerk, tmp_path: Path) -> dict[str, tuple[str, str]]:
    """Facts from the other systems, the approval from the queue, and the printed invitations: code and voucher."""
    rows = [["证件号码", "比对事项", "是否属实", "起始日期", "行政区划代码"]]
    rows += [
        [number, each["kind"], "否" if each.get("holds") is False else "是", each["since"], each.get("place") or ""]
        for number in PEOPLE.values()
        for each in honest_facts(AUTHORITY)
    ]
    await officer.go("/intakes/facts")
    await officer.fill(source="省社保数据比对")
    await officer.upload(a_workbook(tmp_path / "比对结果.xlsx", rows))
    await officer.go("/queue")
    await officer.follow(CLASS)
    await officer.sees("政策要求的各项均已具备")
    await officer.press("批准开班")
    await officer.sees("已批准开班")
    await officer.go("/staff")
    await officer.follow(CLASS)
    await officer.follow("学员与邀请")
    await officer.fill(template_id="电工定向券")
    await officer.press("发券并打印邀请")
    await officer.sees("已发券 2 张，邀请单 2 张")
    slips = {}
    for slip in await officer.page.locator(".slip").all():
        name = await slip.locator("header strong").inner_text()
        invitation, voucher = await slip.locator("code").all_inner_texts()
        slips[name] = (invitation, voucher)
    return slips


async def arrive(bureau: Bureau, officer: Clerk, admin: Clerk, slips: dict[str, tuple[str, str]]) -> None:
    """Phones are bound by the slips, shown at the counter, and the vouchers verified at the school."""
    async with httpx.AsyncClient(base_url=bureau.address, timeout=60) as client:
        for name, (invitation, _) in slips.items():
            phone = bureau.phones[name] = Phone(client, bureau.clock)
            await phone.bind(invitation)
            await phone.consent("location")
    await officer.go("/staff")
    await officer.follow(CLASS)
    await officer.follow("手机核验")
    for name, number in PEOPLE.items():
        await officer.fill(trainee_id=name, kind="本人到窗口", number=number, reason="本人持证件和手机到窗口")
        await officer.press("登记核验")
        await officer.sees("已登记核验")
    await admin.go("/staff")
    await admin.follow(CLASS)
    await admin.follow("到课验券")
    for name, (_, voucher) in slips.items():
        await admin.fill(shown=voucher)
        await admin.press("确认")
        await admin.sees(f"{name} · 验券成功")


async def hold_the_lessons(bureau: Bureau, teacher: Clerk) -> None:
    """The teacher shows the room's code; everybody checks in with it."""
    for number in range(2):
        bureau.clock.move_to(FIRST_LESSON + timedelta(days=number, minutes=-10))
        for place, phone in enumerate(bureau.phones.values()):
            bureau.clock.move_to(FIRST_LESSON + timedelta(days=number, minutes=-10 + place))
            await teacher.sign_in()
            await teacher.follow(CLASS)
            await teacher.page.locator("tr.session-near").first.get_by_role("link", name="显示动态码").click()
            await expect(teacher.page.locator("#digits")).to_be_visible()
            code = "".join(await teacher.page.locator("#digits span").all_inner_texts())
            session = re.search(r"/sessions/([0-9a-f-]{36})/code", teacher.page.url)
            assert session
            async with httpx.AsyncClient(base_url=bureau.address, timeout=60) as client:
                phone._client = client
                await phone.sign_in()
                proof = phone.pin_code(code)
                answer = await phone.check_in(UUID(session[1]), proof=proof, at=at_the_site())
            assert answer["credited_hours"] == 4, answer


async def visit_the_room(bureau: Bureau, officer: Clerk) -> None:
    """A code read off a teacher's screen is weak evidence: the officer came, counted, and says so."""
    bureau.clock.move_to(FIRST_LESSON + timedelta(days=2))
    await officer.sign_in()
    await officer.follow(CLASS)
    await officer.follow("登记佐证")
    await officer.fill(kind="实地检查并核对名册", reason="两次课均到场清点，与名册一致")
    for box in await officer.page.locator('main input[type="checkbox"]').all():
        await box.check()
    await officer.press("登记佐证")
    await officer.sees("佐证已登记")


async def end_the_class(bureau: Bureau, admin: Clerk, officer: Clerk) -> None:
    """Results with certificates, the application for completion, and its approval from the queue."""
    bureau.clock.move_to(FIRST_LESSON + timedelta(days=3))
    await admin.sign_in()
    await admin.follow(CLASS)
    await admin.follow("考核成绩")
    await admin.fill(assessed_on="2026-03-11", issued_on="2026-03-11", certificate_kind="职业技能等级证书")
    for place, name in enumerate(PEOPLE, start=1):
        await admin.page.get_by_label(f"{name}的结果").select_option("合格")
        await admin.page.get_by_label(f"{name}的证书编号").fill(f"S00003306002600000{place}")
    await admin.press("登记成绩")
    await admin.sees("成绩已登记")
    await admin.go("/staff")
    await admin.follow(CLASS)
    await admin.follow("申请结业")
    await admin.press("提交结业申请")
    await admin.sees("结业申请已提交")
    await officer.sign_in()
    await officer.go("/queue")
    await officer.follow(CLASS)
    await officer.press("批准结业")
    await officer.go("/staff")
    await officer.follow(CLASS)
    await officer.follow("查看补贴资格审核")
    await officer.reloads_until("符合补贴条件", count=2)


async def settle(admin: Clerk, officer: Clerk, second: Clerk) -> None:
    """Applied for by the school, reviewed by one officer, approved by the other, ordered, answered, paid."""
    await admin.go("/settlements")
    await admin.fill(holder=SCHOOL, bank="示例银行绍兴支行", number="6222000011112222")
    await admin.press("保存")
    await admin.follow(CLASS)
    await admin.press("提交申请")
    await admin.sees("申请已提交")
    await officer.go("/queue")
    await officer.follow("3,000.00", exact=False)
    await officer.press("审核通过")
    await officer.sees("请由另一名工作人员办理")
    await second.sign_in()
    await second.go("/queue")
    await second.follow("3,000.00", exact=False)
    await second.press("批准拨付")
    await second.go("/settlements")
    await second.press("将选中的列入资金拨付表")
    await second.sees("待拨付")
    await second.fill(rows="序号,结果,凭证号\n1,已拨付,ZF-2026-0001\n2,已拨付,ZF-2026-0002\n")
    await second.press("核对结果")
    await second.sees("尾号 2222")
    await second.fill(sum="3000.00")
    await second.press("记录结果")
    await second.sees("ZF-2026-0002")
    await admin.go("/settlements")
    await admin.follow("查看")
    await admin.sees("已核销")


async def test_a_bureau_goes_from_nothing_to_paid_money_in_pages(bureau: Bureau, tmp_path: Path) -> None:
    officer, second = [await bureau.clerk(login) for login in FIRST]
    for clerk, link in zip((officer, second), bureau.first_links, strict=True):
        await clerk.begin(link)
    admin = await found_everything(bureau, officer)
    await decide_a_policy(officer, second)
    teacher = await invited(bureau, admin, "", "laoshi", "教员", "授课教师")
    await plan_the_class(admin, tmp_path)
    slips = await open_the_class(officer, tmp_path)
    assert set(slips) == set(PEOPLE)
    await admin.go("/staff")
    await admin.follow(CLASS)
    await admin.follow("授课老师")
    await admin.page.get_by_label("教员").check()
    await admin.press("保存")
    await arrive(bureau, officer, admin, slips)
    await hold_the_lessons(bureau, teacher)
    await visit_the_room(bureau, officer)
    await end_the_class(bureau, admin, officer)
    await settle(admin, officer, second)
