"""Deeds that had no page: phones proven, vouchers voided, faces, exports, holders, certificates, other systems."""

import json
import re
from base64 import b64encode
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.platform.model import Office, Operation
from tests.building import faces_material
from tests.building.identities import a_credit_code
from tests.building.world import SITE, World, a_world
from tests.conftest import StoppedClock
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser, sheet_with, sign_in


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(
        resources, client, session_clock, kinds=("targeted", "targeted"), proven=False, moving_fence=True
    )


async def test_a_phone_is_proven_at_the_counter_with_the_document(app: FastAPI, world: World) -> None:
    at = f"/classes/{world.class_id}/phones"
    one, other = world.trainees
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        assert (await desk.see(at)).count("未核验") == 2
        person = await desk.choice(at, one.name)
        typed = {"trainee_id": person, "kind": "counter", "reason": "本人持证到窗口"}
        wrong = await desk.fill(at, number=other.document["number"], **typed)
        assert wrong.status_code in (404, 422)
        proven = await desk.fill(at, number=one.document["number"], **typed)
        assert "已登记核验" in proven.text
        assert (await desk.see(at)).count("未核验") == 1
    async with a_browser(app) as browser:
        await sign_in(browser, world.admin.login)
        assert 'value="counter"' not in (await browser.get(at)).text, "the counter's word is the authority's"


