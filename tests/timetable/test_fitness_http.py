"""Fitness of a voucher: issued and used once, for one occupation, and for what it names."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.timetable.service import fitness
from tests.access.people import a_trainee, bearer
from tests.building.authorities import an_authority_of_fujian
from tests.building.identities import a_passport
from tests.catalogue.registers import School, a_school, register_occupations
from tests.timetable.term import Term, a_term, a_trainee_row

Client = httpx.AsyncClient


async def a_fujian_term(resources: Resources, client: Client, code: str, occupation: str = "育婴员") -> Term:
    """An open class of a school of its own, under an authority with money."""
    school = await a_school(resources, client, code, occupation=occupation)
    budget = {
        "request_id": str(new_id()),
        "kind": "grant",
        "fund": "employment_subsidy_fund",
        "fiscal_year": 2026,
        "amount_fen": 100_000_000,
        "document": "示例预算",
    }
    granted = await client.post("/v1/budgets", json=budget, headers=bearer(resources, school.officer))
    assert granted.status_code == 201, granted.text
    term = await a_term(resources, client, school)
    await term.open()
    return term


async def published(term: Term, **changed: Any) -> str:
    """A template of the authority; its id."""
    body = {
        "request_id": str(new_id()),
        "template_id": str(new_id()),
        "name": "电工四级",
        "content": "电工四级技能培训",
        "kind": "targeted",
        "form": "credit",
        "fund": "employment_subsidy_fund",
        "people": "本地劳动者",
        "quantity": 5,
    } | changed
    answer = await term.client.post(
        "/v1/voucher-templates", json=body, headers=bearer(term.resources, term.school.officer)
    )
    assert answer.status_code == 201, answer.text
    return str(body["template_id"])


async def refused_issue(term: Term, template_id: str) -> str:
    answer = await term.post(term.school.officer, "vouchers", {"template_id": template_id})
    assert answer.status_code == 422, answer.text
    return str(answer.json()["reason"])


async def test_whoever_holds_a_voucher_gets_no_second_one_of_whatever_kind_from_whomever(
    resources: Resources, client: Client
) -> None:
    """FJ-14: another school, another kind and another city of the province."""
    first = await a_fujian_term(resources, client, an_authority_of_fujian())
    other = await a_fujian_term(resources, client, an_authority_of_fujian(), occupation="养老护理员")
    person = a_trainee_row()
    await first.enter(person)
    assert len(await first.issue()) == 1
    (again,) = await other.enter(person | {"trainee_id": str(new_id()), "voucher_kind": "general"})
    (stranger,) = await other.enter(a_trainee_row())
    answer = await other.done(other.school.officer, "vouchers")
    assert [each["trainee_id"] for each in answer["vouchers"]] == [stranger]
    assert answer["held_back"] == {again: ["voucher_still_held"]}
    assert answer["reasons"][again]["clause"] == "FJ-14"
    assert "不再发放新的职业培训券" in answer["reasons"][again]["quote"]


async def test_of_two_classes_that_issue_at_the_same_instant_one_has_to_judge_anew(
    resources: Resources, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FJ-14: both have seen a person without a voucher before either writes."""
    first = await a_fujian_term(resources, client, an_authority_of_fujian())
    other = await a_fujian_term(resources, client, an_authority_of_fujian(), occupation="养老护理员")
    person = a_trainee_row()
    await first.enter(person)
    await other.enter(person | {"trainee_id": str(new_id())})
    both_have_judged, judge = asyncio.Barrier(2), fitness.within_quota

    async def judge_together(*asked: Any) -> Any:
        judged = await judge(*asked)
        await both_have_judged.wait()
        return judged

    with monkeypatch.context() as together:
        together.setattr(fitness, "within_quota", judge_together)
        answers = await asyncio.gather(*(each.post(each.school.officer, "vouchers") for each in (first, other)))
    assert sorted(each.status_code for each in answers) == [201, 409]
    late = first if answers[0].status_code == 409 else other
    anew = await late.done(late.school.officer, "vouchers")
    assert (anew["vouchers"], list(anew["held_back"].values())) == ([], [["voucher_still_held"]])


