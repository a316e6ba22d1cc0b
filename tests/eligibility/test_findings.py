"""Findings of a determination: reason, what was measured, against which limit, on which basis."""

from dataclasses import replace
from typing import Any

import pytest

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.eligibility.rules import conditions_of, determine
from checkin_service.kit.verdict import OURS, Basis, BasisKind, Finding, Outcome
from checkin_service.policy.model import VoucherKind
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.model.vouchers import VoucherState
from tests.building.policies import with_values
from tests.eligibility.builders import (
    CERTIFICATE,
    FAILED,
    INSTITUTION,
    a_policy,
    a_used_voucher,
    some_facts,
    some_sessions,
)
from tests.voucher.builders import a_view

TARGETED, GENERAL = VoucherKind.TARGETED, VoucherKind.GENERAL
PASS, NOTE, DOUBT, FAIL = Outcome
WAIVED = Basis(kind=BasisKind.NOT_REQUIRED, document="某决定")


def found(facts: Facts, check: str, policy: AskedPolicy | None = None) -> Finding:
    made = determine(facts, policy or a_policy(facts.voucher_kind))
    (finding,) = (each for each in made.findings if each.check == check)
    return finding


def told(finding: Finding) -> tuple[Any, ...]:
    return finding.outcome, finding.reason, finding.measured, finding.limit, finding.unit


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (PASS, "rate_reached", "24/40", "3/5", "class hours")),
        (
            {"sessions": some_sessions(*[True] * 5 + [False] * 5)},
            (FAIL, "rate_not_reached", "20/40", "3/5", "class hours"),
        ),
        (
            {"sessions": some_sessions(*[True] * 5 + [False] * 5, doubtful=1)},
            (DOUBT, "rate_under_review", "20/40", "3/5", "class hours"),
        ),
        ({"sessions": (), "total_hours": 0}, (DOUBT, "no_hours_to_attend", "0/0", "3/5", "class hours")),
    ],
)
def test_the_rate_is_told_as_the_hours_it_is_made_of(changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    finding = found(some_facts(**changes), Criterion.ATTENDANCE_RATE)
    assert told(finding) == expected
    assert finding.basis == a_policy().minimum_percent.basis


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"assessment": None}, (FAIL, "assessment_missing", None, None, None)),
        ({"assessment": FAILED}, (FAIL, "assessment_failed", "failed", None, None)),
        ({}, (PASS, "assessment_passed", "passed", None, None)),
    ],
)
def test_the_assessment_is_told_with_the_clause_that_asks_for_it(
    changes: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    finding = found(some_facts(**changes), Criterion.ASSESSMENT_PASSED)
    assert told(finding) == expected
    assert finding.basis == a_policy().criteria.basis


@pytest.mark.parametrize(
    ("voucher", "expected"),
    [
        (None, (FAIL, "voucher_missing", None, None, None)),
        (a_used_voucher(), (PASS, "voucher_used", "used", None, None)),
        (a_used_voucher(state=VoucherState.ACTIVATED), (FAIL, "voucher_not_used", "activated", None, None)),
        (a_used_voucher(class_id=INSTITUTION), (FAIL, "voucher_not_used", "used", None, None)),
    ],
)
def test_the_voucher_is_told_with_its_state(voucher: Any, expected: tuple[Any, ...]) -> None:
    """General vouchers are asked about by law (SX-19); where nobody asks the condition is ours."""
    for kind, basis in ((GENERAL, a_policy(GENERAL).criteria.basis), (TARGETED, OURS)):
        finding = found(some_facts(voucher_kind=kind, voucher=voucher), Criterion.VOUCHER_USED)
        assert told(finding) == expected
        assert finding.basis == basis


def test_what_nobody_asks_for_is_noted_with_the_basis_that_does_not_ask() -> None:
    general = a_policy(GENERAL)
    facts = some_facts(voucher_kind=GENERAL, voucher=a_used_voucher(kind=GENERAL), certificates=(CERTIFICATE,))
    assessment = found(facts, Criterion.ASSESSMENT_PASSED, general)
    assert told(assessment) == (NOTE, "not_asked", None, None, None)
    assert assessment.basis == general.criteria.basis
    rate = found(facts, Criterion.ATTENDANCE_RATE, general)
    assert told(rate) == (NOTE, "not_asked", "24/40", None, None)
    assert rate.basis == general.minimum_percent.basis
    asked_elsewhere = replace(general, minimum_percent=a_policy(TARGETED).minimum_percent)
    assert found(facts, Criterion.ATTENDANCE_RATE, asked_elsewhere).basis == general.criteria.basis


def test_a_waived_rate_is_noted_with_the_decision_that_waives_it() -> None:
    policy = a_policy()
    waived = replace(policy, minimum_percent=replace(policy.minimum_percent, value=None, basis=WAIVED))
    rate = found(some_facts(), Criterion.ATTENDANCE_RATE, waived)
    assert told(rate) == (NOTE, "not_asked", "24/40", None, None)
    assert rate.basis == WAIVED


def corrected(hours: int, **changes: Any) -> Facts:
    """Of forty attended class hours, so many were given by decision."""
    first, *others = some_sessions(True, hours=40)
    return some_facts(sessions=(first._replace(corrected_hours=hours), *others), **changes)


@pytest.mark.parametrize(
    ("hours", "confirmed", "expected"),
    [
        (1, 0, (NOTE, "corrected_share_small", "1/40", "1/5", "class hours")),
        (8, 0, (NOTE, "corrected_share_small", "8/40", "1/5", "class hours")),
        (9, 8, (DOUBT, "corrected_share_large", "9/40", "1/5", "class hours")),
        (9, 9, (NOTE, "corrected_share_confirmed", "9/40", "1/5", "class hours")),
    ],
)
def test_corrected_hours_are_told_apart(hours: int, confirmed: int, expected: tuple[Any, ...]) -> None:
    finding = found(corrected(hours, confirmed_hours=confirmed), "corrected_share")
    assert told(finding) == expected
    assert finding.basis == a_policy().corrected_doubt_percent.basis


def checks(facts: Facts, policy: AskedPolicy) -> set[str]:
    return {each.check for each in determine(facts, policy).findings}


def test_corrected_hours_are_told_only_where_a_rate_is_asked_for() -> None:
    policy = a_policy()
    assert "corrected_share" not in checks(corrected(0), policy)
    waived = replace(policy, minimum_percent=replace(policy.minimum_percent, value=None, basis=WAIVED))
    assert "corrected_share" not in checks(corrected(9), waived)
    certificate_only = replace(policy, criteria=replace(policy.criteria, value=("certificate",)))
    assert "corrected_share" not in checks(corrected(9), certificate_only)
    no_limit = replace(
        policy, corrected_doubt_percent=replace(policy.corrected_doubt_percent, value=None, basis=WAIVED)
    )
    assert "corrected_share" not in checks(corrected(9), no_limit)


@pytest.mark.parametrize(
    ("attended", "means", "outcome"), [(0, "note", NOTE), (1, "note", NOTE), (1, "doubt", DOUBT), (2, "doubt", None)]
)
def test_hardly_any_sign_ins_are_told_where_no_rate_is_asked_for(
    attended: int, means: str, outcome: Outcome | None
) -> None:
    fujian = a_policy(jurisdiction="350000")
    view = with_values(fujian.view, {"class.empty_means": means}, TARGETED)
    asked = AskedPolicy.of(view, TARGETED, known_on=fujian.known_on)
    facts = some_facts(sessions=some_sessions(*[number < attended for number in range(10)]))
    told_of = [each for each in determine(facts, asked).findings if each.check == Criterion.EMPTY_CLASS]
    assert [each.outcome for each in told_of] == ([] if outcome is None else [outcome])
    assert all(
        told(each)[1:] == ("hardly_any_sign_ins", f"{4 * attended}/40", "1/10", "class hours") for each in told_of
    )
    assert Criterion.EMPTY_CLASS not in checks(facts, a_policy())


@pytest.mark.parametrize(
    ("kept", "means", "outcome", "reason"),
    [
        (12, "note", NOTE, "recordings_missing"),
        (0, "doubt", DOUBT, "recordings_missing"),
        (14, "doubt", PASS, "recordings_kept"),
    ],
)
def test_where_lessons_are_to_be_on_video_it_is_said_how_many_are(
    kept: int, means: str, outcome: Outcome, reason: str
) -> None:
    anhui = a_policy(jurisdiction="340000")
    view = with_values(anhui.view, {"supervision.remote_video_missing": means}, TARGETED)
    asked = AskedPolicy.of(view, TARGETED, known_on=anhui.known_on)
    facts = some_facts(recordings=Tally(kept=kept, lessons=14))
    (said,) = [each for each in determine(facts, asked).findings if each.check == Criterion.REMOTE_VIDEO]
    assert told(said) == (outcome, reason, f"{kept}/14", None, "lessons")
    assert said.basis.clause == "AH-14"
    assert Criterion.REMOTE_VIDEO not in checks(facts, a_policy())
    assert Criterion.REMOTE_VIDEO not in checks(some_facts(), asked)


def test_a_condition_nobody_was_asked_about_is_a_doubt_that_keeps_its_clause() -> None:
    conditions = {each.check: each for each in conditions_of(PersonFile(), a_policy(GENERAL))}
    unchecked = conditions["person.insurance_payer"]
    assert told(unchecked) == (DOUBT, "not_checked", None, None, None)
    assert unchecked.basis.clause == "SX-07"


def test_the_persons_conditions_stand_on_the_clause_that_decides_or_on_the_question() -> None:
    fitting = found(some_facts(), Criterion.PERSON_CONDITIONS)
    assert told(fitting) == (PASS, "person_fits", None, None, None)
    assert fitting.basis == a_policy().asked("person.all_of").basis
    unchecked = found(some_facts(person=PersonFile()), Criterion.PERSON_CONDITIONS)
    assert told(unchecked) == (DOUBT, "person_not_checked", "person.any_of, person.on_establishment", None, None)
    assert unchecked.basis == a_policy().asked("person.any_of").basis


def test_where_nothing_is_asked_of_a_person_nothing_is_in_doubt() -> None:
    view = a_view('key = "person.any_of"', 'key = "person.none_of"', 'key = "person.doubtful_when"')
    policy = AskedPolicy.of(view, TARGETED, known_on=view.on)
    assert told(found(some_facts(), Criterion.PERSON_CONDITIONS, policy)) == (
        NOTE,
        "person_not_asked",
        None,
        None,
        None,
    )


def test_who_pays_is_told_with_the_basis_of_the_order() -> None:
    payer = found(some_facts(), Criterion.PAYER)
    assert told(payer) == (NOTE, "not_asked", None, None, None)
    assert payer.basis == a_policy().asked("payment.authority").basis
    order = found(some_facts(voucher_kind=GENERAL, person=PersonFile()), Criterion.PAYER)
    assert told(order) == (DOUBT, "payer_unknown", None, None, None)
    assert order.basis == a_policy(GENERAL).asked("payment.authority").basis


def test_the_pipeline_is_told_with_the_basis_that_asks_for_it() -> None:
    finding = found(some_facts(), Criterion.PIPELINE)
    assert told(finding) == (NOTE, "not_asked", None, None, None)
    assert finding.basis == a_policy().asked("class.roster_after").basis
