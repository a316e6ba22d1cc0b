"""Findings of the rules of vouchers in full: reason, what was measured, the limit and the clause."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.voucher import rules
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile
from tests.voucher.builders import a_view

MAY = date(2022, 5, 1)
TARGETED, GENERAL = VoucherKind.TARGETED, VoucherKind.GENERAL
PASS, NOTE, DOUBT, FAIL = Outcome
YUECHENG, ANHUI, FUJIAN, NATIONAL = (book().at(code, on=MAY) for code in ("330602", "340100", "350100", "000000"))


def a_fact(kind: FactKind, since: date = date(2015, 1, 1), **more: Any) -> PersonFact:
    stated: dict[str, Any] = {"source": "an authority's data", "place": "330602"}
    return PersonFact(kind=kind, since=since, **stated | more)


def person(*facts: PersonFact, declared: tuple[str, ...] = (), asked: frozenset[FactKind] | None = None) -> PersonFile:
    kinds = frozenset(FactKind) if asked is None else asked
    return PersonFile(facts=facts, asked=kinds, declared=frozenset(declared))


def told(finding: Finding) -> tuple[Any, ...]:
    return finding.outcome, finding.reason, finding.measured, finding.limit, finding.basis.clause


def of(file: PersonFile, check: str, kind: VoucherKind = GENERAL, view: PolicyView = YUECHENG) -> tuple[Any, ...]:
    findings = rules.person_findings(file, view, kind, on=MAY)
    return told(next(each for each in findings if each.check == f"person.{check}"))


INSURED = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2022, 1, 1))
NOBODY_ASKED: frozenset[FactKind] = frozenset()


@pytest.mark.parametrize(
    ("file", "check", "expected"),
    [
        (person(INSURED), "insurance_payer", (PASS, "met", None, None, "SX-07")),
        (person(), "insurance_payer", (FAIL, "not_met", None, None, "SX-07")),
        (person(asked=NOBODY_ASKED), "insurance_payer", (DOUBT, "not_checked", None, None, "SX-07")),
        (
            person(asked=NOBODY_ASKED, declared=("insurance_payer",)),
            "insurance_payer",
            (DOUBT, "not_checked", None, None, "SX-07"),
        ),
        (person(declared=("insurance_payer",)), "insurance_payer", (FAIL, "not_met", None, None, "SX-07")),
        (person(INSURED), "insurance_months", (FAIL, "not_met", 4, None, "SX-07")),
        (person(), "insurance_months", (FAIL, "not_met", 0, None, "SX-07")),
        (person(INSURED), "any_of", (PASS, "met", "insurance_payer", None, "SX-04")),
        (
            person(INSURED, a_fact(FactKind.EMPLOYMENT)),
            "any_of",
            (PASS, "met", "skilled_worker, insurance_payer", None, "SX-04"),
        ),
        (person(a_fact(FactKind.EMPLOYMENT, place="110000")), "any_of", (FAIL, "not_met", None, None, "SX-04")),
        (
            person(asked=NOBODY_ASKED, declared=("skilled_worker",)),
            "any_of",
            (NOTE, "declared", None, None, "SX-04"),
        ),
        (person(), "on_establishment", (PASS, "not_excluded", None, None, "SX-07")),
        (
            person(a_fact(FactKind.ESTABLISHMENT, place="110000")),
            "on_establishment",
            (FAIL, "excluded", None, None, "SX-07"),
        ),
        (person(asked=NOBODY_ASKED), "on_establishment", (DOUBT, "not_checked", None, None, "SX-07")),
        (person(a_fact(FactKind.RETIREMENT)), "retired", (DOUBT, "excluded", None, None, None)),
        (person(asked=NOBODY_ASKED), "retired", (NOTE, "not_checked", None, None, None)),
        (
            person(a_fact(FactKind.IN_SCHOOL, until=date(2022, 4, 30))),
            "in_school",
            (PASS, "not_excluded", None, None, None),
        ),
    ],
)
def test_each_condition_is_told_with_its_clause(file: PersonFile, check: str, expected: tuple[Any, ...]) -> None:
    assert of(file, check) == expected


def test_the_conditions_come_in_the_order_of_the_policy() -> None:
    file = person(a_fact(FactKind.BIRTH, date(1990, 1, 1)))
    checks = [each.check.removeprefix("person.") for each in rules.person_findings(file, YUECHENG, GENERAL, on=MAY)]
    assert checks == [
        "insurance_payer",
        "insurance_months",
        "any_of",
        "on_establishment",
        "retired",
        "in_school",
        "age",
    ]


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(2008, 5, 2), (FAIL, "too_young", 13, 14, None)),
        (date(2008, 5, 1), (DOUBT, "guardian_consent_missing", 14, 18, None)),
        (date(2004, 5, 2), (DOUBT, "guardian_consent_missing", 17, 18, None)),
        (date(2004, 5, 1), (PASS, "old_enough", 18, 14, None)),
    ],
)
def test_the_age_is_told_with_the_age_asked_for(born_on: date, expected: tuple[Any, ...]) -> None:
    assert of(person(a_fact(FactKind.BIRTH, born_on)), "age", view=NATIONAL) == expected


def test_a_minor_with_a_guardians_consent_is_old_enough() -> None:
    minor = person(a_fact(FactKind.BIRTH, date(2006, 5, 1)), a_fact(FactKind.GUARDIAN_CONSENT))
    assert of(minor, "age", view=NATIONAL) == (PASS, "old_enough", 16, 14, None)


def test_an_age_of_one_kind_of_voucher_binds_that_kind() -> None:
    key = 'key = "person.minimum_age"'
    view = a_view(f'{key}\nvalue = 16\nvoucher_kind = "targeted"', f'{key}\nvalue = 20\nvoucher_kind = "general"')
    adult = person(a_fact(FactKind.BIRTH, date(2003, 5, 1)))
    assert of(adult, "age", TARGETED, view)[:4] == (PASS, "old_enough", 19, 16)
    assert of(adult, "age", GENERAL, view)[:4] == (FAIL, "too_young", 19, 20)


def test_a_graduation_is_told_with_its_day() -> None:
    early, late = a_fact(FactKind.GRADUATION, date(2020, 5, 31)), a_fact(FactKind.GRADUATION, date(2020, 6, 1))
    assert of(person(early, late), "graduate", view=ANHUI) == (PASS, "met", "2020-06-01", None, "AH-02")
    assert of(person(early), "graduate", view=ANHUI) == (FAIL, "not_met", "2020-05-31", None, "AH-02")
    to_come = a_fact(FactKind.GRADUATION, date(2022, 5, 2))
    assert of(person(to_come), "graduate", view=ANHUI) == (FAIL, "not_met", None, None, "AH-02")
    of_today = a_fact(FactKind.GRADUATION, MAY)
    assert of(person(of_today), "graduate", view=ANHUI) == (PASS, "met", "2022-05-01", None, "AH-02")


def test_the_months_of_the_best_county_count_and_never_the_sum_of_several() -> None:
    here = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2020, 5, 1))
    before = a_fact(FactKind.UNEMPLOYMENT_INSURANCE, date(2015, 1, 1), until=date(2020, 4, 30), place="330604")
    view = book().at("330600", on=MAY)
    assert of(person(here, before), "insurance_months", view=view) == (FAIL, "not_met", 24, None, "SX-07")


def refused(refusal: Any) -> tuple[str, str] | None:
    return refusal and (refusal.reason, refusal.words.en)


@pytest.mark.parametrize(
    ("rule", "view", "name", "said"),
    [
        (
            rules.refusal_to_issue,
            FUJIAN,
            "live",
            (
                "voucher_still_held",
                "A voucher is held already; a person holds 1 at a time, so that no new one is issued.",
            ),
        ),
        (
            rules.refusal_to_activate,
            YUECHENG,
            "activated_this_year",
            (
                "voucher_quota_reached",
                "Its holder has reached the limit of 1 activated voucher(s) in this calendar year.",
            ),
        ),
        (
            rules.refusal_of_occupation,
            FUJIAN,
            "used_this_year",
            (
                "occupation_quota_reached",
                "A voucher was used for this occupation in this calendar year; 1 time(s) a year is the limit.",
            ),
        ),
        (
            rules.refusal_to_claim,
            NATIONAL,
            "claimed",
            ("voucher_already_claimed", "This voucher has been claimed; a voucher is claimed 1 time(s)."),
        ),
        (
            rules.refusal_to_use_again,
            NATIONAL,
            "used",
            ("voucher_already_used", "This voucher has been used; a voucher is used once."),
        ),
    ],
)
def test_a_limit_that_is_reached_is_told(rule: Any, view: PolicyView, name: str, said: tuple[str, str]) -> None:
    assert refused(rule(view, TARGETED, **{name: 0})) is None
    assert refused(rule(view, TARGETED, **{name: 1})) == said
    assert refused(rule(view, TARGETED, **{name: 2})) == said


def test_where_no_limit_is_set_none_is_reached() -> None:
    assert rules.refusal_to_issue(YUECHENG, TARGETED, live=99) is None
    assert rules.refusal_to_activate(ANHUI, TARGETED, activated_this_year=99) is None


def test_steps_are_refused_in_words() -> None:
    steps = ANHUI.value("voucher.steps", TARGETED).names
    known = {steps[0]: False, steps[1]: True, steps[2]: False}
    assert refused(rules.refusal_of_step(ANHUI, TARGETED, steps[3], known)) == (
        "step_too_early",
        f"Steps before it are still open: {NAMES[steps[0]].en}, {NAMES[steps[2]].en}.",
    )
    assert rules.refusal_of_step(ANHUI, TARGETED, steps[0], {}) is None
    assert rules.refusal_of_step(ANHUI, TARGETED, "dancing", known) is None
    assert rules.refusal_of_step(ANHUI, TARGETED, steps[3], {steps[1]: True}) is None


def test_a_short_budget_is_told_with_what_there_is() -> None:
    short = rules.refusal_to_commit(FUJIAN, TARGETED, free_fen=359_999, vouchers=3, amount_fen=120_000)
    assert refused(short) == (
        "budget_short",
        "The local funds left, ¥3,599.99, do not cover ¥3,600.00; 2 more voucher(s) can be issued.",
    )
    assert rules.refusal_to_commit(FUJIAN, TARGETED, free_fen=360_000, vouchers=3, amount_fen=120_000) is None
    assert rules.budget_short(free_fen=-1, vouchers=1, amount_fen=1).en.endswith("; 0 more voucher(s) can be issued.")


QUALIFICATION, SKILL_LEVEL = "qualification", "skill_level"


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([QUALIFICATION, SKILL_LEVEL], (PASS, "certificate_held", QUALIFICATION, QUALIFICATION, "SX-19")),
        (
            ["special_ability", SKILL_LEVEL],
            (DOUBT, "certificate_kind_open", "skill_level, special_ability", QUALIFICATION, "SX-19"),
        ),
        ([], (FAIL, "certificate_missing", None, QUALIFICATION, "SX-19")),
    ],
)
def test_a_certificate_is_told_with_the_kinds_that_count(held: list[str], expected: tuple[Any, ...]) -> None:
    finding = rules.certificate_finding(YUECHENG, GENERAL, held)
    assert (finding.check, *told(finding)) == ("certificate", *expected)


def test_all_certificates_that_count_are_named_in_order() -> None:
    finding = rules.certificate_finding(FUJIAN, TARGETED, [SKILL_LEVEL, QUALIFICATION])
    assert finding.measured == "qualification, skill_level"
    assert finding.limit == "qualification, skill_level, special_ability, special_operation, training_completion"


def a_leg(delivery: str, institution: int = 1, fen: int = 40_000, *, passed: bool | None = True) -> rules.Leg:
    return rules.Leg(delivery=delivery, institution_id=UUID(int=institution), passed=passed, subsidy_fen=fen)


@pytest.mark.parametrize(
    ("legs", "reasons"),
    [
        ([a_leg("online"), a_leg("offline")], ["met", "met", "not_met"]),
        ([a_leg("online"), a_leg("online", passed=False), a_leg("offline")], ["not_met", "met", "not_met"]),
        ([a_leg("online"), a_leg("offline", passed=None)], ["met", "not_met", "not_met"]),
        ([a_leg("online")], ["met", "not_met", "not_met"]),
    ],
)
def test_each_leg_is_told_by_itself(legs: list[rules.Leg], reasons: list[str]) -> None:
    findings = rules.mixed_findings(FUJIAN, TARGETED, legs, has_certificate=False)
    assert [(each.check, each.reason, each.basis.clause) for each in findings] == [
        (f"settlement.{need}", reason, "FJ-25")
        for need, reason in zip(("online_passed", "offline_passed", "certificate"), reasons, strict=True)
    ]
    assert [each.outcome for each in findings] == [PASS if reason == "met" else FAIL for reason in reasons]


def test_each_institution_is_paid_the_sum_of_its_legs() -> None:
    legs = [a_leg("online", 1, 40_000), a_leg("offline", 2, 80_000), a_leg("online", 1, 5_000)]
    assert rules.shares(FUJIAN, TARGETED, legs, registered_with=UUID(int=2)) == {
        UUID(int=1): 45_000,
        UUID(int=2): 80_000,
    }


@pytest.mark.parametrize(
    ("fee", "offset", "rest", "is_above"),
    [(720_000, 600_000, 120_000, False), (600_000, 600_000, 0, False), (599_999, 599_999, 0, True)],
)
def test_a_face_value_offsets_the_fee_and_is_claimed_whole(fee: int, offset: int, rest: int, *, is_above: bool) -> None:
    use = rules.face_value_use(fee, 600_000)
    assert (use.offset_fen, use.trainee_pays_fen, use.claimed_fen, use.is_above_fee) == (
        offset,
        rest,
        600_000,
        is_above,
    )
