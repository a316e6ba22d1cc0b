"""Authorities enter their decisions: two people, within bounds, never against a statute, on both axes of time."""

import asyncio
import itertools
from datetime import date, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.transparency.service.sealer import Sealer
from tests.access.people import an_institution_admin, bearer
from tests.conftest import StoppedClock
from tests.policy_decisions.deciding import Authority, a_decision, an_authority

USE = "voucher.use_within_months"
_codes = (f"37{city:02d}{district:02d}" for city, district in itertools.product(range(20, 90), range(1, 90)))


@pytest.fixture
async def district(client: httpx.AsyncClient, resources: Resources) -> Authority:
    """A district of Shandong that nobody else decides for."""
    return await an_authority(client, resources, next(_codes))


async def test_a_proposal_changes_nothing_until_somebody_else_approves_it(district: Authority) -> None:
    proposed = await district.propose(USE, 6)
    assert (proposed.status_code, proposed.json()["state"]) == (201, "proposed")
    assert proposed.json()["meaning"] == {"zh": "6个月", "en": "6 calendar month(s)"}
    assert await district.value(USE) is None
    ruled = await district.rule(proposed.json()["decision_id"])
    assert (ruled.status_code, ruled.json()["state"], ruled.json()["ruled_by"]) == (
        201,
        "approved",
        str(district.second.subject_id),
    )
    found = await district.value(USE)
    assert found is not None
    assert (found["value"], found["basis"], found["document"]) == (6, "authority_decision", "示人社发〔2026〕3号")
    assert (found["quote"], found["is_inherited"]) == ("职业培训券自领取之日起6个月内使用", False)
    assert found["decision_id"] == proposed.json()["decision_id"]


async def test_whoever_proposed_it_does_not_approve_it(district: Authority) -> None:
    decision_id = (await district.propose(USE, 6)).json()["decision_id"]
    answer = await district.rule(decision_id, by=district.officer)
    assert (answer.status_code, answer.json()["reason"]) == (422, "second_person_needed")
    assert "另一名工作人员" in answer.json()["detail"]
    refused = await district.rule(decision_id, by=district.officer, approved=False, reason="录错")
    assert refused.json()["reason"] == "second_person_needed"
    assert (await district.rule(decision_id, by=district.reviewer)).status_code == 201
    again = await district.rule(decision_id)
    assert (again.status_code, again.json()["reason"]) == (422, "ruled_already")


async def test_a_refused_proposal_says_why_and_never_holds(district: Authority) -> None:
    decision_id = (await district.propose(USE, 6)).json()["decision_id"]
    assert (await district.rule(decision_id, approved=False)).status_code == 422
    refused = await district.rule(decision_id, approved=False, reason="文号有误")
    assert (refused.json()["state"], refused.json()["ruling_reason"]) == ("refused", "文号有误")
    assert await district.value(USE) is None


async def test_another_authority_neither_rules_nor_learns_of_a_proposal(
    district: Authority, client: httpx.AsyncClient, resources: Resources
) -> None:
    neighbour = await an_authority(client, resources, next(_codes))
    decision_id = (await district.propose(USE, 6)).json()["decision_id"]
    assert (await neighbour.rule(decision_id)).status_code == 404
    listed = (await neighbour.get("/v1/policy-decisions", key=USE)).json()["decisions"]
    assert decision_id not in {each["decision_id"] for each in listed}


async def test_only_the_authoritys_staff_decides(district: Authority) -> None:
    school = an_institution_admin()
    assert (await district.propose(USE, 6, by=school)).status_code == 403
    assert (await district.propose(USE, 6, by=district.reviewer)).status_code == 403
    assert (await district.get("/v1/policy", by=school)).status_code == 403
    decision_id = (await district.propose(USE, 6)).json()["decision_id"]
    assert (await district.rule(decision_id, by=school)).status_code == 403