async def test_vouchers_are_voided_all_or_none_with_the_row_that_cannot(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        refused = await desk.fill("/voids", codes="0000000\nnonsense", reason="误发")
        assert refused.status_code == 422
        assert "第 1 行" in refused.text
        assert ">0000000\nnonsense<" in refused.text


async def test_an_enterprises_account_is_entered_by_its_name(app: FastAPI, world: World) -> None:
    name = f"示例企业{new_id().hex[-8:]}"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        await desk.fill("/enterprises/new", name=name, credit_code=a_credit_code())
        chosen = await desk.choice("/enterprise-accounts", name)
        typed = {"enterprise_id": chosen, "holder": name, "bank": "示例银行"}
        wrong = await desk.fill("/enterprise-accounts", number="账号", **typed)
        assert wrong.status_code == 422
        assert "已登记" in (await desk.fill("/enterprise-accounts", number="6222 0000 1111 2222", **typed)).text


async def test_another_face_is_approved_at_the_desk_and_a_stopped_one_released(app: FastAPI, world: World) -> None:
    one = world.trainees[0]
    await one.phone.consent("face")
    await one.phone.enrol_face([faces_material.collins(9_501)])
    photo = b64encode(faces_material.collins(9_502)).decode()
    change = {"change_id": new_id(), "class_id": world.class_id, "reason": "换了发型", "photos": [photo]}
    await one.phone.post("/v1/face-changes", change)
    async with a_browser(app) as browser:
        await sign_in(browser, world.reviewer.login)
        desk = Desk(browser)
        action = f"/face-changes/{change['change_id']}"
        assert one.name in await sheet_with(browser, "/face-changes", action)
        ruling = {"trainee_id": str(one.trainee_id), "decision": "approve", "reason": "已到窗口核验"}
        decided = await desk.fill("/face-changes", action, **ruling)
        assert "已处理" in decided.text
        assert action not in decided.text
        fields = {"purpose": "complaint", "q": one.document["number"]}
        await browser.post("/help", data=fields, headers=SAME_ORIGIN)
        released = await desk.fill(f"/help/{one.trainee_id}", f"/face-releases/{one.trainee_id}", reason="已核验身份证")
        assert "已解除" in released.text


async def test_one_face_for_two_people_is_searched_with_a_reason(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        institution = re.search(rf'value="{world.institution_id}"', await desk.see("/face-searches"))
        assert institution
        found = await desk.fill("/face-searches", institution_id=str(world.institution_id), reason="举报冒名参训")
        assert "参与比对的人" in found.text
        assert "只是线索" in found.text


async def test_holders_and_exports_ask_for_a_purpose(app: FastAPI, world: World) -> None:
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        days = {"obtained_from": "2026-01-01", "obtained_until": "2026-12-31"}
        assert (await desk.fill("/holders", purpose="", **days)).status_code == 422
        found = await desk.fill("/holders", purpose="inspection", **days)
        assert found.status_code == 200
        assert "定向券" in found.text, "somebody's voucher is listed"
        headers = SAME_ORIGIN
        without = await browser.post("/eligibility/exports", data={"purpose": ""}, headers=headers)
        assert without.status_code == 422
        fields = {"purpose": "inspection", "class_id": str(world.class_id)}
        file = await browser.post("/eligibility/exports", data=fields, headers=headers)
        assert file.content.startswith(b"PK")


async def test_anybody_checks_a_certificate_by_number_and_name(app: FastAPI, world: World, clock: StoppedClock) -> None:
    other, number = world.trainees[1], f"S{new_id().hex[:12].upper()}"
    clock.move_to(world.starts_at(4) + timedelta(days=1))
    day = clock.now().date()
    certificate = {"number": number, "kind": "qualification", "issued_on": day}
    result = {"trainee_id": other.trainee_id, "passed": True, "assessed_on": day, "certificate": certificate}
    await world.admin.record_results(world.class_id, [result])
    async with a_browser(app) as anybody:
        assert (await anybody.get("/certificates")).status_code == 200
        asked = {"number": number, "name": other.name}
        found = await anybody.post("/certificates", data=asked, headers=SAME_ORIGIN)
        assert "证书有效" in found.text
        nobody = await anybody.post("/certificates", data=asked | {"name": "无此人"}, headers=SAME_ORIGIN)
        assert nobody.status_code == 404
        assert "没有查到" in nobody.text
        assert number in nobody.text, "what was typed is kept"


async def test_a_system_is_admitted_by_two_people_and_its_key_is_shown_once(app: FastAPI, world: World) -> None:
    applicant = f"示例单位{new_id().hex[-8:]}"
    day = "2026-03-01"
    form: dict[str, object] = {
        "applicant": applicant,
        "credit_code": a_credit_code(),
        "channel_name": "示例通",
        "channel_code": "3700000001",
        "filled_on": day,
        "contact": "李明",
        "contact_phone": "13800000000",
        "voucher_kinds": "targeted",
        "voucher_forms": "face_value",
        "operations": Operation.VOUCHER_STATUS.value,
    }
    seals = {
        f"{each}-{name}": value
        for each in Office
        for name, value in (("contact", "王芳"), ("phone", "0575-0000000"), ("sealed_on", day))
    }
    async with a_browser(app) as first, a_browser(app) as second:
        await sign_in(first, world.officer.login)
        await sign_in(second, world.reviewer.login)
        officer, reviewer = Desk(first), Desk(second)
        wrong = await officer.fill("/onboarding/new", **form | {"contact_phone": "没有"}, **seals)
        assert wrong.status_code == 422
        assert f'value="{applicant}"' in wrong.text
        filed = await officer.fill("/onboarding/new", **form, **seals)
        assert "等待另一人审批" in filed.text
        forms = await sheet_with(first, "/onboarding", f">{applicant}")
        found = re.search(rf'href="(/onboarding/[^"]+)">{applicant}', forms)
        assert found
        assert (await officer.fill(found[1], decision="approve", reason="")).status_code == 422, "not by oneself"
        assert "已审批" in (await reviewer.fill(found[1], decision="approve", reason="")).text
        issued = await officer.fill(found[1], f"{found[1]}/keys", valid_days="30")
        key = re.search(r"cpk_[0-9a-f]{32}_[\w-]+", issued.text)
        assert key
        again = await officer.see(found[1])
        assert key[0] not in again
        revocation = re.search(rf'action="({found[1]}/keys/[^"]+/revocation)"', again)
        assert revocation
        assert "已吊销" in (await officer.fill(found[1], revocation[1], reason="接口人员变动")).text


async def test_a_system_hears_of_events_until_it_is_ended(app: FastAPI, world: World) -> None:
    address = f"https://hooks-{new_id().hex[-8:]}.example.com/in"
    async with a_browser(app) as browser:
        await sign_in(browser, world.officer.login)
        desk = Desk(browser)
        wrong = await desk.fill("/subscribers", url="http://10.0.0.1/", types="eligibility.determined")
        assert wrong.status_code == 422
        entered = await desk.fill("/subscribers", url=address, types="eligibility.determined\nvoucher.payable")
        assert address in entered.text
        end = re.search(r'action="(/subscribers/[^"]+/end)"', entered.text.partition(address)[2])
        assert end
        assert address not in (await desk.fill("/subscribers", end[1], reason="系统下线")).text


async def test_the_instructors_own_place_carries_the_fence(app: FastAPI, world: World, clock: StoppedClock) -> None:
    at = f"/sessions/{world.session()}/fence"
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    async with a_browser(app) as browser:
        await sign_in(browser, world.instructor.login)
        desk = Desk(browser)
        assert at in await desk.see(f"/sessions/{world.session()}/live")
        assert (await desk.fill(at, position="")).status_code == 422
        here = {"longitude": SITE["longitude"], "latitude": SITE["latitude"], "datum": "wgs84", "accuracy_m": 10}
        placed = await desk.fill(at, position=json.dumps(here))
        assert "已设在您刚才的位置" in placed.text
