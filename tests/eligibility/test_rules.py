"""Criteria of the determination one by one: rate, corrected hours, assessment."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.eligibility.model.facts import Criterion, Determination, DeterminationOutcome, Facts
from checkin_service.eligibility.rules import determine
from checkin_service.kit.verdict import Basis, BasisKind, Finding, Outcome
from checkin_service.voucher.model.vouchers import VoucherKind, VoucherState
from tests.eligibility.builders import (
    ALWAYS_JUDGED,
    CERTIFICATE,
    FAILED,
    INSTITUTION,
    SUBSIDY_FEN,
    TRAINEE,
    a_policy,
    a_used_voucher,
    some_facts,
    some_sessions,
)

ELIGIBLE, NOT_ELIGIBLE, DOUBTFUL = DeterminationOutcome


def finding_of(determination: Determination, criterion: Criterion) -> Finding:
    (found,) = (finding for finding in determination.findings if finding.check == criterion)
    return found


def general(**changes: object) -> Facts:
    voucher = a_used_voucher(kind=VoucherKind.GENERAL)
    return some_facts(voucher_kind=VoucherKind.GENERAL, **({"voucher": voucher} | changes))


def test_sixty_percent_is_enough() -> None:
    determination = determine(some_facts(), a_policy())
    assert determination.outcome is ELIGIBLE
    assert determination.amount_fen == SUBSIDY_FEN
    rate = finding_of(determination, Criterion.ATTENDANCE_RATE)
    assert (rate.measured, rate.limit, rate.outcome) == ("24/40", "3/5", Outcome.PASS)
    assert rate.basis.clause == "SX-23"


def test_one_class_hour_below_sixty_percent_is_not_enough() -> None:
    sessions = some_sessions(*[True] * 23 + [False] * 17, hours=1)
    determination = determine(some_facts(sessions=sessions), a_policy())
    assert determination.outcome is NOT_ELIGIBLE
    assert determination.amount_fen == 0
    assert finding_of(determination, Criterion.ATTENDANCE_RATE).reason == "rate_not_reached"


def test_a_full_rate_without_the_assessment_is_not_enough() -> None:
    facts = some_facts(sessions=some_sessions(*[True] * 10), assessment=FAILED)
    determination = determine(facts, a_policy())
    assert determination.outcome is NOT_ELIGIBLE
    assert finding_of(determination, Criterion.ASSESSMENT_PASSED).reason == "assessment_failed"


def _corrected(hours: int, **changes: object) -> Facts:
    """Of ten attended sessions of four class hours, the first ones were given by decision."""
    sessions = some_sessions(*[True] * 10)
    given = [min(4, max(0, hours - 4 * number)) for number in range(10)]
    marked = tuple(each._replace(corrected_hours=part) for each, part in zip(sessions, given, strict=True))
    return some_facts(sessions=marked, **changes)


def _share(determination: Determination) -> Finding | None:
    return next((finding for finding in determination.findings if finding.check == "corrected_share"), None)


def test_a_fifth_of_corrected_hours_is_said_and_decides_nothing() -> None:
    determination = determine(_corrected(8), a_policy())
    assert determination.outcome is ELIGIBLE
    share = _share(determination)
    assert share is not None
    assert (share.measured, share.limit, share.outcome) == ("8/40", "1/5", Outcome.NOTE)


def test_one_corrected_hour_more_is_a_doubt_until_a_second_person_confirms() -> None:
    assert determine(_corrected(9), a_policy()).outcome is DOUBTFUL
    assert determine(_corrected(9, confirmed_hours=8), a_policy()).outcome is DOUBTFUL
    assert determine(_corrected(9, confirmed_hours=9), a_policy()).outcome is ELIGIBLE


def test_without_corrections_nothing_is_said_of_them() -> None:
    assert _share(determine(some_facts(), a_policy())) is None


def test_corrections_matter_only_where_a_rate_is_asked() -> None:
    facts = _corrected(40, voucher_kind=VoucherKind.GENERAL, voucher=a_used_voucher(kind=VoucherKind.GENERAL))
    determination = determine(replace(facts, certificates=(CERTIFICATE,)), a_policy(VoucherKind.GENERAL))
    assert determination.outcome is ELIGIBLE


def test_an_open_appeal_that_could_reach_the_rate_keeps_the_money_where_it_is() -> None:
    sessions = some_sessions(*[True] * 5 + [False] * 5)
    appealed = (*sessions[:9], sessions[9]._replace(appealed_hours=4))
    assert determine(some_facts(sessions=sessions), a_policy()).outcome is NOT_ELIGIBLE
    assert determine(some_facts(sessions=appealed), a_policy()).outcome is DOUBTFUL
    too_few = (*sessions[:9], sessions[9]._replace(appealed_hours=3))
    assert determine(some_facts(sessions=too_few), a_policy()).outcome is NOT_ELIGIBLE
    cancelled = (*sessions[:9], sessions[9]._replace(appealed_hours=4, is_cancelled=True))
    assert determine(some_facts(sessions=cancelled), a_policy()).outcome is NOT_ELIGIBLE


def test_a_missing_assessment_is_not_a_passed_one() -> None:
    determination = determine(some_facts(assessment=None), a_policy())
    assert determination.outcome is NOT_ELIGIBLE
    assert finding_of(determination, Criterion.ASSESSMENT_PASSED).reason == "assessment_missing"


def test_a_general_voucher_at_ten_percent_with_a_certificate_is_paid() -> None:
    facts = general(sessions=some_sessions(True, *[False] * 9), certificates=(CERTIFICATE,), assessment=FAILED)
    determination = determine(facts, a_policy(VoucherKind.GENERAL))
    assert determination.outcome is ELIGIBLE
    assert finding_of(determination, Criterion.CERTIFICATE).basis.clause == "SX-19"
    rate = finding_of(determination, Criterion.ATTENDANCE_RATE)
    assert (rate.outcome, rate.reason, rate.measured) == (Outcome.NOTE, "not_asked", "4/40")


def test_a_general_voucher_without_a_certificate_is_not_paid() -> None:
    facts = general(sessions=some_sessions(*[True] * 10))
    determination = determine(facts, a_policy(VoucherKind.GENERAL))
    assert determination.outcome is NOT_ELIGIBLE
    assert finding_of(determination, Criterion.CERTIFICATE).reason == "certificate_missing"


@pytest.mark.parametrize("state", [VoucherState.USED, VoucherState.PAYABLE, VoucherState.RELEASED])
def test_a_voucher_stays_used_whatever_became_of_its_money(state: VoucherState) -> None:
    facts = general(certificates=(CERTIFICATE,), voucher=a_used_voucher(kind=VoucherKind.GENERAL, state=state))
    assert determine(facts, a_policy(VoucherKind.GENERAL)).outcome is ELIGIBLE


@pytest.mark.parametrize(
    ("voucher", "reason"),
    [
        (None, "voucher_missing"),
        (a_used_voucher(state=VoucherState.ACTIVATED), "voucher_not_used"),
        (a_used_voucher(state=VoucherState.EXPIRED), "voucher_not_used"),
        (a_used_voucher(class_id=INSTITUTION), "voucher_not_used"),
    ],
)
@pytest.mark.parametrize("kind", list(VoucherKind))
def test_without_a_voucher_used_in_this_class_nobody_is_paid(voucher: object, reason: str, kind: VoucherKind) -> None:
    facts = some_facts(voucher_kind=kind, voucher=voucher, certificates=(CERTIFICATE,))
    determination = determine(facts, a_policy(kind))
    assert determination.outcome is NOT_ELIGIBLE
    assert finding_of(determination, Criterion.VOUCHER_USED).reason == reason


def test_a_used_voucher_nobody_asked_for_is_said_to_be_our_own_condition() -> None:
    finding = finding_of(determine(some_facts(), a_policy()), Criterion.VOUCHER_USED)
    assert finding.basis.kind is BasisKind.OPERATOR_DEFAULT


def test_doubts_that_could_reach_the_rate_keep_it_open() -> None:
    sessions = some_sessions(*[True] * 5 + [False] * 5, doubtful=1)
    determination = determine(some_facts(sessions=sessions), a_policy())
    assert determination.outcome is DOUBTFUL
    assert determination.amount_fen == 0
    assert finding_of(determination, Criterion.ATTENDANCE_RATE).reason == "rate_under_review"


def test_doubts_that_cannot_reach_the_rate_do_not_delay_it() -> None:
    sessions = some_sessions(*[True] * 4 + [False] * 6, doubtful=1)
    assert determine(some_facts(sessions=sessions), a_policy()).outcome is NOT_ELIGIBLE


def test_doubts_do_not_matter_once_the_rate_is_reached() -> None:
    sessions = some_sessions(*[True] * 6 + [False] * 4, doubtful=4)
    assert determine(some_facts(sessions=sessions), a_policy()).outcome is ELIGIBLE


def test_a_failed_assessment_decides_though_hours_are_under_review() -> None:
    sessions = some_sessions(*[True] * 5 + [False] * 5, doubtful=1)
    assert determine(some_facts(sessions=sessions, assessment=FAILED), a_policy()).outcome is NOT_ELIGIBLE


def test_a_class_without_hours_is_a_doubt_and_never_a_pass() -> None:
    facts = some_facts(sessions=(), total_hours=0)
    assert determine(facts, a_policy()).outcome is DOUBTFUL


def test_targeted_vouchers_pay_the_institution_and_general_ones_the_person() -> None:
    assert determine(some_facts(), a_policy()).payee == f"institution:{INSTITUTION}"
    facts = general(certificates=(CERTIFICATE,))
    assert determine(facts, a_policy(VoucherKind.GENERAL)).payee == f"trainee:{TRAINEE}"


def test_a_rate_that_is_among_the_criteria_but_not_required_decides_nothing() -> None:
    policy = a_policy()
    waived = replace(policy.minimum_percent, value=None, basis=Basis(kind=BasisKind.NOT_REQUIRED, document="decision"))
    facts = some_facts(sessions=some_sessions(*[False] * 10))
    determination = determine(facts, replace(policy, minimum_percent=waived))
    assert determination.outcome is ELIGIBLE
    assert finding_of(determination, Criterion.ATTENDANCE_RATE).outcome is Outcome.NOTE


def test_where_nothing_is_asked_for_the_used_voucher_alone_decides() -> None:
    policy = a_policy()
    nothing = replace(policy.criteria, value=None, basis=Basis(kind=BasisKind.NOT_REQUIRED))
    facts = some_facts(sessions=some_sessions(False), assessment=None)
    assert determine(facts, replace(policy, criteria=nothing)).outcome is ELIGIBLE
    assert determine(replace(facts, voucher=None), replace(policy, criteria=nothing)).outcome is NOT_ELIGIBLE


def test_every_criterion_is_told_about_in_every_determination() -> None:
    for kind in VoucherKind:
        determination = determine(some_facts(voucher_kind=kind), a_policy(kind))
        assert [finding.check for finding in determination.findings] == ALWAYS_JUDGED


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 8)), min_size=1, max_size=30))
def test_the_outcome_agrees_with_exact_fractions(attended: list[tuple[bool, int]]) -> None:
    sessions = tuple(session for was_there, hours in attended for session in some_sessions(was_there, hours=hours))
    credited = sum(hours for was_there, hours in attended if was_there)
    reached = Fraction(credited, sum(hours for _, hours in attended)) >= Fraction(3, 5)
    outcome = determine(some_facts(sessions=sessions), a_policy()).outcome
    assert outcome is (ELIGIBLE if reached else NOT_ELIGIBLE)