@pytest.mark.parametrize(
    ("key", "value", "reason", "said"),
    [
        (USE, 61, "value_out_of_bounds", "1个月至60个月"),
        (USE, "six", "value_out_of_bounds", "1个月至60个月"),
        ("eligibility.criteria", ["diligence"], "value_out_of_bounds", "考核合格"),
        ("person.graduated_from", "spring", "value_out_of_bounds", "一个日期"),
        ("voucher.steps", ["paid"], "not_decidable", "流程"),
        ("voucher.colour", "red", "unknown_key", "没有这一政策项"),
        ("site.radius_min_m", 900, "out_of_order", "有效半径建议值"),
        ("site.radius_max_m", 100, "out_of_order", "有效半径建议值"),
    ],
)
async def test_what_nobody_may_decide_is_refused_with_what_is_possible(
    district: Authority, key: str, value: Any, reason: str, said: str
) -> None:
    answer = await district.propose(key, value)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason), answer.text
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"published_on": "2026-03-03"}, "not_published"),
        ({"effective_to": "2026-02-28"}, "ends_before_it_begins"),
    ],
)
async def test_days_that_cannot_be_are_refused(district: Authority, changed: dict[str, Any], reason: str) -> None:
    answer = await district.propose(USE, 6, **changed)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)


@pytest.mark.parametrize(
    ("code", "key", "value", "clause"),
    [
        ("330600", "attendance.minimum_percent", 50, "SX-23"),
        ("330602", "attendance.minimum_percent", 50, "SX-23"),
        ("350100", USE, 6, "FJ-12"),
        ("370100", "eligibility.criteria", ["certificate"], "SD-14"),
        ("330100", "checkin.phases", ["in"], "MP-23"),
    ],
)
async def test_a_statute_of_the_line_is_not_overridden(
    client: httpx.AsyncClient, resources: Resources, code: str, key: str, value: Any, clause: str
) -> None:
    authority = await an_authority(client, resources, code)
    answer = await authority.propose(key, value)
    assert (answer.status_code, answer.json()["reason"], answer.json()["clause"]) == (422, "statute", clause)
    assert clause in answer.json()["detail"]


