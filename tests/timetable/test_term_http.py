"""A term from vouchers to completion: issuing, verifying at arrival, results, and the news each of them makes."""

import asyncio
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import httpx
import pytest
from sqlalchemy import bindparam, select

from checkin_service.access import model
from checkin_service.kit.idempotency import answered_request
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import Realm
from checkin_service.kit.outbox import outbox
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from tests.access.people import Phone, a_trainee, bearer
from tests.catalogue.registers import School, a_school, an_authority
from tests.timetable.term import FIRST_DAY, Term, a_term, a_trainee_row
from tests.tools.reading import reading

_NEWS = reading(
    select(outbox.c.type, outbox.c.payload)
    .where(outbox.c.trainee_id == bindparam("of_trainee"))
    .order_by(outbox.c.sequence)
)


class Clock(Protocol):
    def advance(self, **by: float) -> None: ...


@pytest.fixture
async def school(resources: Resources, client: httpx.AsyncClient) -> School:
    return await a_school(resources, client)


@pytest.fixture
async def term(resources: Resources, client: httpx.AsyncClient, school: School) -> Term:
    """An open class."""
    applied = await a_term(resources, client, school)
    await applied.open()
    return applied


async def news_of(resources: Resources, trainee_id: str) -> list[tuple[str, dict[str, Any]]]:
    rows = await resources.database.read(_NEWS, of_trainee=UUID(trainee_id))
    return [(row.type, row.payload) for row in rows if row.type != "voucher.issued"]


async def test_everybody_on_the_roster_gets_a_voucher_and_an_invitation(term: Term) -> None:
    people = await term.enter(a_trainee_row(), a_trainee_row(voucher_kind="general"))
    issued = await term.issue()
    assert {each["trainee_id"] for each in issued} == set(people)
    assert len({each["voucher_code"] for each in issued}) == len({each["invitation"] for each in issued}) == 2
    assert issued[0]["invitation_expires_at"] == "2026-04-01T00:00:00Z"


async def test_who_has_a_voucher_gets_no_second_one(term: Term) -> None:
    await term.enter(a_trainee_row())
    assert len(await term.issue()) == 1
    assert await term.issue() == []
    (late,) = await term.enter(a_trainee_row())
    assert [each["trainee_id"] for each in await term.issue()] == [late]


async def test_a_repeated_issue_gives_the_same_vouchers_and_invitations(term: Term) -> None:
    await term.enter(a_trainee_row())
    request = {"request_id": str(new_id())}
    first, again = [await term.post(term.school.officer, "vouchers", request) for _ in range(2)]
    assert again.content == first.content


async def test_invitations_are_not_kept_in_the_clear(term: Term, resources: Resources) -> None:
    await term.enter(a_trainee_row())
    request_id = str(new_id())
    issued = await term.done(term.school.officer, "vouchers", {"request_id": request_id})
    kept = await resources.database.read_one(
        reading(select(answered_request.c.answer).where(answered_request.c.request_id == bindparam("of_request"))),
        of_request=UUID(request_id),
    )
    assert kept is not None
    assert issued["vouchers"][0]["invitation"].encode() not in bytes(kept.answer)


