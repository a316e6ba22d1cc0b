"""Rules of vouchers that a policy decides, beyond what the policy cases tell."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from checkin_service.kit.workdays import Workdays
from checkin_service.policy.book import book
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.voucher import rules
from checkin_service.voucher.model.uses import Use
from checkin_service.voucher.model.vouchers import VoucherState
from tests.voucher.builders import a_view, a_voucher

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
    refusal = rules.refusal_of_step(book().at("340100", on=MAY), TARGETED, "claimed", {"pushed": False})
    assert refusal is not None
    assert NAMES["pushed"].zh in refusal.words.zh


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


def a_use(**changed: Any) -> Use:
    values: dict[str, Any] = {
        "trainee_id": UUID(int=1),
        "voucher_id": UUID(int=2),
        "class_id": UUID(int=3),
        "authority_code": "350200",
        "occupation": "育婴员",
        "registered_on": date(2022, 2, 1),
        "activated_in": 2022,
    }
    return Use(**values | changed)


@pytest.mark.parametrize(
    ("earlier", "reason"),
    [
        (a_use(), "occupation_quota_reached"),
        (a_use(occupation=" 育 婴员"), "occupation_quota_reached"),
        (a_use(occupation="养老护理员"), None),
        (a_use(authority_code="330600"), None),
        (a_use(registered_on=date(2021, 12, 31)), None),
    ],
)
def test_one_training_for_an_occupation_in_a_year_is_all_a_province_gives(earlier: Use, reason: str | None) -> None:
    fujian = book().at("350100", on=MAY)
    refusal = rules.refusal_of_use(
        fujian, TARGETED, [earlier], occupation="育婴员", registered_on=date(2022, 5, 1), on=MAY
    )
    assert (refusal.reason if refusal else None) == reason


@pytest.mark.parametrize(
    ("place", "activated_in", "year"), [("350100", 2021, 2022), ("330600", 2021, 2021), ("330600", None, 2022)]
)
def test_a_use_counts_in_the_year_its_jurisdiction_goes_by(place: str, activated_in: int | None, year: int) -> None:
    assert rules.year_of(book().at(place, on=MAY), TARGETED, a_use(activated_in=activated_in)) == year


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ({}, "voucher_still_held"),
        ({"authority_code": "350200", "kind": GENERAL}, "voucher_still_held"),
        ({"authority_code": "000000", "state": VoucherState.USED}, "voucher_still_held"),
        ({"authority_code": "330600"}, None),
        ({"state": VoucherState.PAYABLE}, None),
        ({"activate_by": date(2022, 4, 1), "use_by": date(2022, 4, 30)}, None),
    ],
)
def test_no_further_voucher_for_whoever_holds_a_live_one_of_the_province(
    held: dict[str, Any], reason: str | None
) -> None:
    voucher = a_voucher(**{"authority_code": "350100", "graph": "350000"} | held)
    refusal = rules.refusal_while_held(book().at("350100", on=MAY), TARGETED, [voucher], on=MAY)
    assert (refusal.reason if refusal else None) == reason
    assert rules.refusal_while_held(book().at("330600", on=MAY), TARGETED, [voucher], on=MAY) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("350100", "350200", True), ("350100", "330600", False), ("000000", "330600", True), ("330600", "000000", True)],
)
def test_the_ministry_lies_in_every_province(one: str, other: str, *, expected: bool) -> None:
    assert rules.same_area(one, other) is expected


def test_a_voucher_is_written_off_at_arrival_only_where_that_is_a_moment_for_it() -> None:
    assert rules.write_offs(book().at("340100", on=MAY), TARGETED) == ("arrival", "disbursement")
    assert rules.refusal_to_hold(book().at("340100", on=MAY), TARGETED) is None
    refusal = rules.refusal_to_hold(book().at("370100", on=MAY), TARGETED)
    assert refusal is not None
    assert refusal.reason == "no_write_off_at_arrival"
    assert refusal.words.zh == "本地不在报到时核销培训券。"
    assert refusal.basis == book().at("370100", on=MAY).value("voucher.written_off_at", TARGETED).basis