async def test_a_statute_for_one_kind_leaves_the_other_kind_to_decide(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    shaoxing = await an_authority(client, resources, "330600")
    answer = await shaoxing.propose("attendance.minimum_percent", 50, voucher_kind="general")
    assert answer.status_code == 201, answer.text


async def test_a_place_below_inherits_until_it_decides_itself(
    client: httpx.AsyncClient, resources: Resources, district: Authority
) -> None:
    province = await an_authority(client, resources, "370000")
    key = "appeal.decide_within_working_days"
    await province.decide(key, 20)
    inherited = await district.value(key)
    assert inherited is not None
    assert (inherited["value"], inherited["jurisdiction"], inherited["is_inherited"]) == (20, "370000", True)
    await district.decide(key, 10)
    own = await district.value(key)
    assert own is not None
    assert (own["value"], own["jurisdiction"]) == (10, district.code)
    heard = (await district.get("/v1/policy-decisions", key=key)).json()["decisions"]
    assert {(each["authority_code"], each["value"]) for each in heard} >= {("370000", 20), (district.code, 10)}


async def test_a_decision_is_known_from_the_day_it_was_approved(district: Authority, clock: StoppedClock) -> None:
    key = "leave.decided_by"
    before = await district.value(key)
    assert before is not None
    assert before["value"] == "authority"
    clock.advance(days=3)
    await district.decide(key, "institution")
    assert (await district.value(key) or {})["value"] == "institution"
    known = {"on": "2026-03-05", "known_on": "2026-03-04"}
    assert (await district.value(key, **known) or {})["value"] == "authority"
    assert (await district.value(key, **known | {"known_on": "2026-03-05"}) or {})["value"] == "institution"
    not_yet = {"on": "2026-02-28", "known_on": "2026-03-05"}
    assert (await district.value(key, **not_yet) or {})["value"] == "authority"


async def test_a_later_decision_takes_the_place_of_an_earlier_one_and_both_stay_on_record(district: Authority) -> None:
    first = await district.decide(USE, 6)
    await district.decide(USE, 9, effective_from="2026-06-01")
    assert (await district.value(USE) or {})["value"] == 6
    assert (await district.value(USE, on="2026-06-01") or {})["value"] == 9
    listed = (await district.get("/v1/policy-decisions", key=USE)).json()["decisions"]
    assert [each["value"] for each in listed if each["authority_code"] == district.code] == [6, 9]
    assert listed[0]["decision_id"] == first["decision_id"]


async def test_what_nobody_has_decided_is_listed_with_the_way_to_decide_it(district: Authority) -> None:
    undecided = {each["key"]: each for each in (await district.in_force())["undecided"]}
    found = undecided[USE]
    assert found["may_be_decided"] is True
    assert found["allowed"]["zh"] == "1个月至60个月"
    assert district.code in found["way"]["zh"]
    assert "POST /v1/policy-decisions" in found["way"]["zh"]


async def test_repeating_a_request_changes_nothing(district: Authority) -> None:
    body = a_decision()
    first = await district.post("/v1/policy-decisions", body)
    assert (await district.post("/v1/policy-decisions", body)).content == first.content
    assert (await district.post("/v1/policy-decisions", body | {"value": 7})).status_code == 409
    request_id = str(new_id())
    ruled = await district.rule(body["decision_id"], request_id=request_id)
    assert (await district.rule(body["decision_id"], request_id=request_id)).content == ruled.content


async def test_approvals_at_the_same_moment_are_numbered_one_after_another(
    client: httpx.AsyncClient, resources: Resources, database_url: str
) -> None:
    places = [await an_authority(client, resources, next(_codes)) for _ in range(3)]
    ids = [(await each.propose(USE, 6)).json()["decision_id"] for each in places]
    ruled = await asyncio.gather(*(each.rule(id_) for each, id_ in zip(places, ids, strict=True)))
    assert [answer.status_code for answer in ruled] == [201] * 3
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT count(*), max(ordinal) FROM policy_ruling").fetchone()
    assert row is not None
    assert row[0] == row[1]


async def test_proposals_and_rulings_stand_in_the_log_and_in_the_trail(
    district: Authority, resources: Resources, database_url: str
) -> None:
    decision_id = (await district.decide(USE, 6))["decision_id"]
    await Sealer(resources).seal()
    with psycopg.connect(database_url) as connection:
        logged = connection.execute(
            "SELECT split_part(fact, ' ', 1) FROM log_checkpoint, unnest(facts) AS fact"
            " WHERE chain = %s AND fact LIKE %s ORDER BY fact",
            [f"authority:{district.code}", f"% {decision_id} %"],
        ).fetchall()
        trail = connection.execute(
            "SELECT action FROM audit_entry WHERE object_id = %s ORDER BY action", [decision_id]
        ).fetchall()
    assert [row[0] for row in logged] == ["policy_decision", "policy_ruling"]
    assert [row[0] for row in trail] == ["policy:decision:propose", "policy:decision:rule"]


async def test_the_days_of_publication_and_effect_are_the_documents_own(district: Authority) -> None:
    long_ago = date(2026, 3, 2) - timedelta(days=400)
    await district.decide(USE, 6, published_on=str(long_ago), effective_from=str(long_ago))
    found = await district.value(USE)
    assert found is not None
    assert (found["published_on"], found["effective_from"]) == (str(long_ago), str(long_ago))
    # Published long ago, and yet nobody who went by this service knew of it before it was entered.
    assert await district.value(USE, on="2026-03-01", known_on="2026-03-01") is None
    headers = bearer(district.resources, district.officer)
    assert (await district.client.get("/v1/policy?on=yesterday", headers=headers)).status_code == 422
