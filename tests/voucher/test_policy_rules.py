"""Rules of vouchers that a policy decides, beyond what the policy cases tell."""

from datetime import date
from uuid import UUID

import pytest

from checkin_service.kit.workdays import Workdays
from checkin_service.policy.book import book
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher import rules
from tests.voucher.builders import a_view

MAY = date(2022, 5, 1)
TARGETED, GENERAL = VoucherKind.TARGETED, VoucherKind.GENERAL
SATURDAY = date(2022, 6, 11)


@pytest.mark.parametrize(
    ("mode", "last"),
    [("never", SATURDAY), ("after_public_holidays", SATURDAY), ("after_days_off", date(2022, 6, 13))],
)
def test_a_weekend_moves_the_last_day_only_where_that_is_decided(mode: str, last: date) -> None:
    view = a_view(f'key = "voucher.last_day_rolls"\nvalue = "{mode}"')
    assert rules.rolled(SATURDAY, view, TARGETED) == last


def test_a_public_holiday_moves_nothing_where_that_is_decided() -> None:
    view = a_view('key = "voucher.last_day_rolls"\nvalue = "never"')
    assert rules.rolled(date(2022, 10, 1), view, TARGETED) == date(2022, 10, 1)


def test_a_working_day_is_a_last_day_everywhere() -> None:
    view = a_view('key = "voucher.last_day_rolls"\nvalue = "after_days_off"')
    assert rules.rolled(date(2022, 6, 10), view, TARGETED) == date(2022, 6, 10)


def test_an_authority_adds_days_off_and_working_days() -> None:
    view = a_view(
        'key = "calendar.extra_days_off"\nvalue = [2022-06-15]',
        'key = "calendar.extra_working_days"\nvalue = [2022-10-02]',
    )
    assert rules.rolled(date(2022, 6, 15), view, TARGETED) == date(2022, 6, 16)
    assert rules.rolled(date(2022, 10, 1), view, TARGETED) == date(2022, 10, 2)


def test_a_working_day_by_decision_is_no_holiday() -> None:
    days = Workdays(extra_working_days={date(2022, 10, 1)})
    assert not days.is_public_holiday(date(2022, 10, 1))
    assert days.is_working(date(2022, 10, 1))


@pytest.mark.parametrize(
    ("day", "is_holiday", "is_working"),
    [
        (date(2022, 10, 1), True, False),
        (date(2022, 10, 6), True, False),
        (date(2022, 10, 8), False, True),
        (date(2022, 10, 15), False, False),
        (date(2026, 2, 17), True, False),
        (date(2026, 3, 2), False, True),
    ],
)
def test_public_holidays_moved_days_and_weekends(day: date, *, is_holiday: bool, is_working: bool) -> None:
    assert Workdays().is_public_holiday(day) is is_holiday
    assert Workdays().is_working(day) is is_working


def test_whoever_belongs_nowhere_has_no_payer() -> None:
    view = book().at("330600", on=MAY)
    assert rules.payer(view, GENERAL, issuer="330600", places=rules.Places()) is None


def test_a_fund_nobody_names_has_no_route() -> None:
    assert rules.route_of(book().at("330600", on=MAY), "lottery_fund") is None


def test_where_nothing_caps_the_vouchers_the_rule_lets_them_pass() -> None:
    view = book().at("330600", on=MAY)
    assert rules.refusal_to_commit(view, TARGETED, free_fen=0, vouchers=9, amount_fen=120_000) is None


def test_a_short_budget_names_how_many_vouchers_it_is_good_for() -> None:
    view = book().at("350100", on=MAY)
    refusal = rules.refusal_to_commit(view, TARGETED, free_fen=300_000, vouchers=10, amount_fen=120_000)
    assert refusal is not None
    assert "最多还可发放2张" in refusal.words.zh
    assert "¥12,000.00" in refusal.words.en
    empty = rules.refusal_to_commit(view, TARGETED, free_fen=-1, vouchers=1, amount_fen=120_000)
    assert empty is not None
    assert "最多还可发放0张" in empty.words.zh


def test_a_refused_step_names_what_is_open() -> None:
    refusal = rules.refusal_of_step(book().at("340100", on=MAY), TARGETED, "claimed", [])
    assert refusal is not None
    assert "pushed" in refusal.words.en


def test_where_legs_are_settled_as_one_all_goes_to_where_one_registered() -> None:
    one, other = UUID(int=1), UUID(int=2)
    legs = [
        rules.Leg(delivery="online", institution_id=one, passed=True, subsidy_fen=40_000),
        rules.Leg(delivery="offline", institution_id=other, passed=None, subsidy_fen=80_000),
    ]
    view = book().at("330600", on=MAY)
    assert rules.shares(view, TARGETED, legs, registered_with=one) == {one: 120_000}
    assert rules.mixed_findings(view, TARGETED, legs, has_certificate=False) == ()
    fujian = rules.mixed_findings(book().at("350100", on=MAY), TARGETED, legs, has_certificate=True)
    assert [each.reason for each in fujian] == ["met", "not_met", "met"]
