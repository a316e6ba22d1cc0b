"""Payments of a determination, and what mixed training needs (FJ-24, FJ-25, FJ-26, SX-19 to SX-21, MP-27)."""

from typing import Any

import pytest

from checkin_service.eligibility.model.facts import Criterion, DeterminationOutcome
from checkin_service.eligibility.model.payments import MixedFact
from checkin_service.eligibility.rules import determine
from checkin_service.kit.verdict import Outcome
from checkin_service.voucher.model.vouchers import VoucherKind
from tests.eligibility.builders import (
    CERTIFICATE,
    ENTERPRISE,
    FAILED,
    INSTITUTION,
    ONLINE_INSTITUTION,
    SUBSIDY_FEN,
    TRAINEE,
    a_payment,
    a_policy,
    shared_teaching,
    some_facts,
)

FUJIAN = "350000"
BOTH_PASSED = MixedFact(theory_passed=True, practice_passed=True)


def paid(jurisdiction: str, kind: VoucherKind, **changes: Any) -> dict[str, tuple[str, int]]:
    found = determine(some_facts(voucher_kind=kind, **changes), a_policy(kind, jurisdiction))
    return {each.leg: (each.payee, each.amount_fen) for each in found.set_aside}


@pytest.mark.parametrize(
    ("jurisdiction", "kind", "payee"),
    [
        ("330600", VoucherKind.GENERAL, f"trainee:{TRAINEE}"),
        ("330600", VoucherKind.TARGETED, f"institution:{INSTITUTION}"),
        (FUJIAN, VoucherKind.GENERAL, f"institution:{INSTITUTION}"),
        ("340000", VoucherKind.TARGETED, f"institution:{INSTITUTION}"),
    ],
)
def test_the_pack_says_who_is_paid(jurisdiction: str, kind: VoucherKind, payee: str) -> None:
    assert paid(jurisdiction, kind) == {"training": (payee, SUBSIDY_FEN)}


def test_the_enterprise_is_paid_for_its_workers() -> None:
    found = paid("330600", VoucherKind.TARGETED, enterprise_id=ENTERPRISE)
    assert found == {"training": (f"enterprise:{ENTERPRISE}", SUBSIDY_FEN)}


def test_each_institution_is_paid_its_leg() -> None:
    found = paid(FUJIAN, VoucherKind.TARGETED, teaching=shared_teaching(33), subsidy_fen=100_001)
    assert found == {
        "training": (f"institution:{INSTITUTION}", 67_001),
        "online": (f"institution:{ONLINE_INSTITUTION}", 33_000),
    }


def test_the_three_subsidies_are_determined_each_for_itself() -> None:
    person = f"trainee:{TRAINEE}"
    legs = (
        a_payment("assessment", 20_000, payee=person),
        a_payment("living", 30_000, payee=person),
        a_payment("training", 150_000),
    )
    found = determine(some_facts(set_aside=legs, subsidy_fen=200_000), a_policy())
    assert found.amount_fen == 200_000
    assert [(each.leg, each.payee) for each in found.payments] == [
        ("training", f"institution:{INSTITUTION}"),
        ("assessment", person),
        ("living", person),
    ]


def test_money_of_another_authority_is_named_as_its_own() -> None:
    legs = (a_payment("training", SUBSIDY_FEN, authority_code="330602"),)
    (payment,) = determine(some_facts(set_aside=legs), a_policy()).payments
    assert payment.authority_code == "330602"


@pytest.mark.parametrize(
    ("mixed", "certificates", "lacks"),
    [
        (BOTH_PASSED, (CERTIFICATE,), None),
        (MixedFact(theory_passed=None, practice_passed=True), (CERTIFICATE,), "online_passed"),
        (MixedFact(theory_passed=True, practice_passed=False), (CERTIFICATE,), "offline_passed"),
        (BOTH_PASSED, (), "certificate"),
    ],
)
def test_mixed_training_needs_both_legs_and_a_certificate(
    mixed: MixedFact, certificates: tuple[Any, ...], lacks: str | None
) -> None:
    facts = some_facts(mixed=mixed, certificates=certificates)
    found = determine(facts, a_policy(jurisdiction=FUJIAN))
    (finding,) = (each for each in found.findings if each.check == Criterion.BOTH_LEGS)
    assert (finding.outcome, finding.measured) == (Outcome.FAIL if lacks else Outcome.PASS, lacks)
    assert finding.basis.clause == "FJ-25"
    assert (found.outcome is DeterminationOutcome.ELIGIBLE) == (lacks is None)


def test_nothing_more_is_asked_where_nothing_was_mixed_or_the_pack_is_silent() -> None:
    for facts, jurisdiction in ((some_facts(), FUJIAN), (some_facts(mixed=BOTH_PASSED), "330600")):
        checks = {each.check for each in determine(facts, a_policy(jurisdiction=jurisdiction)).findings}
        assert Criterion.BOTH_LEGS not in checks


def test_a_denial_lists_no_payments_and_still_names_whom_it_would_have_paid() -> None:
    found = determine(some_facts(assessment=FAILED), a_policy())
    assert (found.outcome, found.payments) == (DeterminationOutcome.NOT_ELIGIBLE, ())
    assert found.payee == f"institution:{INSTITUTION}"