async def test_one_occupation_is_trained_with_a_voucher_once_a_year_in_the_whole_province(
    resources: Resources, client: Client
) -> None:
    """FJ-19: the second class is refused where the person is entered; another occupation is not."""
    first = await a_fujian_term(resources, client, an_authority_of_fujian())
    same = await a_fujian_term(resources, client, an_authority_of_fujian(), occupation="育 婴 员")
    another = await a_fujian_term(resources, client, an_authority_of_fujian(), occupation="养老护理员")
    person = a_trainee_row()
    await first.enter(person)
    (voucher,) = await first.issue()
    await first.activate(voucher["voucher_code"])
    again = person | {"trainee_id": str(new_id())}
    answer = await same.post(same.school.admin, "roster", {"trainees": [again]})
    assert answer.status_code == 422
    assert "职业（工种）" in answer.json()["rows"][0]["reason"]["zh"]
    assert (await another.post(another.school.admin, "roster", {"trainees": [again]})).status_code == 201


async def test_a_voucher_held_from_before_is_not_used_for_an_occupation_trained_meanwhile(
    resources: Resources, client: Client
) -> None:
    """FJ-19 once more at the use: both people were entered before either class began."""
    first, same = [await a_fujian_term(resources, client, an_authority_of_fujian()) for _ in range(2)]
    person = a_trainee_row()
    await first.enter(person)
    await same.enter(person | {"trainee_id": str(new_id())})
    (voucher,) = await first.issue()
    await first.activate(voucher["voucher_code"])
    answer = await same.done(same.school.officer, "vouchers")
    assert (answer["vouchers"], len(answer["held_back"])) == ([], 1)


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"occupation": "焊工"}, "template_not_for_occupation"),
        ({"purpose": "project"}, "template_not_for_training_type"),
        ({"projects": [str(new_id())]}, "template_not_for_project"),
        ({"institutions": [str(new_id())]}, "template_not_for_institution"),
    ],
)
async def test_a_template_for_another_training_issues_no_voucher(
    resources: Resources, client: Client, named: dict[str, Any], reason: str
) -> None:
    term = await a_term(resources, client)
    await term.open()
    await term.enter(a_trainee_row())
    assert await refused_issue(term, await published(term, **named)) == reason
    fitting = await published(term, occupation="电工", projects=[term.school.project_id])
    assert len((await term.done(term.school.officer, "vouchers", {"template_id": fitting}))["vouchers"]) == 1


async def test_a_voucher_is_not_used_in_a_class_of_another_occupation(resources: Resources, client: Client) -> None:
    """SX-08: issued for an electrician, shown at a welders' class; the desk's look is kept with the reason."""
    term = await a_term(resources, client)
    await term.open()
    welding = await a_term(resources, client, await another_project(resources, client, term.school, "焊工"))
    await welding.open()
    person = a_trainee_row()
    await term.enter(person)
    await welding.enter(person | {"trainee_id": str(new_id())})
    template = await published(term, occupation="电工")
    (voucher,) = (await term.done(term.school.officer, "vouchers", {"template_id": template}))["vouchers"]
    answer = await welding.post(welding.school.admin, "activations", {"voucher_code": voucher["voucher_code"]})
    assert (answer.status_code, answer.json()["reason"]) == (422, "template_not_for_occupation")
    await term.activate(voucher["voucher_code"])


async def another_project(resources: Resources, client: Client, school: School, occupation: str) -> School:
    project_id = str(new_id())
    body = {
        "project_id": project_id,
        "name": f"{occupation}技能培训",
        "occupation": occupation,
        "training_type": "certificate",
        "subsidy_fen": 99_000,
    }
    answer = await client.post("/v1/projects", json=body, headers=bearer(resources, school.officer))
    assert answer.status_code == 201, answer.text
    return replace(school, project_id=project_id)


async def test_anhui_uses_vouchers_for_its_programme_only_and_needs_the_fee(
    resources: Resources, client: Client
) -> None:
    """AH-02, AH-01: a manicure class is none of the programme; a class of it states its fee first."""
    other = await a_term(resources, client, await a_school(resources, client, "340100"))
    programme = await a_school(resources, client, "340100", training_type="graduate_skills_programme")
    without_fee = await a_term(resources, client, programme)
    with_fee = await a_term(resources, client, programme, fee_fen=600_000)
    for term, reason in ((other, "training_type_not_covered"), (without_fee, "fee_not_stated"), (with_fee, None)):
        await term.open()
        await term.enter(a_trainee_row())
        answer = await term.post(term.school.officer, "vouchers")
        if reason is None:
            assert answer.status_code == 201, answer.text
        else:
            assert (answer.status_code, answer.json()["reason"]) == (422, reason)