async def test_an_invitation_binds_a_phone_and_a_bound_phone_needs_none(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    row = a_trainee_row(voucher_kind="general")
    await term.enter(row)
    (issued,) = await term.issue()
    bound = await client.post("/v1/devices", json=Phone().binding(issued["invitation"]))
    assert bound.status_code == 201, bound.text
    elsewhere = await a_term(resources, client, school)
    await elsewhere.enter(row | {"voucher_kind": "targeted"})
    assert [each["invitation"] for each in await elsewhere.issue()] == [None]


async def test_an_erased_persons_invitation_is_told_to_nobody_any_more(term: Term, resources: Resources) -> None:
    (trainee_id,) = await term.enter(a_trainee_row())
    request = {"request_id": str(new_id())}
    await term.done(term.school.officer, "vouchers", request)
    resources.sealer.destroy(UUID(trainee_id), Realm.IDENTITY)
    again = await term.done(term.school.officer, "vouchers", request)
    assert [each["invitation"] for each in again["vouchers"]] == [None]


async def test_no_voucher_is_issued_where_policy_does_not_say_how_long_it_lives(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    term = await a_term(resources, client, await a_school(resources, client, "330100"))
    await term.enter(a_trainee_row())
    answer = await term.post(term.school.officer, "vouchers")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/rule-refused")
    assert answer.json()["unknown"][0].startswith("voucher.")


async def test_only_the_paying_authority_issues(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    counting = await an_authority(resources, "330200")
    term = await a_term(resources, client, school, counting_authority="330200")
    assert (await term.post(counting, "vouchers")).status_code == 403
    assert (await term.post(school.admin, "vouchers")).status_code == 403


async def test_two_officers_at_once_issue_one_voucher_each_person(term: Term) -> None:
    people = await term.enter(*[a_trainee_row() for _ in range(5)])
    answers = await asyncio.gather(*[term.post(term.school.officer, "vouchers") for _ in range(4)])
    issued = [each for answer in answers if answer.status_code == 201 for each in answer.json()["vouchers"]]
    assert sorted(each["trainee_id"] for each in issued) == sorted(people)
    assert {answer.status_code for answer in answers} <= {201, 409}


async def test_the_voucher_is_verified_at_arrival_and_the_news_names_what_is_reserved(
    term: Term, resources: Resources
) -> None:
    (trainee_id,) = await term.enter(a_trainee_row())
    (issued,) = await term.issue()
    used = await term.activate(issued["voucher_code"])
    assert (used["trainee_id"], used["voucher_kind"]) == (trainee_id, "targeted")
    lines = (await term.get(term.school.admin, "/roster")).json()["trainees"]
    assert [each["trainee_id"] for each in lines if each["has_used_voucher"]] == [trainee_id]
    assert await news_of(resources, trainee_id) == [
        (
            "voucher.activated",
            {
                "voucher_id": issued["voucher_id"],
                "class_id": term.class_id,
                "voucher_kind": "targeted",
                "authority_code": "330600",
                "amount_fen": 120_000,
                "payee": f"institution:{term.school.institution_id}",
            },
        )
    ]


async def test_a_general_voucher_pays_the_person(term: Term, resources: Resources) -> None:
    (trainee_id,) = await term.enter(a_trainee_row(voucher_kind="general"))
    (issued,) = await term.issue()
    await term.activate(issued["voucher_code"])
    ((_, payload),) = await news_of(resources, trainee_id)
    assert payload["payee"] == f"trainee:{trainee_id}"


async def test_a_voucher_is_used_once_however_often_it_is_scanned(term: Term, resources: Resources) -> None:
    (trainee_id,) = await term.enter(a_trainee_row())
    (issued,) = await term.issue()
    body = {"voucher_code": issued["voucher_code"]}
    answers = await asyncio.gather(*[term.post(term.school.admin, "activations", body) for _ in range(6)])
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len(await news_of(resources, trainee_id)) == 1
    assert (await term.post(term.school.admin, "activations", body)).status_code in {409, 422}


async def test_a_voucher_of_nobody_or_of_a_stranger_is_refused(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    unknown = await term.post(school.admin, "activations", {"voucher_code": "D9NP1EFFX9N5DCRX8BGMS"})
    assert unknown.status_code == 404
    elsewhere = await a_term(resources, client, school)
    await elsewhere.enter(a_trainee_row())
    (issued,) = await elsewhere.issue()
    answer = await term.post(school.admin, "activations", {"voucher_code": issued["voucher_code"]})
    assert answer.status_code == 422
    assert "not on the roster" in answer.json()["detail_en"]


async def test_a_voucher_of_the_other_kind_does_not_serve(
    term: Term, client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    row = a_trainee_row(voucher_kind="general")
    await term.enter(row)
    (general,) = await term.issue()
    elsewhere = await a_term(resources, client, school)
    await elsewhere.enter(row | {"voucher_kind": "targeted"})
    await elsewhere.open()
    answer = await elsewhere.post(school.admin, "activations", {"voucher_code": general["voucher_code"]})
    assert answer.status_code == 422
    assert "kind or issuer differs" in answer.json()["detail_en"]


async def test_vouchers_are_verified_only_once_the_class_is_open(
    client: httpx.AsyncClient, resources: Resources, school: School
) -> None:
    term = await a_term(resources, client, school)
    await term.enter(a_trainee_row())
    (issued,) = await term.issue()
    answer = await term.post(school.admin, "activations", {"voucher_code": issued["voucher_code"]})
    assert (answer.status_code, answer.json()["state"]) == (409, "applied")


async def test_an_expired_voucher_is_refused_and_another_can_be_issued(term: Term, clock: Clock) -> None:
    await term.enter(a_trainee_row())
    (issued,) = await term.issue()
    clock.advance(days=93)
    answer = await term.post(term.school.admin, "activations", {"voucher_code": issued["voucher_code"]})
    assert (answer.status_code, answer.json()["reason"]) == (422, "voucher_expired")
    assert len(await term.issue()) == 1


async def after_the_class(term: Term, clock: Clock) -> None:
    clock.advance(days=(FIRST_DAY + timedelta(days=2) - term.resources.clock.now()).days, hours=24)


def a_result(trainee_id: str, **changed: Any) -> dict[str, Any]:
    return {"trainee_id": trainee_id, "passed": True, "score": "82", "assessed_on": "2026-03-11"} | changed


async def test_results_and_certificates_are_entered_and_a_resit_counts(term: Term, clock: Clock) -> None:
    one, other = await term.enter(a_trainee_row(), a_trainee_row(name="李强"))
    await after_the_class(term, clock)
    certificate = {"number": f"S{new_id().hex[-16:]}", "kind": "skill_level", "issued_on": "2026-03-11"}
    entered = await term.done(
        term.school.admin,
        "assessments",
        {"results": [a_result(one, certificate=certificate), a_result(other, passed=False)]},
    )
    assert (entered["recorded"], entered["certificates"]) == (2, 1)
    await term.done(term.school.admin, "assessments", {"results": [a_result(other, passed=True)]})
    lines = {each["trainee_id"]: each for each in (await term.get(term.school.officer, "/roster")).json()["trainees"]}
    assert [(lines[each]["passed"], lines[each]["certificates"]) for each in (one, other)] == [(True, 1), (True, 0)]


async def test_a_wrong_result_keeps_all_out_and_is_named(term: Term, clock: Clock) -> None:
    one, other = await term.enter(a_trainee_row(), a_trainee_row(name="李强"))
    await after_the_class(term, clock)
    certificate = {"number": "S-7", "kind": "skill_level", "issued_on": "2026-03-11"}
    results = [
        a_result(one, certificate=certificate),
        a_result(other, certificate=certificate),
        a_result(str(new_id())),
        a_result(one),
        a_result(other, assessed_on="2026-03-01"),
    ]
    answer = await term.post(term.school.admin, "assessments", {"results": results})
    assert answer.status_code == 422
    reasons = {each["row"]: each["reason"]["en"] for each in answer.json()["rows"]}
    assert set(reasons) == {2, 3, 4, 5}
    assert "number has been entered" in reasons[2]
    assert "Not on the roster" in reasons[3]
    assert "twice" in reasons[4]
    roster = (await term.get(term.school.admin, "/roster")).json()["trainees"]
    assert {each["passed"] for each in roster} == {None}


async def test_completion_waits_for_the_last_session(term: Term, clock: Clock) -> None:
    early = await term.post(term.school.admin, "completion-application")
    assert early.status_code == 409
    assert "not over yet" in early.json()["detail_en"]
    await after_the_class(term, clock)
    applied = await term.done(term.school.admin, "completion-application")
    assert applied["state"] == "completion_applied"


async def test_an_approved_completion_is_told_to_everybody_in_the_class(
    term: Term, resources: Resources, clock: Clock
) -> None:
    people = await term.enter(a_trainee_row(), a_trainee_row(name="李强"))
    await after_the_class(term, clock)
    await term.done(term.school.admin, "completion-application")
    completed = await term.done(term.school.officer, "completion", {"approved": True})
    assert completed["state"] == "completed"
    assert completed["completed_at"] is not None
    for trainee_id in people:
        assert await news_of(resources, trainee_id) == [("class.completed", {"class_id": term.class_id})]


async def test_a_result_after_the_completion_is_news(term: Term, resources: Resources, clock: Clock) -> None:
    people = await term.enter(a_trainee_row(), a_trainee_row(name="李强"))
    await after_the_class(term, clock)
    await term.done(term.school.admin, "completion-application")
    await term.done(term.school.officer, "completion", {"approved": True})
    late = await term.post(term.school.admin, "assessments", {"results": [a_result(people[0])]})
    assert late.status_code == 201
    news = [(kind, {"class_id": term.class_id}) for kind in ("class.completed", "result.recorded")]
    assert await news_of(resources, people[0]) == news
    assert await news_of(resources, people[1]) == news[:1]


async def test_a_refused_completion_can_be_asked_for_again(term: Term, clock: Clock) -> None:
    await after_the_class(term, clock)
    await term.done(term.school.admin, "completion-application")
    sent_back = await term.done(term.school.officer, "completion", {"approved": False, "reason": "缺考核成绩"})
    assert sent_back["state"] == "open"
    await term.done(term.school.admin, "completion-application")


async def test_completion_is_decided_by_the_supervising_authority_after_it_was_asked_for(term: Term) -> None:
    assert (await term.post(term.school.officer, "completion", {"approved": True})).status_code == 409
    assert (await term.post(term.school.admin, "completion", {"approved": True})).status_code == 403


async def test_five_hundred_people_complete_a_class_at_once(term: Term, clock: Clock) -> None:
    await term.enter(*[a_trainee_row() for _ in range(500)])
    assert len(await term.issue()) == 500
    await after_the_class(term, clock)
    await term.done(term.school.admin, "completion-application")
    await term.done(term.school.officer, "completion", {"approved": True})


async def test_a_trainee_sees_own_classes_with_windows_place_and_voucher(
    term: Term, client: httpx.AsyncClient, resources: Resources
) -> None:
    (trainee_id,) = await term.enter(a_trainee_row())
    subject = model.trainee(UUID(trainee_id), device_id=new_id())

    async def own() -> Any:
        answer = await client.get("/v1/me/classes", headers=bearer(resources, subject))
        (only,) = answer.json()["classes"]
        return only

    before = await own()
    assert (before["class_id"], before["institution_name"], before["voucher"]) == (
        term.class_id,
        "示例职业培训学校",
        None,
    )
    assert before["sessions"][0]["site_name"] == "一号教学楼"
    assert before["sessions"][0]["windows"] == [
        {"phase": "in", "opens_at": "2026-03-09T00:30:00Z", "closes_at": "2026-03-09T01:15:00Z"}
    ]
    (issued,) = await term.issue()
    assert (await own())["voucher"]["state"] == "issued"
    await term.activate(issued["voucher_code"])
    after = (await own())["voucher"]
    assert (after["state"], after["voucher_code"]) == ("used", issued["voucher_code"])


async def test_sessions_and_registrations_come_with_their_class(term: Term, resources: Resources) -> None:
    (trainee_id,) = await term.enter(a_trainee_row())
    session = (await timetable.sessions_of(resources.database, UUID(term.class_id)))[1]
    held = await timetable.session_with_class(resources.database, session.session_id)
    assert held is not None
    assert (held.session, str(held.training_class.class_id)) == (session, term.class_id)
    assert await timetable.session_with_class(resources.database, new_id()) is None
    ((registration, training_class),) = await timetable.registrations_of_trainee(resources.database, UUID(trainee_id))
    assert (registration.voucher_id, training_class) == (None, held.training_class)


async def test_a_trainee_without_a_class_sees_none(client: httpx.AsyncClient, resources: Resources) -> None:
    answer = await client.get("/v1/me/classes", headers=bearer(resources, a_trainee()))
    assert answer.json() == {"classes": []}
