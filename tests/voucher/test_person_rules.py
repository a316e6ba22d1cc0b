"""Conditions of people beyond what the policy cases tell: what is unknown, and where a place lies."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from checkin_service.kit.verdict import Outcome
from checkin_service.policy.book import Book, PolicyView, book
from checkin_service.policy.load import parse_pack
from checkin_service.policy.model import VoucherKind, prefix_of
from checkin_service.voucher.model.persons import DUPLICATE, Examination, FactKind, PersonFact, PersonFile
from checkin_service.voucher.rules import declarable, months_paid, person_findings, priority_groups
from checkin_service.voucher.rules.conditions import is_examined_since
from checkin_service.voucher.rules.standing import Place, age_on, home_of, standing

MAY = date(2022, 5, 1)
YUECHENG = Place(issuer="330602", home="330602", insurance_months=36, graduated_from=None)


def a_fact(kind: FactKind, since: date = date(2015, 1, 1), **more: object) -> PersonFact:
    return PersonFact(kind=kind, since=since, source="an authority's data", **more)  # type: ignore[arg-type]


def test_insurance_that_no_source_was_asked_about_is_unknown() -> None:
    some = PersonFile(facts=(a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2022, 3, 1), place="330602"),))
    found = standing("insurance_months", some, YUECHENG, on=MAY)
    assert (found.is_met, found.measured) == (None, 3)


@pytest.mark.parametrize(
    ("since", "months_asked", "is_met", "months"),
    [
        (date(2019, 6, 1), 36, True, 36),
        (date(2019, 7, 1), 36, False, 35),
        (date(2022, 5, 1), None, True, 1),
        (date(2022, 6, 1), None, False, 0),
    ],
)
def test_the_last_month_asked_for_is_enough_and_nought_months_never_are(
    since: date, months_asked: int | None, months: int, *, is_met: bool
) -> None:
    paid = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, since, place="330602")
    file = PersonFile(facts=(paid,), asked=frozenset(FactKind))
    place = Place(issuer="330602", home="330602", insurance_months=months_asked, graduated_from=None)
    found = standing("insurance_months", file, place, on=MAY)
    assert (found.is_met, found.measured) == (is_met, months)


def test_insurance_paid_before_and_no_longer_is_not_being_insured() -> None:
    ended = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2015, 1, 1), until=date(2022, 4, 30), place="330602")
    found = standing("insurance_months", PersonFile(facts=(ended,), asked=frozenset(FactKind)), YUECHENG, on=MAY)
    assert (found.is_met, found.measured) == (False, 0)


@pytest.mark.parametrize(("area", "home"), [("county", "330602"), ("city", "330600"), ("province", "330000")])
def test_the_area_says_how_far_local_reaches(area: str, home: str) -> None:
    asked = replace(book().at("330602", on=MAY).value("person.area", VoucherKind.TARGETED), value=area)
    assert home_of("330602", asked) == home


def test_insurance_without_a_county_counts_nowhere() -> None:
    some = PersonFile(facts=(a_fact(FactKind.UNEMPLOYMENT_INSURANCE),))
    assert standing("insurance_months", some, YUECHENG, on=MAY).measured == 0


def test_overlapping_reports_of_one_month_count_once() -> None:
    one = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2021, 1, 15), until=date(2021, 6, 30))
    other = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2021, 6, 1), until=date(2021, 7, 31))
    assert months_paid([one, other], on=MAY) == 7


def test_a_period_still_to_come_counts_nothing() -> None:
    assert months_paid([a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2022, 6, 1))], on=MAY) == 0


@pytest.mark.parametrize("asked", [frozenset(), frozenset({FactKind.GRADUATION})])
def test_a_graduation_nobody_reports(asked: frozenset[FactKind]) -> None:
    found = standing("graduate", PersonFile(asked=asked), YUECHENG, on=MAY)
    assert found.is_met is (False if asked else None)


def test_where_no_day_is_set_any_graduation_will_do() -> None:
    some = PersonFile(facts=(a_fact(FactKind.GRADUATION, date(1999, 7, 1)),))
    assert standing("graduate", some, YUECHENG, on=MAY).is_met is True


@pytest.mark.parametrize(
    ("facts", "asked", "is_met"),
    [
        ((FactKind.HOUSEHOLD,), (FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT), True),
        ((FactKind.HOUSEHOLD,), (), None),
        ((), (FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT), None),
        ((FactKind.HOUSEHOLD, FactKind.SELF_EMPLOYMENT), (), False),
        ((), (FactKind.HOUSEHOLD, FactKind.RESIDENCE_PERMIT), False),
    ],
)
def test_an_unemployed_resident_is_both(
    facts: tuple[FactKind, ...], asked: tuple[FactKind, ...], *, is_met: bool | None
) -> None:
    some = PersonFile(facts=tuple(a_fact(kind, place="330602") for kind in facts), asked=frozenset(asked))
    assert standing("unemployed_resident", some, YUECHENG, on=MAY).is_met is is_met


def test_one_condition_of_several_is_unknown_while_any_is() -> None:
    view = book().at("330602", on=MAY)
    findings = person_findings(
        PersonFile(asked=frozenset(FactKind) - {FactKind.PARTNER_REGION}), view, VoucherKind.TARGETED, on=MAY
    )
    assert [(each.outcome, each.reason) for each in findings if each.check == "person.any_of"] == [
        (Outcome.DOUBT, "not_checked")
    ]


def a_view_without_declarations() -> PolicyView:
    pack = parse_pack(
        """
        [jurisdiction]
        code = "370100"
        name_zh = "济南市"
        name_en = "Jinan"
        [documents.decision]
        title = "某决定"
        number = "济人社〔2021〕1号"
        issued_by = "济南市人力资源和社会保障局"
        published_on = 2021-09-01
        effective_from = 2021-09-01
        [[value]]
        key = "person.declaration"
        value = "never"
        basis = "authority_decision"
        document = "decision"
        """.replace("        ", ""),
        file="370100.toml",
    )
    shipped = [pack for code, pack in book().packs.items() if code != "370100"]
    return Book([*shipped, pack]).at("370100", on=date(2021, 10, 1))


def test_where_declarations_do_not_stand_a_person_decides() -> None:
    declared = PersonFile(declared=frozenset({"labour_contract", "enterprise_pension"}))
    findings = person_findings(declared, a_view_without_declarations(), VoucherKind.TARGETED, on=date(2021, 10, 1))
    assert {each.check for each in findings if each.outcome is Outcome.DOUBT} == {
        "person.labour_contract",
        "person.enterprise_pension",
    }


def test_an_adult_needs_no_guardian_and_the_birthday_counts() -> None:
    adult = PersonFile(facts=(a_fact(FactKind.BIRTH, date(2004, 5, 1)),), asked=frozenset(FactKind))
    ages = [
        each
        for each in person_findings(adult, book().at("000000", on=MAY), VoucherKind.TARGETED, on=MAY)
        if each.check == "person.age"
    ]
    assert [(each.outcome, each.measured) for each in ages] == [(Outcome.PASS, 18)]
    assert age_on(date(2022, 4, 30), date(2004, 5, 1)) == 17


def test_a_guardians_consent_that_has_ended_is_none() -> None:
    minor = PersonFile(
        facts=(
            a_fact(FactKind.BIRTH, date(2006, 5, 1)),
            a_fact(FactKind.GUARDIAN_CONSENT, date(2021, 1, 1), until=date(2021, 12, 31)),
        )
    )
    findings = person_findings(minor, book().at("000000", on=MAY), VoucherKind.TARGETED, on=MAY)
    assert "guardian_consent_missing" in {each.reason for each in findings}


def test_priority_ends_with_the_fact_and_where_none_is_named_there_is_none() -> None:
    was = PersonFile(facts=(a_fact(FactKind.HARD_TO_EMPLOY, until=date(2022, 4, 30)),))
    assert priority_groups(was, book().at("330600", on=MAY), VoucherKind.TARGETED, on=MAY) == ()
    assert priority_groups(was, book().at("330600", on=MAY), VoucherKind.TARGETED, on=date(2022, 4, 30))
    assert priority_groups(was, book().at("000000", on=MAY), VoucherKind.TARGETED, on=date(2022, 4, 30)) == ()


def test_a_city_is_home_to_those_of_all_its_counties() -> None:
    view = book().at("330102", on=MAY)  # Hangzhou says nothing: the operator's default is the city.
    assert Place.of(view, VoucherKind.TARGETED).home == "330100"
    assert prefix_of("330100") == "3301"
    assert a_fact(FactKind.HOUSEHOLD, place="330109").lies_in("330100")
    assert a_fact(FactKind.HOUSEHOLD).lies_in("330100")


def test_what_people_may_declare_is_what_policy_lists() -> None:
    assert "labour_contract" in declarable(book().at("330600", on=date(2026, 3, 2)), VoucherKind.GENERAL)


def examined(on: date, *, holds: bool) -> PersonFile:
    found = Examination(
        examination_id=UUID(int=1),
        condition=DUPLICATE,
        holds=holds,
        examined_on=on,
        document="绍人社核〔2022〕7号",
        reason="调阅原始材料核实",
        authority_code="330600",
        examined_by=UUID(int=2),
    )
    return PersonFile(examined=(found,))


@pytest.mark.parametrize(
    ("person", "reported_on", "is_examined"),
    [
        (PersonFile(), MAY, False),
        (examined(MAY, holds=True), MAY, False),
        (examined(MAY, holds=False), None, True),
        (examined(MAY, holds=False), MAY, True),
        (examined(date(2022, 4, 30), holds=False), MAY, False),
    ],
)
def test_an_examination_answers_a_report_of_its_day_or_before(
    person: PersonFile, reported_on: date | None, *, is_examined: bool
) -> None:
    view = book().at("330602", on=MAY)
    assert is_examined_since(reported_on, person, view, VoucherKind.TARGETED, on=MAY) is is_examined
