"""A move to a class of another institution: two people of the authority, and the subsidy goes to who teaches then."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.client import InstitutionAdmin, Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.attendance.test_transfers_http import GROUNDS
from tests.building.accounts import stated
from tests.building.identities import a_credit_code, a_name, a_resident_id
from tests.building.news import deliver_all
from tests.building.world import AUTHORITY, PASSWORD, SITE, World, a_world, approve
from tests.conftest import StoppedClock
from tests.journeys.test_main_job import attend
from tests.voucher.test_budgets_http import a_template, enter, issue


@dataclass
class School:
    """Another institution of the authority, with an evening class of the same project."""

    admin: InstitutionAdmin
    institution_id: UUID
    class_id: UUID
    sessions: list[dict[str, Any]]


async def a_school(world: World, resources: Resources, **plan: Any) -> School:
    tag = new_id().hex[-10:]
    institution_id = await world.officer.approve_institution(name=f"接收学校{tag}", credit_code=a_credit_code())
    await stated(resources, f"institution:{institution_id}")
    admin = InstitutionAdmin(world.client, login=f"admin-{tag}", password=PASSWORD)
    await world.officer.create_admin(
        login=admin.login, password=PASSWORD, display_name="教务", institution_id=institution_id
    )
    await admin.sign_in()
    place: dict[str, Any] = {"datum": "wgs84", "radius_m": 200, **SITE}
    site_id = await world.officer.approve_site(institution_id=institution_id, name="校区", address="测试路9号", **place)
    sessions = [
        {
            "session_id": new_id(),
            "ordinal": number + 1,
            "site_id": site_id,
            "starts_at": world.starts_at(number) + timedelta(hours=8),
            "ends_at": world.starts_at(number) + timedelta(hours=11),
            "class_hours": 4,
        }
        for number in range(3)
    ]
    class_id = await admin.apply_for_class(
        name="电工接收班", project_id=world.project_id, teaching_plan="安全用电", sessions=sessions, **plan
    )
    row = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    await admin.submit_roster(class_id, [row])
    await admin.record_briefing(class_id)
    await world.officer.decide_opening(class_id)
    return School(admin, institution_id, class_id, sessions)


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted",))


def a_move(world: World, school: School) -> dict[str, Any]:
    return {
        "transfer_id": new_id(),
        "trainee_id": world.trainees[0].trainee_id,
        "to_class_id": school.class_id,
        **GROUNDS,
    }


async def test_the_school_that_takes_over_teaches_to_the_end_and_is_paid(
    world: World, clock: StoppedClock, resources: Resources
) -> None:
    trainee, school = world.trainees[0], await a_school(world, resources)
    await attend(world, trainee, clock, 2)
    clock.move_to(world.starts_at(2) + timedelta(hours=13))
    body = a_move(world, school)
    await world.officer.post(f"/v1/classes/{world.class_id}/transfers", body)
    with pytest.raises(Refused):
        await world.officer.post(
            f"/v1/proposals/{body['transfer_id']}/ruling", {"request_id": new_id(), "approved": True}
        )
    (shown,) = (
        each
        for each in await world.reviewer.all_of("/v1/proposals", "proposals", waiting="true")
        if each["proposal_id"] == str(body["transfer_id"])
    )
    assert "接收学校" in shown["sentence"]["zh"]
    moved = await approve(world, body["transfer_id"])
    assert (moved["hours"], moved["attendance"]["rate"]) == (8, "8/12")
    # The voucher is the other school's to see from now on.
    assert (await school.admin.get(f"/v1/vouchers/{trainee.voucher_code}"))["state"] == "used"
    with pytest.raises(Refused):
        await world.admin.get(f"/v1/vouchers/{trainee.voucher_code}")
    day = clock.now().date()
    await school.admin.record_results(
        school.class_id, [{"trainee_id": trainee.trainee_id, "passed": True, "assessed_on": day}]
    )
    await school.admin.apply_for_completion(school.class_id)
    await world.officer.decide_completion(school.class_id)
    await deliver_all(resources)
    (found,) = await world.officer.eligibility(voucher_code=trainee.voucher_code)
    assert found["outcome"] == "eligible"
    payments = [(each["payee"], each["amount_fen"]) for each in found["document"]["payments"]]
    assert payments == [(f"institution:{school.institution_id}", 150_000)]
    asked = {"application_id": new_id(), "authority_code": AUTHORITY, "voucher_codes": [trainee.voucher_code]}
    with pytest.raises(Refused):
        await world.admin.post("/v1/settlements/applications", asked)
    assert (await school.admin.post("/v1/settlements/applications", asked))["total_fen"] == 150_000


async def test_a_suspended_school_takes_nobody_over(
    world: World, resources: Resources, client: httpx.AsyncClient
) -> None:
    school = await a_school(world, resources)
    officer = an_officer(AUTHORITY)
    standing = {
        "standing_id": str(new_id()),
        "standing": "suspended",
        "document_number": "示人社〔2026〕3号",
        "reason": "整改",
    }
    path = f"/v1/institutions/{school.institution_id}/standings"
    proposed = await client.post(path, json=standing, headers=bearer(resources, officer))
    assert proposed.status_code == 201, proposed.text
    await approve(world, standing["standing_id"])
    with pytest.raises(Refused) as refused:
        await world.officer.post(f"/v1/classes/{world.class_id}/transfers", a_move(world, school))
    assert refused.value.problem["reason"] == "institution_standing"


async def test_a_voucher_for_certain_schools_goes_to_no_other(world: World, resources: Resources) -> None:
    school, template = await a_school(world, resources), a_template(institutions=[world.institution_id])
    await world.officer.post("/v1/voucher-templates", template)
    (row,) = await enter(world, 1)
    (voucher,) = await issue(world, template)
    await world.admin.activate_voucher(world.class_id, voucher["voucher_code"])
    body = a_move(world, school) | {"trainee_id": row["trainee_id"]}
    with pytest.raises(Refused) as refused:
        await world.officer.post(f"/v1/classes/{world.class_id}/transfers", body)
    problem = refused.value.problem
    assert (problem["reason"], problem["clause"]) == ("template_not_for_institution", "MP-05")
