"""Other regions' reports hold the money, and officers end it: one decides, another confirms (MP-19)."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from checkin_service.access.model import Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer
from tests.building.identities import a_resident_id
from tests.building.news import deliver_all
from tests.building.world import AUTHORITY, Trainee, a_world, match
from tests.conftest import StoppedClock
from tests.eligibility.desk import Desk
from tests.journeys.test_main_job import attend
from tests.platform.admission import PlatformClient, admitted
from tests.platform.rows import a_batch, a_trainee


class Region:
    """Another region, whose reports come in through a client of the platform."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client

    async def says(self, trainee: Trainee | dict[str, Any], *, is_subsidised: bool = True, **changes: Any) -> str:
        document, name = (
            (trainee["document"], trainee["name"]) if isinstance(trainee, dict) else (trainee.document, trainee.name)
        )
        body = {
            "request_id": new_id(),
            "document": document,
            "name": name,
            "number": f"S{new_id().hex[-16:]}",
            "kind": "skill_level",
            "occupation": "电工",
            "issued_on": "2026-03-01",
            "region_code": "370100",
            "is_subsidised": is_subsidised,
        }
        await self._client.post("/v1/platform/certificates", body | changes)
        return str((body | changes)["number"])


@pytest.fixture
async def desk(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> Desk:
    """An ended class of five who have earned the subsidy."""
    world = await a_world(resources, client, clock, kinds=("targeted",) * 5, sessions=1)
    for trainee in world.trainees:
        await attend(world, trainee, clock, 1)
    clock.move_to(world.starts_at() + timedelta(days=1))
    day = clock.now().date()
    passed = [{"trainee_id": each.trainee_id, "passed": True, "assessed_on": day} for each in world.trainees]
    await world.admin.record_results(world.class_id, passed)
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)
    return Desk(world, resources, client)


@pytest.fixture
async def region(desk: Desk) -> Region:
    return Region(await admitted(desk.world.officer, desk.world.reviewer, desk.client))


async def state(desk: Desk, trainee: Trainee) -> str:
    return str((await desk.world.officer.voucher(trainee.voucher_code))["state"])


async def apply(desk: Desk, trainee: Trainee) -> httpx.Response:
    body = {
        "application_id": str(new_id()),
        "authority_code": AUTHORITY,
        "voucher_codes": [trainee.voucher_code],
    }
    return await desk.world.admin.send("POST", "/v1/settlements/applications", content=json.dumps(body).encode())


async def test_a_report_makes_a_doubt_and_two_officers_end_it(desk: Desk, region: Region) -> None:
    trainee = desk.world.trainees[0]
    assert await state(desk, trainee) == "payable"
    number = await region.says(trainee)
    at_once = await apply(desk, trainee)
    assert [each["reason"] for each in at_once.json()["rows"]] == ["duplicate_benefit"]
    await deliver_all(desk.resources)
    doubt = await desk.doubt_of(trainee)
    assert (doubt["reason"], doubt["measured"]) == ("benefit_reported_elsewhere", f"370100 {number} #1")
    assert doubt["way_out"]["kind"] == "decision"
    assert (await desk.determination(trainee))["outcome"] == "doubtful"
    made = await desk.decide(trainee, met=True)
    assert (await desk.confirm(made.json(), by=desk.decider)).status_code == 422
    assert (await desk.confirm(made.json())).json()["in_force"] is True
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "eligible"
    assert await state(desk, trainee) == "payable"
    assert (await apply(desk, trainee)).status_code == 201


async def test_a_further_word_of_the_region_is_another_doubt(desk: Desk, region: Region) -> None:
    trainee = desk.world.trainees[1]
    number = await region.says(trainee)
    await deliver_all(desk.resources)
    await desk.confirm((await desk.decide(trainee, met=True)).json())
    await deliver_all(desk.resources)
    await region.says(trainee, number=number, issued_on="2026-02-01")
    await deliver_all(desk.resources)
    assert (await desk.doubt_of(trainee))["measured"] == f"370100 {number} #2"


async def test_who_had_the_benefit_elsewhere_is_denied_by_one_officer(desk: Desk, region: Region) -> None:
    trainee = desk.world.trainees[2]
    await region.says(trainee)
    await deliver_all(desk.resources)
    assert (await desk.decide(trainee, met=False)).json()["in_force"] is True
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "not_eligible"
    assert await state(desk, trainee) == "released"


async def test_the_regions_own_correction_ends_the_doubt(desk: Desk, region: Region) -> None:
    trainee = desk.world.trainees[3]
    number = await region.says(trainee)
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "doubtful"
    await region.says(trainee, number=number, is_subsidised=False)
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "eligible"
    assert (await apply(desk, trainee)).status_code == 201


@pytest.mark.parametrize("other", [{"occupation": "育婴员"}, {"issued_on": "2025-12-31"}, {"is_subsidised": False}])
async def test_another_benefit_is_no_doubt(desk: Desk, region: Region, other: dict[str, Any]) -> None:
    trainee = desk.world.trainees[4]
    await region.says(trainee, **other)
    assert (await apply(desk, trainee)).status_code == 201
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "eligible"


async def decide(desk: Desk, by: Subject, application: str, step: str, *, approved: bool = True) -> httpx.Response:
    body = {"request_id": str(new_id()), "approved": approved} | ({} if approved else {"reason": "另行核实"})
    return await desk.post(by, f"/settlements/applications/{application}/{step}", body)


