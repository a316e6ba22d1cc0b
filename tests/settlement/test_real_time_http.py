"""Over HTTP from the roster to paid money: settled at once in Fujian, shared by two institutions, three subsidies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.access.model import Role, authority_staff, trainee
from checkin_service.catalogue.service import register_authority
from checkin_service.checkin.service import roll
from checkin_service.client import Officer
from checkin_service.client.wire import Refused
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import Fund
from checkin_service.voucher.service import ledger_moves
from checkin_service.voucher.store import budgets
from tests.access.people import an_institution_admin, bearer
from tests.building.accounts import stated
from tests.building.authorities import an_authority_of_fujian
from tests.building.identities import a_credit_code, a_name, a_resident_id
from tests.building.news import deliver_all
from tests.building.world import SUBSIDY_FEN, World, a_world, match
from tests.settlement.test_settlement_http import Desk

FUND = Fund.EMPLOYMENT_SUBSIDY


@dataclass
class Class:
    """A class of one trainee, on its way to settlement."""

    resources: Resources
    clock: Any
    world: World
    authority: str
    class_id: str
    trainee_id: UUID
    code: str
    online: UUID | None = None
    """Who teaches the online leg, where another institution does."""

    @property
    def officer(self) -> Officer:
        return self.world.officer

    async def finish(self, *results: dict[str, Any]) -> None:
        """The results are entered after the last session, the completion is applied for and approved, news goes out."""
        self.clock.move_to(self.world.starts_at() + timedelta(days=8))
        for actor in (self.world.admin, self.officer):
            await actor.sign_in()
        today = day_of(self.clock.now()).isoformat()
        for each in results:
            result = each | {"trainee_id": self.trainee_id, "assessed_on": today}
            if result["certificate"]:
                result["certificate"] = result["certificate"] | {"issued_on": today}
            body = {"request_id": new_id(), "results": [result]}
            await self._enter(body, is_theory=result["part"] == "theory")
        path = f"/v1/classes/{self.class_id}"
        await self.world.admin.post(f"{path}/completion-application", {"request_id": new_id()})
        await self.officer.post(f"{path}/completion", {"request_id": new_id(), "approved": True})
        await deliver_all(self.resources)

    async def _enter(self, body: dict[str, Any], *, is_theory: bool) -> None:
        """Each institution enters the results of its own leg."""
        path = f"/v1/classes/{self.class_id}/assessments"
        if not (is_theory and self.online):
            await self.world.admin.post(path, body)
            return
        headers = bearer(self.resources, an_institution_admin(self.online)) | {"content-type": "application/json"}
        answer = await self.world.client.post(path, content=to_json(body), headers=headers)
        assert answer.status_code == 201, answer.text

    async def state(self) -> str:
        return str((await self.officer.get(f"/v1/vouchers/{self.code}"))["state"])

    async def table(self) -> dict[str, Any]:
        (listed,) = (await self.officer.get("/v1/settlements/payment-tables"))["tables"]
        return dict(await self.officer.get(f"/v1/settlements/payment-tables/{listed['table_id']}"))

    async def answer(self, table: dict[str, Any], *rows: dict[str, Any]) -> None:
        path = f"/v1/settlements/payment-tables/{table['table_id']}/results"
        await self.officer.post(path, {"request_id": new_id(), "rows": list(rows)})


def passed(part: str | None = None, *, certified: bool = False, is_passed: bool = True) -> dict[str, Any]:
    certificate = {"number": f"ZX-{new_id()}", "kind": "skill_level"} if certified else None
    return {"passed": is_passed, "part": part, "certificate": certificate}


@pytest.fixture
async def fujian(resources: Resources, client: httpx.AsyncClient, clock: Any) -> World:
    authority = an_authority_of_fujian()
    await register_authority(resources, authority_code=authority, name="测试局")
    async with resources.database.write() as unit:
        budgets.grant(unit, authority, FUND, day_of(clock.now()).year, amount_fen=20 * SUBSIDY_FEN)
    return await a_world(resources, client, clock, authority=authority)


async def a_class(
    resources: Resources,
    clock: Any,
    world: World,
    *,
    teaching: Sequence[dict[str, Any]] = (),
    template: str | None = None,
    **changes: Any,
) -> Class:
    """A second class with a person of its own, whose voucher is in use."""
    sessions = [dict(each, session_id=new_id()) for each in world.sessions[:2]]
    if teaching:
        sessions[0] |= {"delivery": "online", "part": "theory"}
        sessions[1] |= {"part": "practice"}
    class_id = str(new_id())
    body = {
        "class_id": class_id,
        "name": "测试班",
        "project_id": world.project_id,
        "teaching_plan": "计划",
        "sessions": sessions,
        "teaching": list(teaching),
        **changes,
    }
    applied = await world.admin.post("/v1/classes", body)
    trainee_id = new_id()
    person = {"trainee_id": trainee_id, "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await world.admin.submit_roster(UUID(class_id), [person])
    await world.admin.record_briefing(UUID(class_id))
    await world.officer.decide_opening(UUID(class_id))
    await match(world.officer, [person["document"]], place=applied["paying_authority"])
    asked = {"request_id": new_id()} | ({"template_id": template} if template else {})
    (voucher,) = (await world.officer.post(f"/v1/classes/{class_id}/vouchers", asked))["vouchers"]
    await world.admin.activate_voucher(UUID(class_id), voucher["voucher_code"])
    await deliver_all(resources)
    code = voucher["voucher_code"]
    online = next((UUID(str(each["institution_id"])) for each in teaching if each["delivery"] == "online"), None)
    return Class(resources, clock, world, applied["paying_authority"], class_id, trainee_id, code, online)


async def test_what_is_earned_in_fujian_is_ordered_at_once_and_paid(
    resources: Resources, client: httpx.AsyncClient, fujian: World, clock: Any
) -> None:
    taught = await a_class(resources, clock, fujian)
    await taught.finish(passed(certified=True))
    assert await taught.state() == "approved"
    table = await taught.table()
    assert table["totals"] == [{"fund": FUND, "route": "treasury", "total_fen": SUBSIDY_FEN}]
    assert [each["payee"] for each in table["orders"]] == [f"institution:{fujian.institution_id}"]
    await taught.answer(table, {"line": 1, "paid": True, "reference": "ZF-1"})
    assert await taught.state() == "written_off"
    totals = await ledger_moves.totals(resources, taught.authority)
    assert (totals.paid_fen, totals.balanced) == (SUBSIDY_FEN, True)
    returned = {"request_id": new_id(), "rows": [{"line": 1, "reason": "账号已注销"}]}
    await taught.officer.post(f"/v1/settlements/payment-tables/{table['table_id']}/returns", returned)
    again = {"table_id": new_id(), "repeat_table_id": table["table_id"]}
    repeated = await taught.officer.post("/v1/settlements/payment-tables", again)
    await taught.answer(repeated, {"line": 1, "paid": True})
    before = (await taught.officer.get("/v1/budgets"))["budgets"][0]
    clawed = {
        "claw_back_id": new_id(),
        "voucher_code": taught.code,
        "decision_number": "测人社追〔2026〕2号",
        "liability": "培训机构负全部责任",
        "reason": "虚假培训",
    }
    await taught.officer.post("/v1/settlements/claw-backs", clawed)
    second = authority_staff(new_id(), role=Role.OFFICER, authority_code=taught.authority)
    ruling = {"request_id": new_id(), "approved": True, "reason": "已核对"}
    path = f"/settlements/claw-backs/{clawed['claw_back_id']}/ruling"
    assert (await Desk(client, resources, second).post(path, ruling)).json()["amount_fen"] == SUBSIDY_FEN
    totals = await ledger_moves.totals(resources, taught.authority)
    assert (totals.paid_fen, totals.clawed_back_fen, totals.balanced) == (0, SUBSIDY_FEN, True)
    assert before["fund"] == FUND


async def test_without_a_certificate_nothing_is_ordered(resources: Resources, fujian: World, clock: Any) -> None:
    taught = await a_class(resources, clock, fujian)
    await taught.finish(passed())
    assert await taught.state() == "released"
    assert (await taught.officer.get("/v1/settlements/payment-tables"))["tables"] == []


async def test_a_freeze_holds_back_what_would_be_ordered_at_once(
    resources: Resources, fujian: World, clock: Any
) -> None:
    taught = await a_class(resources, clock, fujian)
    freeze = {"request_id": new_id(), "object": f"class:{taught.class_id}", "reason": "群众举报"}
    await taught.officer.post("/v1/payment-freezes", freeze)
    await taught.finish(passed(certified=True))
    assert await taught.state() == "payable"
    assert (await taught.officer.get("/v1/settlements/payment-tables"))["tables"] == []


async def shared_by_two(resources: Resources, clock: Any, fujian: World) -> tuple[Class, UUID]:
    online = await fujian.officer.approve_institution(name="线上培训学校", credit_code=a_credit_code())
    await stated(resources, f"institution:{online}")
    teaching = [
        {"delivery": "online", "institution_id": online, "share_percent": 33},
        {"delivery": "offline", "institution_id": fujian.institution_id, "share_percent": 67},
    ]
    return await a_class(resources, clock, fujian, teaching=teaching), online


async def test_two_institutions_are_paid_their_legs_and_no_fen_is_lost(
    resources: Resources, fujian: World, clock: Any
) -> None:
    taught, online = await shared_by_two(resources, clock, fujian)
    await taught.finish(passed("theory"), passed("practice"), passed(certified=True))
    orders = {each["leg"]: (each["payee"], each["amount_fen"]) for each in (await taught.table())["orders"]}
    assert orders == {
        "online": (f"institution:{online}", SUBSIDY_FEN * 33 // 100),
        "training": (f"institution:{fujian.institution_id}", SUBSIDY_FEN - SUBSIDY_FEN * 33 // 100),
    }
    table = await taught.table()
    lines = {each["leg"]: each["line"] for each in table["orders"]}
    refused = {"line": lines["online"], "paid": False, "reason": "户名不符"}
    await taught.answer(table, {"line": lines["training"], "paid": True}, refused)
    assert await taught.state() == "written_off"
    again = {"table_id": new_id(), "repeat_table_id": table["table_id"]}
    repeated = await taught.officer.post("/v1/settlements/payment-tables", again)
    assert [each["leg"] for each in repeated["orders"]] == ["online"]
    await taught.answer(repeated, {"line": 1, "paid": True})
    totals = await ledger_moves.totals(resources, taught.authority)
    assert (totals.paid_fen, totals.balanced) == (SUBSIDY_FEN, True)


async def test_a_leg_that_was_not_passed_is_not_settled(resources: Resources, fujian: World, clock: Any) -> None:
    taught, _ = await shared_by_two(resources, clock, fujian)
    await taught.finish(passed("theory"), passed("practice", is_passed=False), passed(certified=True))
    assert await taught.state() == "released"


@pytest.mark.parametrize(
    ("online", "offline", "reason"),
    [("own", "own", "not_mixed"), ("stranger", "stranger", "teaches_no_leg"), ("own", "nobody", None)],
)
async def test_whoever_is_named_as_teaching_a_leg_has_to_make_sense(
    fujian: World, online: str, offline: str, reason: str | None
) -> None:
    stranger = await fujian.officer.approve_institution(name="另一学校", credit_code=a_credit_code())
    ids = {"own": fujian.institution_id, "stranger": stranger, "nobody": new_id()}
    sessions = [dict(each, session_id=new_id()) for each in fujian.sessions[:2]]
    if reason != "not_mixed":
        sessions[0] |= {"delivery": "online", "part": "theory"}
    teaching = [
        {"delivery": "online", "institution_id": ids[online], "share_percent": 40},
        {"delivery": "offline", "institution_id": ids[offline], "share_percent": 60},
    ]
    body = {
        "class_id": new_id(),
        "name": "测试班",
        "project_id": fujian.project_id,
        "teaching_plan": "计划",
        "sessions": sessions,
        "teaching": teaching,
    }
    with pytest.raises(Refused) as refused:
        await fujian.admin.post("/v1/classes", body)
    assert refused.value.problem.get("reason") == reason


async def test_what_was_set_aside_for_somebody_who_left_is_free_again(
    resources: Resources, client: httpx.AsyncClient, fujian: World, clock: Any
) -> None:
    taught = await a_class(resources, clock, fujian)
    before = await ledger_moves.totals(resources, taught.authority)
    phone = Desk(client, resources, trainee(taught.trainee_id, device_id=new_id()))
    path, body = f"/classes/{taught.class_id}/withdrawal", {"request_id": new_id(), "reason": "另谋工作"}
    assert (await phone.post(path, body)).status_code == 201
    await deliver_all(resources)
    after = await ledger_moves.totals(resources, taught.authority)
    assert (before.open_fen - after.open_fen, after.released_fen, after.balanced) == (SUBSIDY_FEN, SUBSIDY_FEN, True)
    await taught.officer.post("/v1/vouchers/voids", {"voucher_codes": [taught.code], "reason": "已退班"})
    await deliver_all(resources)
    assert (await ledger_moves.totals(resources, taught.authority)).released_fen == SUBSIDY_FEN


async def test_the_institution_of_a_leg_is_shown_no_lesson_of_another_institutions_class(
    resources: Resources, fujian: World, clock: Any
) -> None:
    """Who is present is for whoever the people registered with; its cards would lead nowhere."""
    taught, online = await shared_by_two(resources, clock, fujian)
    clock.move_to(fujian.starts_at())

    async def lessons(institution_id: UUID) -> set[str]:
        found = await roll.lessons_of_today(resources, an_institution_admin(institution_id))
        return {str(each.session.class_id) for each in found}

    assert taught.class_id in await lessons(fujian.institution_id)
    assert await lessons(online) == set()
