"""Reasons against giving somebody a voucher: words that name the condition, and the clause."""

from datetime import date

import pytest

from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.kit.verdict import OURS, Finding, Outcome
from checkin_service.policy.book import book
from checkin_service.policy.clauses import law
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.rules.against import (
    refusal_elsewhere,
    refusal_of_duplicate,
    refusal_of_second,
    refusals_of_conditions,
    together,
)
from tests.voucher.builders import a_voucher

MARCH = date(2022, 3, 2)
SHAOXING = book().at("330600", on=MARCH)


@pytest.mark.parametrize(
    ("check", "outcome", "said"),
    [
        ("person.age", Outcome.FAIL, "不符合领券条件（年龄）。"),
        ("person.insurance_months", Outcome.DOUBT, "领券条件尚未核验（"),
        ("person.any_of", Outcome.FAIL, "以下之一："),
    ],
)
def test_a_condition_that_is_not_met_or_not_checked_is_named(check: str, outcome: Outcome, said: str) -> None:
    (refusal,) = refusals_of_conditions(
        SHAOXING, VoucherKind.TARGETED, [Finding(check=check, outcome=outcome, reason="why", basis=law("SX-08"))]
    )
    assert said in refusal.words.zh
    assert (refusal.reason, refusal.basis.clause) == (f"{check}:why", "SX-08")


def test_what_is_met_is_no_reason() -> None:
    assert (
        refusals_of_conditions(
            SHAOXING, VoucherKind.TARGETED, [Finding(check="person.age", outcome=Outcome.PASS, reason="ok")]
        )
        == []
    )


def test_several_reasons_are_said_together_with_the_clause_of_the_first() -> None:
    missing = [
        Finding(check="person.age", outcome=Outcome.FAIL, reason="why", basis=law("SX-08")),
        Finding(check="person.age", outcome=Outcome.DOUBT, reason="x", basis=OURS),
    ]
    one = together(refusals_of_conditions(SHAOXING, VoucherKind.TARGETED, missing))
    assert one.words.zh.startswith("不符合领券条件（年龄）。领券条件尚未核验（年龄）")
    assert one.basis.clause == "SX-08"


def test_a_benefit_reported_elsewhere_is_a_reason_until_somebody_has_examined_it() -> None:
    assert refusal_of_duplicate().basis.clause == "MP-19"


@pytest.mark.parametrize(
    ("authority", "graph", "clause"),
    [("350100", "350000", "FJ-14"), ("330600", "330600", "SX-15"), ("110100", "000000", "MP-09")],
)
def test_who_holds_an_unused_voucher_hears_until_when_and_by_which_clause(
    authority: str, graph: str, clause: str
) -> None:
    held = a_voucher(authority_code=authority, graph=graph)
    refusal = refusal_of_second(book().at(authority, on=MARCH), held, on=MARCH)
    assert "2022-09-01" in refusal.words.zh
    assert refusal.basis.clause == clause


def test_a_voucher_that_lives_elsewhere_and_a_platform_that_says_nothing_are_told_apart() -> None:
    live, silent = map(refusal_elsewhere, (SaidElsewhere.LIVE, SaidElsewhere.SILENT))
    assert [each.reason for each in (live, silent)] == ["voucher_elsewhere:live", "voucher_elsewhere:silent"]
    assert live.words != silent.words
    assert {live.basis.clause, silent.basis.clause} == {"MP-19"}
