"""Events after the term: money to the end, an appeal, a name to be corrected, and a school of another county."""

from collections.abc import Sequence
from uuid import UUID

import httpx
from stdnum.cn import uscc

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer
from checkin_service.demo.cast import Role as Part
from checkin_service.demo.stage import AUTHORITY, RADIUS_M, SITE, Stage, new_password
from checkin_service.demo.term import Played
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources

COUNTY, _COUNTY_NAME = "330602", "绍兴市越城区人力资源和社会保障局"
_COUNTY_SCHOOL, _COUNTY_CODE = "越城示例培训中心", "52330602MJ1234567"
_LEFT_OVER = 2
"""Vouchers that nobody has applied for yet: the school's page has something to do."""


async def open_county(resources: Resources, client: httpx.AsyncClient) -> Officer:
    """The account of another county's officer, made on the server as every first one is."""
    officer = Officer(client, login="county", password=new_password())
    await register_authority(resources, authority_code=COUNTY, name=_COUNTY_NAME)
    await create_authority_staff(
        resources,
        authority_code=COUNTY,
        login=officer.login,
        password=officer.password,
        role=Role.OFFICER,
        display_name="越经办",
    )
    return officer


async def play_epilogue(stage: Stage, played: Played, county: Officer) -> None:
    await _settle(stage, played)
    await _appeal(played)
    await _correct(stage, played)
    await county.sign_in()
    school = await county.approve_institution(
        name=_COUNTY_SCHOOL, credit_code=_COUNTY_CODE + uscc.calc_check_digit(_COUNTY_CODE)
    )
    await county.approve_site(
        institution_id=school,
        name="越城教学点",
        address="绍兴市越城区示例路9号",
        longitude=SITE.longitude,
        latitude=SITE.latitude,
        datum=SITE.datum.value,
        radius_m=RADIUS_M,
    )


async def _settle(stage: Stage, played: Played) -> None:
    """Applied for, reviewed, approved by a second officer, ordered, and answered by the treasury: one line bounced."""
    account = {"holder": "会稽示例职业培训学校", "bank": "示例银行绍兴支行", "number": "6222000011112222"}
    await stage.admin.post("/v1/settlements/accounts", {"account_id": new_id(), **account})
    # The subsidy of a general voucher is its holder's own to claim.
    of_school = [each for each in played.vouchers.values() if each["kind"] == "targeted"]
    payable = sorted(each["voucher_code"] for each in of_school if each["state"] == "payable")
    codes: Sequence[str] = payable[:-_LEFT_OVER] or payable
    if not codes:
        return
    application_id, table_id = new_id(), new_id()
    application = {"application_id": application_id, "authority_code": AUTHORITY, "voucher_codes": codes}
    await stage.admin.post("/v1/settlements/applications", application)
    await _decide(stage.officer, application_id, "review")
    await stage.officials.second.sign_in()
    await _decide(stage.officials.second, application_id, "approval")
    table = {"table_id": table_id, "application_ids": [application_id]}
    made = await stage.officials.second.post("/v1/settlements/payment-tables", table)
    rows = [
        {"line": each["line"], "paid": each["line"] > 1, "reference": f"ZF-{each['line']:04}"}
        if each["line"] > 1
        else {"line": each["line"], "paid": False, "reason": "账号与户名不符"}
        for each in made["orders"]
    ]
    path = f"/v1/settlements/payment-tables/{table_id}/results"
    await stage.officials.second.post(path, {"request_id": new_id(), "rows": rows})


async def _decide(officer: Officer, application_id: UUID, step: str) -> None:
    path = f"/v1/settlements/applications/{application_id}/{step}"
    await officer.post(path, {"request_id": new_id(), "approved": True})


async def _appeal(played: Played) -> None:
    """Whoever came to just less than 60 % does not agree: it waits for the reviewer."""
    for trainee in played.trainees:
        if trainee.member.role is not Part.JUST_BELOW_60_PERCENT or trainee.phone is None:
            continue
        mine = next(each for each in played.determinations if each["trainee_id"] == str(trainee.trainee_id))
        body = {"appeal_id": new_id(), "determination_id": mine["determination_id"], "reason": "有一次课在场但没有签上"}
        await trainee.phone.post("/v1/eligibility-appeals", body)


async def _correct(stage: Stage, played: Played) -> None:
    """A name that was typed wrong: asked for by the school, it waits for another person."""
    member = played.trainees[0].member
    body = {
        "correction_id": new_id(),
        "class_id": played.class_id,
        "document": member.document.as_sent(),
        "right_name": f"{member.name}佳",
        "evidence": "居民身份证原件已核",
        "reason": "首次录入时漏写一字",
    }
    await stage.admin.post("/v1/person-corrections", body)