async def test_a_report_after_the_application_stops_the_approval_until_two_officers_decide(
    desk: Desk, region: Region
) -> None:
    trainee, (first, second) = desk.world.trainees[0], (an_officer(AUTHORITY), an_officer(AUTHORITY))
    application = (await apply(desk, trainee)).json()["application_id"]
    await region.says(trainee)
    await deliver_all(desk.resources)
    assert (await decide(desk, first, application, "review")).status_code == 201
    assert (await decide(desk, second, application, "approval")).json()["reason"] == "not_earned"
    await desk.confirm((await desk.decide(trainee, met=True)).json())
    await deliver_all(desk.resources)
    assert (await decide(desk, second, application, "approval")).json()["state"] == "approved"


async def test_a_refused_application_gives_the_voucher_back_to_the_determination_that_counts(
    desk: Desk, region: Region
) -> None:
    trainee, officer = desk.world.trainees[1], an_officer(AUTHORITY)
    application = (await apply(desk, trainee)).json()["application_id"]
    await region.says(trainee)
    await deliver_all(desk.resources)
    assert await state(desk, trainee) == "requested"
    assert (await decide(desk, officer, application, "review", approved=False)).json()["state"] == "refused"
    await deliver_all(desk.resources)
    assert await state(desk, trainee) == "completed"
    assert (await desk.decide(trainee, met=False)).status_code == 201
    await deliver_all(desk.resources)
    assert await state(desk, trainee) == "released"


async def test_what_was_paid_stays_paid_whatever_is_known_later(desk: Desk, region: Region) -> None:
    trainee, (first, second) = desk.world.trainees[2], (an_officer(AUTHORITY), an_officer(AUTHORITY))
    application = (await apply(desk, trainee)).json()["application_id"]
    await decide(desk, first, application, "review")
    await decide(desk, second, application, "approval")
    order = {"table_id": str(new_id()), "application_ids": [application]}
    table = (await desk.post(second, "/settlements/payment-tables", order)).json()
    result = {"request_id": str(new_id()), "rows": [{"line": 1, "paid": True, "reference": "ZF-7"}]}
    await desk.post(first, f"/settlements/payment-tables/{table['table_id']}/results", result)
    assert await state(desk, trainee) == "written_off"
    # The same again, and then the opposite: both are determined, and neither moves money or blocks what comes after.
    await desk.say(trainee, "employment_registration")
    assert (await desk.determination(trainee))["document"]["ordinal"] == 2
    await region.says(trainee)
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "doubtful"
    assert await state(desk, trainee) == "written_off"
    assert (await desk.decide(trainee, met=False)).json()["in_force"] is True
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "not_eligible"


async def test_who_is_held_back_at_issue_is_examined_and_gets_the_voucher(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    platform = await admitted(world.officer, world.reviewer, client)
    row = a_trainee(world.class_id)
    await Region(platform).says(row)
    await platform.post("/v1/platform/trainees", a_batch(row))
    await match(world.officer, [row["document"]], place=AUTHORITY)
    path = f"/v1/classes/{world.class_id}/vouchers"
    held = await world.officer.post(path, {"request_id": new_id()})
    assert held["held_back"] == {str(row["trainee_id"]): ["duplicate_benefit"]}
    queue = await world.officer.get(f"/v1/doubts?class={world.class_id}")
    (waiting,) = (each for each in queue["held_back"] if each["trainee_id"] == str(row["trainee_id"]))
    assert [each["condition"] for each in waiting["missing"]] == ["duplicate_benefit"]
    examined = {
        "examination_id": new_id(),
        "people": [row["trainee_id"]],
        "conditions": [{"condition": "duplicate_benefit", "holds": False}],
        "examined_on": clock.now().date(),
        "document": "济南市人社局复函",
        "reason": "所报为同名他人",
    }
    await world.officer.post("/v1/examinations", examined | {"examined_on": "2026-01-01", "examination_id": new_id()})
    assert (await world.officer.post(path, {"request_id": new_id()}))["vouchers"] == []
    await world.officer.post("/v1/examinations", examined)
    issued = await world.officer.post(path, {"request_id": new_id()})
    assert [each["trainee_id"] for each in issued["vouchers"]] == [str(row["trainee_id"])]


async def test_a_report_under_the_right_number_counts_once_the_wrong_one_is_corrected(
    desk: Desk, region: Region
) -> None:
    trainee, right = desk.world.trainees[3], a_resident_id()
    await region.says({"document": right, "name": trainee.name})
    await deliver_all(desk.resources)
    assert (await desk.determination(trainee))["outcome"] == "eligible"
    correction = {
        "correction_id": new_id(),
        "class_id": desk.world.class_id,
        "document": trainee.document,
        "right_document": right,
        "evidence": "居民身份证原件已核",
        "reason": "首次录入时误写",
    }
    asked = await desk.world.admin.post("/v1/person-corrections", correction)
    decision = {
        "request_id": new_id(),
        "trainee_id": asked["trainee_id"],
        "approved": True,
        "document_number": "绍市人社更正〔2026〕3号",
        "reason": "已与公安人口信息核对一致",
    }
    await desk.world.officer.post(f"/v1/person-corrections/{asked['correction_id']}/decision", decision)
    await deliver_all(desk.resources)
    assert (await desk.doubt_of(trainee))["reason"] == "benefit_reported_elsewhere"
    assert await state(desk, trainee) == "completed"
