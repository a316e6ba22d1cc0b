"""No class anywhere needs an edit of installed files: what is missing is named, decided, and then the class opens."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.eligibility.rules.recompute import check
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import going_by
from tests.building.news import deliver_all
from tests.building.world import World, a_world, at_the_site
from tests.catalogue.registers import a_school
from tests.conftest import StoppedClock
from tests.policy_decisions.deciding import Authority, an_authority
from tests.timetable.term import FIRST_DAY, Term, a_term, a_trainee_row

USE = "voucher.use_within_months"
CRITERIA = "eligibility.criteria"


async def a_class(client: httpx.AsyncClient, resources: Resources, code: str, **project: Any) -> Term:
    return await a_term(resources, client, await a_school(resources, client, code, **project))


async def opening(term: Term) -> httpx.Response:
    return await term.post(term.school.officer, "opening", {"approved": True})


async def test_shandong_opens_a_class_with_the_citys_decision(client: httpx.AsyncClient, resources: Resources) -> None:
    term = await a_class(client, resources, "370100", training_type="pre_job")
    refused = await opening(term)
    assert (refused.status_code, refused.json()["unknown"]) == (422, [USE])
    assert "POST /v1/policy-decisions" in refused.json()["detail"]
    (missing,) = refused.json()["undecided"]
    assert (missing["authority_code"], missing["title"]["zh"], missing["may_be_decided"]) == (
        "370100",
        "使用有效期",
        True,
    )
    jinan = await an_authority(client, resources, "370100")
    await jinan.decide(USE, 6)
    opened = await opening(term)
    assert (opened.status_code, opened.json()["state"]) == (201, "open")
    await term.enter(a_trainee_row())
    (issued,) = await term.issue()
    shown = await jinan.get(f"/v1/vouchers/{issued['voucher_code']}")
    assert shown.json()["use_by"] == "2026-09-02"


async def test_a_city_may_rely_on_what_its_province_has_decided(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    term = await a_class(client, resources, "360100")
    assert set((await opening(term)).json()["unknown"]) == {USE, CRITERIA}
    province, city = [await an_authority(client, resources, code) for code in ("360000", "360100")]
    await province.decide(CRITERIA, ["assessment_passed"])
    assert (await opening(term)).json()["unknown"] == [USE]
    await city.decide(USE, 4)
    assert (await opening(term)).status_code == 201


async def test_where_no_rule_sets_it_the_templates_validity_counts(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    suzhou = await an_authority(client, resources, "320500")
    await suzhou.decide(CRITERIA, ["assessment_passed"])
    term = await a_class(client, resources, "320500")
    await term.enter(a_trainee_row())
    refused = await opening(term)
    assert refused.json()["unknown"] == [USE]
    assert "valid_months" in refused.json()["detail"]
    template = await suzhou.post("/v1/voucher-templates", a_template(valid_months=5))
    assert template.status_code == 201, template.text
    assert (await opening(term)).status_code == 201
    without = await term.post(term.school.officer, "vouchers")
    assert (without.status_code, without.json()["unknown"]) == (422, [USE])
    issued = await term.done(term.school.officer, "vouchers", {"template_id": template.json()["template_id"]})
    code = issued["vouchers"][0]["voucher_code"]
    assert (await suzhou.get(f"/v1/vouchers/{code}")).json()["use_by"] == "2026-08-02"


async def test_a_template_of_another_kind_or_for_another_school_opens_nothing(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    wuxi = await an_authority(client, resources, "320200")
    await wuxi.decide(CRITERIA, ["assessment_passed"])
    term = await a_class(client, resources, "320200")
    await term.enter(a_trainee_row())
    for changed in ({"kind": "general"}, {"institutions": [str(new_id())]}, {"valid_months": None}):
        made = await wuxi.post("/v1/voucher-templates", a_template(**changed))
        assert made.status_code == 201, made.text
    assert (await opening(term)).json()["unknown"] == [USE]


def a_template(**changed: Any) -> dict[str, Any]:
    return {
        "request_id": str(new_id()),
        "template_id": str(new_id()),
        "name": "电工培训券",
        "content": "电工（四级）",
        "kind": "targeted",
        "form": "credit",
        "fund": "skills_action_fund",
        "people": "企业职工",
        "valid_months": 5,
        "quantity": 10,
    } | changed


@pytest.mark.parametrize("code", ["330100", "110100"])
async def test_an_authority_without_a_pack_works_under_the_ministrys_plan_with_its_decisions(
    nodes: tuple[FastAPI, FastAPI], client: httpx.AsyncClient, resources: Resources, clock: StoppedClock, code: str
) -> None:
    """From the opening to a determination, recomputed offline with the decisions it rests on."""
    own = await an_authority(client, resources, code)
    await own.decide(CRITERIA, ["attendance_rate", "assessment_passed"])
    await own.decide("attendance.minimum_percent", 75)
    await own.decide(USE, 6)
    world = await a_world(resources, client, clock, authority=code, sessions=2)
    with going_by(nodes[0].state.shelf):
        document = await determined(world, resources, clock)
    assert document["outcome"] == "not_eligible"
    rate = next(each for each in document["criteria"] if each["criterion"] == "attendance_rate")
    assert (rate["outcome"], rate["arithmetic"]) == ("fail", "4/8 < 3/4")
    assert rate["basis"]["kind"] == "authority_decision"
    assert rate["basis"]["document"] == "示人社发〔2026〕3号"
    values = {each["key"]: each for each in document["policy"]["values"]}
    assert values[CRITERIA]["decision_id"] is not None
    assert values["attendance.minimum_percent"]["value"] == 75
    (checked,) = check(json.dumps({"determinations": [await whole(world)]}).encode())
    assert checked.faults == ()


async def determined(world: World, resources: Resources, clock: StoppedClock) -> dict[str, Any]:
    """Half of the class attended, the assessment passed, the class completed: the document that came of it."""
    (trainee,) = world.trainees
    for number, phase in ((0, "in"), (0, "out")):
        shift = timedelta(minutes=-5) if phase == "in" else timedelta(hours=3, minutes=5)
        clock.move_to(world.starts_at(number) + shift)
        code = await world.terminal.show_code(world.session(number), at=at_the_site())
        answer = await trainee.phone.check_in(
            world.session(number), phase=phase, proof=trainee.phone.pin_code(code), at=at_the_site()
        )
        assert answer["outcome"] == "accepted", answer
    clock.move_to(world.starts_at(1) + timedelta(days=1))
    result = {"trainee_id": trainee.trainee_id, "passed": True, "assessed_on": clock.now().date()}
    await world.admin.record_results(world.class_id, [result])
    await world.admin.apply_for_completion(world.class_id)
    await deliver_all(resources)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)
    return dict((await whole(world))["document"])


async def whole(world: World) -> dict[str, Any]:
    (found,) = await world.officer.eligibility(voucher_code=world.trainees[0].voucher_code)
    return dict(found)


async def test_a_decision_made_after_the_opening_is_no_surprise_to_those_already_judged(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    city = await an_authority(client, resources, "420100")
    await city.decide(CRITERIA, ["assessment_passed"])
    await city.decide(USE, 6)
    term = await a_class(client, resources, "420100")
    assert (await opening(term)).status_code == 201
    later = (FIRST_DAY + timedelta(days=90)).date().isoformat()
    await city.decide(CRITERIA, ["certificate"], effective_from=later)
    found = await city.value(CRITERIA, on=FIRST_DAY.date().isoformat())
    assert found is not None
    assert found["value"] == ["assessment_passed"]
    assert UUID(found["decision_id"])


async def test_the_radius_an_authority_has_decided_bounds_its_sites(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    city = await an_authority(client, resources, "430100")
    school = await a_school(resources, client, "430100")
    place = {
        "site_id": str(new_id()),
        "institution_id": school.institution_id,
        "name": "二号楼",
        "address": "示例路2号",
    }
    site = place | {"longitude": 112.93, "latitude": 28.23, "datum": "wgs84", "radius_m": 400}
    await city.decide("site.radius_max_m", 300)
    refused = await city.post("/v1/sites", site)
    assert (refused.status_code, "300" in refused.json()["detail"]) == (422, True)
    assert (await city.post("/v1/sites", site | {"radius_m": 300})).status_code == 201


async def test_nobody_else_is_bound_by_it(client: httpx.AsyncClient, resources: Resources) -> None:
    one = await an_authority(client, resources, "430200")
    await one.decide("site.radius_max_m", 300)
    other: Authority = await an_authority(client, resources, "430300")
    assert (await other.value("site.radius_max_m") or {})["value"] == 1000