async def test_nobody_is_entered_for_a_kind_of_voucher_that_is_not_issued_here(
    resources: Resources, client: Client
) -> None:
    """SD-05, AH-01: targeted ones only."""
    term = await a_term(resources, client, await a_school(resources, client, "340100"))
    answer = await term.post(term.school.admin, "roster", {"trainees": [a_trainee_row(voucher_kind="general")]})
    assert (answer.status_code, answer.json()["reason"]) == (422, "kind_not_issued_here")
    await term.open()
    assert len(await term.enter(a_trainee_row())) == 1


async def test_fujian_projects_name_an_occupation_of_the_register(resources: Resources, client: Client) -> None:
    """FJ-20: the code, with the name the register has for it; the kind comes from there."""
    school = await a_school(resources, client, an_authority_of_fujian(), occupation="育婴员")
    headers = bearer(resources, school.officer)
    project = {
        "name": "保育师（五级）",
        "occupation": "保育师",
        "training_type": "certificate",
        "subsidy_fen": 90_000,
    }
    row = {"occupation_code": "4-10-01-03", "name": "保育师", "level": "五级", "kind": "knowledge"}

    async def enter(**more: Any) -> httpx.Response:
        return await client.post("/v1/projects", json=project | {"project_id": str(new_id())} | more, headers=headers)

    refused = await enter()
    assert (refused.json()["reason"], refused.json()["clause"]) == ("occupation_code_missing", "FJ-20")
    assert (await enter(occupation_code="4-10-01-03")).json()["reason"] == "occupation_unknown"
    assert (await register_occupations(resources, client, school.officer, row)).json()["added"] == 1
    assert (await register_occupations(resources, client, school.officer, row)).json()["unchanged"] == 1
    named = {"occupation_code": "4-10-01-03", "level": "五级"}
    assert (await enter(**named, occupation="电工")).json()["reason"] == "occupation_of_other_name"
    entered = await enter(**named)
    assert (entered.status_code, entered.json()["occupation_kind"]) == (201, "knowledge")
    listed = (await client.get("/v1/occupations", headers=bearer(resources, school.admin))).json()["occupations"]
    assert ("4-10-01-03", "五级") in {(each["occupation_code"], each["level"]) for each in listed}


async def test_a_returned_voucher_gives_its_place_back_and_a_used_up_template_says_so(
    resources: Resources, client: Client
) -> None:
    """MP-05, MP-29: a template of one voucher."""
    term = await a_term(resources, client)
    await term.open()
    template = await published(term, quantity=1)
    first, _ = await term.enter(a_trainee_row(), a_trainee_row(document=a_passport()))
    answer = await term.post(term.school.officer, "vouchers", {"template_id": template})
    assert (answer.status_code, answer.json()["reason"], answer.json()["left"]) == (422, "quantity_used_up", 1)
    school = term.school
    single = await a_term(resources, client, school)
    await single.open()
    (only,) = await single.enter(a_trainee_row())
    (voucher,) = (await single.done(school.officer, "vouchers", {"template_id": template}))["vouchers"]
    used_up = await term.post(school.officer, "vouchers", {"template_id": template})
    assert (used_up.json()["reason"], used_up.json()["left"]) == ("quantity_used_up", 0)
    holder = replace(a_trainee(), subject_id=type(new_id())(only))
    returned = await client.post(
        f"/v1/vouchers/{voucher['voucher_code']}/return",
        json={"reason": "不参加了"},
        headers=bearer(resources, holder),
    )
    assert returned.status_code == 201, returned.text
    another = await a_term(resources, client, school)
    await another.open()
    await another.enter(a_trainee_row())
    assert (await another.post(school.officer, "vouchers", {"template_id": template})).status_code == 201
    assert first


async def test_a_forged_code_is_a_verification_with_who_was_shown_it(resources: Resources, client: Client) -> None:
    """MP-32: typed at the desk, looked up, and as a forged QR."""
    term = await a_term(resources, client)
    await term.open()
    desk = bearer(resources, term.school.admin)
    assert (await term.post(term.school.admin, "activations", {"voucher_code": "ZZZZ"})).status_code == 404
    assert (await client.get("/v1/vouchers/ZZZZ", headers=desk)).status_code == 404
    looks = (await client.get("/v1/verifications", headers=desk)).json()["verifications"]
    assert [(each["purpose"], each["is_valid"], each["reason"]) for each in looks] == [
        ("activate", False, "unknown"),
        ("look", False, "unknown"),
    ]
    assert {each["subject"] for each in looks} == {term.school.admin.name}
    assert {each["voucher_id"] for each in looks} == {None}
