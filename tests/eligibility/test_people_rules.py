"""The person once more at settlement (SX-04, SX-07, AH-02, SD-06), whose turn it is to pay (SX-20), and the order."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from checkin_service.eligibility.model.facts import Authorities, Criterion, DeterminationOutcome, Facts
from checkin_service.eligibility.rules import conditions_of, determine
from checkin_service.eligibility.words.sentences import sentence_of
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.keys.people import CONDITIONS
from checkin_service.voucher.model.persons import Examination, FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import VoucherKind
from checkin_service.voucher.rules import places_of
from tests.eligibility.builders import CERTIFICATE, STARTS_AT, TRAINEE, a_policy, a_used_voucher, some_facts

ELIGIBLE, NOT_ELIGIBLE, DOUBTFUL = DeterminationOutcome


def fact(kind: FactKind, **changes: Any) -> PersonFact:
    stated: dict[str, Any] = {"since": date(2018, 1, 1), "source": "人社数据比对", "place": "330602"}
    return PersonFact(kind=kind, **stated | changes)


def known(*facts: PersonFact, asked: tuple[FactKind, ...] = (), declared: tuple[str, ...] = ()) -> PersonFile:
    kinds = {each.kind for each in facts} | set(asked)
    return PersonFile(facts=facts, asked=frozenset(kinds), declared=frozenset(declared))


def found(facts: Facts, criterion: Criterion, jurisdiction: str = "330600") -> Finding:
    made = determine(facts, a_policy(facts.voucher_kind, jurisdiction))
    return next(finding for finding in made.findings if finding.check == criterion)


def general(person: PersonFile) -> Facts:
    voucher = a_used_voucher(kind=VoucherKind.GENERAL)
    return some_facts(voucher_kind=VoucherKind.GENERAL, voucher=voucher, certificates=(CERTIFICATE,), person=person)


NO_CIVIL_SERVANT = (FactKind.ESTABLISHMENT,)


def examined(condition: str, *, holds: bool, **changes: Any) -> Examination:
    stated: dict[str, Any] = {
        "examination_id": TRAINEE,
        "examined_on": date(2022, 4, 1),
        "document": "户口簿、社保缴费凭证",
        "reason": "逐项核对原件",
        "authority_code": "330600",
        "examined_by": TRAINEE,
    }
    return Examination(condition=condition, holds=holds, **stated | changes)


def test_what_nobody_checked_is_in_doubt_and_named() -> None:
    facts = some_facts(person=PersonFile())
    finding = found(facts, Criterion.PERSON_CONDITIONS)
    assert (finding.outcome, finding.reason) == (Outcome.DOUBT, "person_not_checked")
    assert finding.measured == "person.any_of, person.on_establishment"
    assert "适用对象、机关事业在编人员" in sentence_of(finding).zh
    assert determine(facts, a_policy()).outcome is DOUBTFUL


def test_a_condition_partly_checked_is_in_doubt_with_the_missing_one() -> None:
    contract = fact(FactKind.LABOUR_CONTRACT, place="370102")
    facts = some_facts(assessment=None, person=known(contract))
    finding = found(facts, Criterion.PERSON_CONDITIONS, "370000")
    assert (finding.outcome, finding.reason, finding.measured) == (
        Outcome.DOUBT,
        "person_not_checked",
        "person.enterprise_pension",
    )


def test_an_officers_examination_stands_where_no_source_answers() -> None:
    person = replace(known(fact(FactKind.EMPLOYMENT)), examined=(examined("on_establishment", holds=False),))
    facts = some_facts(person=person)
    assert found(facts, Criterion.PERSON_CONDITIONS).reason == "person_fits"
    reasons = {each.check: each.reason for each in conditions_of(person, a_policy())}
    assert (reasons["person.any_of"], reasons["person.on_establishment"]) == ("met", "examined")
    against = replace(person, examined=(*person.examined, examined("on_establishment", holds=True)))
    assert found(some_facts(person=against), Criterion.PERSON_CONDITIONS).reason == "person_excluded"


def test_one_of_several_conditions_may_be_examined() -> None:
    asked = known(asked=NO_CIVIL_SERVANT)
    met = replace(asked, examined=(examined("skilled_worker", holds=True),))
    assert found(some_facts(person=met), Criterion.PERSON_CONDITIONS).reason == "person_fits"
    unmet = replace(asked, examined=(examined("skilled_worker", holds=False),))
    assert found(some_facts(person=unmet), Criterion.PERSON_CONDITIONS).reason == "person_not_checked"


def test_a_source_outranks_an_examination() -> None:
    person = replace(
        known(fact(FactKind.EMPLOYMENT), fact(FactKind.ESTABLISHMENT)),
        examined=(examined("on_establishment", holds=False),),
    )
    assert found(some_facts(person=person), Criterion.PERSON_CONDITIONS).reason == "person_excluded"


@pytest.mark.parametrize(
    "changes", [{"examined_on": date(2021, 5, 28)}, {"authority_code": "340100"}, {"authority_code": "330602"}]
)
def test_an_old_examination_and_another_authoritys_count_for_nothing(changes: Any) -> None:
    person = replace(known(fact(FactKind.EMPLOYMENT)), examined=(examined("on_establishment", holds=False, **changes),))
    assert found(some_facts(person=person), Criterion.PERSON_CONDITIONS).reason == "person_not_checked"


def test_an_examination_counts_for_twelve_months_that_day_included() -> None:
    on_the_day = examined("on_establishment", holds=False, examined_on=date(2021, 5, 29))
    person = replace(known(fact(FactKind.EMPLOYMENT)), examined=(on_the_day,))
    assert found(some_facts(person=person), Criterion.PERSON_CONDITIONS).reason == "person_fits"


def test_a_retired_person_on_a_workers_roster_is_found() -> None:
    facts = some_facts(person=known(fact(FactKind.RETIREMENT), fact(FactKind.EMPLOYMENT), asked=NO_CIVIL_SERVANT))
    finding = found(facts, Criterion.PERSON_CONDITIONS)
    assert (finding.outcome, finding.reason, finding.measured) == (Outcome.DOUBT, "person_in_doubt", "person.retired")
    assert determine(facts, a_policy()).outcome is DOUBTFUL


def test_a_retirement_after_the_completion_changes_nothing() -> None:
    later = fact(FactKind.RETIREMENT, since=date(2022, 6, 1))
    facts = some_facts(person=known(later, fact(FactKind.EMPLOYMENT), asked=NO_CIVIL_SERVANT))
    assert determine(facts, a_policy()).outcome is ELIGIBLE


def test_a_civil_servant_is_excluded() -> None:
    facts = some_facts(person=known(fact(FactKind.ESTABLISHMENT)))
    finding = found(facts, Criterion.PERSON_CONDITIONS)
    assert (finding.reason, finding.measured, finding.basis.clause) == (
        "person_excluded",
        "person.on_establishment",
        "SX-07",
    )
    assert determine(facts, a_policy()).outcome is NOT_ELIGIBLE


def test_somebody_working_here_fits() -> None:
    working = known(fact(FactKind.EMPLOYMENT), asked=NO_CIVIL_SERVANT)
    finding = found(some_facts(person=working), Criterion.PERSON_CONDITIONS)
    assert (finding.outcome, finding.reason) == (Outcome.PASS, "person_fits")


@pytest.mark.parametrize(("months", "outcome"), [(36, ELIGIBLE), (35, NOT_ELIGIBLE)])
def test_a_general_voucher_needs_thirty_six_months_in_one_county(months: int, outcome: DeterminationOutcome) -> None:
    year, month = divmod(2022 * 12 + 4 - months, 12)  # May itself is not paid yet.
    paid = fact(FactKind.UNEMPLOYMENT_INSURANCE, since=date(year, month + 1, 1))
    policy = a_policy(VoucherKind.GENERAL, "330602")
    paid_there = Authorities(supervising="330602", paying="330602", counting="330602")
    facts = replace(general(known(paid, asked=NO_CIVIL_SERVANT)), authorities=paid_there)
    assert determine(facts, policy).outcome is outcome


def test_a_declaration_is_recorded_as_such_and_lets_the_person_pass() -> None:
    file = known(asked=NO_CIVIL_SERVANT, declared=("skilled_worker",))
    finding = found(some_facts(person=file), Criterion.PERSON_CONDITIONS)
    assert (finding.outcome, finding.reason, finding.measured) == (Outcome.PASS, "person_fits", "person.any_of")


def test_a_declaration_of_what_a_source_could_check_counts_for_nothing() -> None:
    file = known(asked=NO_CIVIL_SERVANT, declared=("insurance_payer", "skilled_worker"))
    finding = found(general(file), Criterion.PERSON_CONDITIONS)
    assert (finding.reason, finding.measured) == (
        "person_not_checked",
        "person.insurance_payer, person.insurance_months",
    )


def test_a_district_of_the_city_is_another_place_than_the_city() -> None:
    """The unit is 区、县（市）: the city does not pay for whoever is insured in one of its counties."""
    insured = known(fact(FactKind.UNEMPLOYMENT_INSURANCE, place="330681"))
    finding = found(general(insured), Criterion.PAYER)
    assert (finding.outcome, finding.reason, finding.measured) == (Outcome.DOUBT, "payer_elsewhere", "330681")


def test_the_first_place_in_order_pays() -> None:
    places = known(
        fact(FactKind.UNEMPLOYMENT_REGISTRATION, place="330100"),
        fact(FactKind.HOUSEHOLD, place="330200"),
        fact(FactKind.EMPLOYMENT, place="330600"),
    )
    finding = found(general(places), Criterion.PAYER)
    assert (finding.outcome, finding.reason, finding.measured) == (Outcome.PASS, "payer_here", "330600")
    assert finding.basis.clause == "SX-20"
    insured_elsewhere = known(*places.facts, fact(FactKind.UNEMPLOYMENT_INSURANCE, place="330100"))
    finding = found(general(insured_elsewhere), Criterion.PAYER)
    assert (finding.outcome, finding.reason, finding.measured) == (Outcome.DOUBT, "payer_elsewhere", "330100")


def test_without_any_place_nobody_knows_who_pays() -> None:
    assert found(general(PersonFile()), Criterion.PAYER).reason == "payer_unknown"
    asked = known(
        asked=(
            FactKind.UNEMPLOYMENT_INSURANCE,
            FactKind.EMPLOYMENT,
            FactKind.SELF_EMPLOYMENT,
            FactKind.HOUSEHOLD,
            FactKind.RESIDENCE_PERMIT,
            FactKind.UNEMPLOYMENT_REGISTRATION,
        )
    )
    assert found(general(asked), Criterion.PAYER).reason == "payer_nowhere"


def test_the_latest_place_of_a_kind_speaks() -> None:
    moved = known(
        fact(FactKind.EMPLOYMENT, place="330100"), fact(FactKind.EMPLOYMENT, place="330602", since=date(2021, 1, 1))
    )
    assert places_of(moved, on=date(2022, 1, 1)).employment_place == "330602"
    assert places_of(moved, on=date(2020, 1, 1)).employment_place == "330100"


def test_a_targeted_voucher_is_paid_by_its_issuer() -> None:
    finding = found(some_facts(), Criterion.PAYER)
    assert (finding.reason, finding.basis.clause) == ("not_asked", "SX-21")


@pytest.mark.parametrize(
    ("opened", "registered", "reason"),
    [
        (STARTS_AT - timedelta(days=2), STARTS_AT - timedelta(days=1), "pipeline_in_order"),
        (STARTS_AT - timedelta(days=1), STARTS_AT - timedelta(days=1), "pipeline_in_order"),
        (STARTS_AT, STARTS_AT - timedelta(days=1), "pipeline_out_of_order"),
        (None, STARTS_AT, "pipeline_unknown"),
        (STARTS_AT, None, "pipeline_unknown"),
    ],
)
def test_in_anhui_the_roster_follows_the_opening(opened: Any, registered: Any, reason: str) -> None:
    facts = some_facts(opened_at=opened, registered_at=registered)
    finding = found(facts, Criterion.PIPELINE, "340000")
    assert (finding.reason, finding.basis.clause) == (reason, "AH-12")
    assert found(facts, Criterion.PIPELINE).reason == "not_asked"


def test_fujian_asks_for_a_pass_and_the_certificate_and_no_rate() -> None:
    facts = some_facts(sessions=some_facts().sessions[:1], certificates=(CERTIFICATE,))
    assert determine(facts, a_policy(jurisdiction="350000")).outcome is ELIGIBLE
    without = some_facts(sessions=some_facts().sessions[:1])
    assert determine(without, a_policy(jurisdiction="350000")).outcome is NOT_ELIGIBLE


def test_shandong_asks_for_the_used_voucher_and_the_workers_conditions() -> None:
    policy = a_policy(jurisdiction="370000")
    contract = fact(FactKind.LABOUR_CONTRACT, place="370102")
    pension = fact(FactKind.ENTERPRISE_PENSION, place="370102")
    assert determine(some_facts(assessment=None, person=known(contract, pension)), policy).outcome is ELIGIBLE
    no_pension = known(contract, asked=(FactKind.ENTERPRISE_PENSION,))
    assert determine(some_facts(assessment=None, person=no_pension), policy).outcome is NOT_ELIGIBLE


def test_anhui_is_for_those_who_graduated_from_june_2020() -> None:
    policy = a_policy(jurisdiction="340000")
    times = {"opened_at": STARTS_AT, "registered_at": STARTS_AT}
    for day, outcome in ((date(2020, 6, 1), ELIGIBLE), (date(2020, 5, 31), NOT_ELIGIBLE)):
        work = (FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT)
        person = known(fact(FactKind.GRADUATION, since=day, place=None), asked=work)
        assert determine(some_facts(person=person, **times), policy).outcome is outcome


def test_a_certificate_of_a_kind_that_does_not_count_is_a_question_for_the_authority() -> None:
    other = CERTIFICATE.__class__(number="J-1", kind="skill_level", issued_on=date(2022, 5, 25))
    voucher = a_used_voucher(kind=VoucherKind.GENERAL)
    facts = some_facts(voucher_kind=VoucherKind.GENERAL, voucher=voucher, certificates=(other,))
    assert found(facts, Criterion.CERTIFICATE).reason == "certificate_kind_open"
    assert determine(facts, a_policy(VoucherKind.GENERAL)).outcome is DOUBTFUL


def test_every_condition_has_a_name_for_people() -> None:
    for condition in (*CONDITIONS, "any_of", "age"):
        finding = Finding(
            check=Criterion.PERSON_CONDITIONS,
            outcome=Outcome.FAIL,
            reason="person_excluded",
            measured=f"person.{condition}",
        )
        assert all(sentence_of(finding))
