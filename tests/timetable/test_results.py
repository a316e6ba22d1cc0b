"""Results of an assessment: which can be entered, and why others cannot."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from checkin_service.policy.model import VoucherKind
from checkin_service.timetable import rules
from checkin_service.timetable.model import Registration

FIRST_DAY, TODAY = date(2026, 3, 9), date(2026, 3, 20)
ON_ROSTER = Registration(
    trainee_id=UUID(int=1),
    class_id=UUID(int=2),
    voucher_kind=VoucherKind.TARGETED,
    voucher_id=None,
    registered_at=datetime(2026, 3, 2, tzinfo=UTC),
)
PASSED = rules.Result(
    trainee_id=UUID(int=1),
    passed=True,
    assessed_on=TODAY,
    certificate_number="S-1",
    certificate_issued_on=TODAY,
)


def refusal(result: rules.Result, registration: Registration | None = ON_ROSTER, *taken: str) -> str | None:
    words = rules.result_refusal(result, registration, first_day=FIRST_DAY, today=TODAY, numbers_taken=frozenset(taken))
    return words.en if words else None


def test_a_pass_with_a_certificate_is_taken() -> None:
    assert refusal(PASSED) is None


def test_a_failure_is_taken() -> None:
    assert refusal(replace(PASSED, passed=False, certificate_number=None, certificate_issued_on=None)) is None


@pytest.mark.parametrize("registration", [None, replace(ON_ROSTER, withdrawn_at=datetime(2026, 3, 10, tzinfo=UTC))])
def test_who_is_not_on_the_roster_has_no_result(registration: Registration | None) -> None:
    assert refusal(PASSED, registration) == "Not on the roster of this class."


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 3, 21)])
def test_nothing_is_assessed_before_the_class_or_after_today(day: date) -> None:
    assert "must lie between 2026-03-09" in str(refusal(replace(PASSED, assessed_on=day)))
    assert "must be issued between" in str(refusal(replace(PASSED, certificate_issued_on=day)))


@pytest.mark.parametrize("day", [FIRST_DAY, TODAY])
def test_the_first_day_and_today_are_included(day: date) -> None:
    assert refusal(replace(PASSED, assessed_on=day, certificate_issued_on=day)) is None


def test_no_certificate_goes_with_a_failed_assessment() -> None:
    assert "failed assessment" in str(refusal(replace(PASSED, passed=False)))


def test_a_certificate_number_names_one_certificate() -> None:
    assert "entered already" in str(refusal(PASSED, ON_ROSTER, "S-1"))
