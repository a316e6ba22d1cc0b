"""Periods of vouchers: months, last days, activation and use."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from checkin_service.kit import base64url
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import VoucherEvent, VoucherState
from checkin_service.voucher.rules import live_qr
from tests.voucher.builders import a_voucher

AT = datetime(2022, 5, 9, tzinfo=UTC)
SHAOXING = rules.GRAPHS["330600"]


@pytest.mark.parametrize(
    ("obtained_on", "months", "last"),
    [
        (date(2022, 3, 15), 3, date(2022, 6, 15)),
        (date(2022, 8, 31), 3, date(2022, 11, 30)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2023, 11, 29), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2022, 12, 31), 6, date(2023, 6, 30)),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_or_the_last_of_the_month(
    obtained_on: date, months: int, last: date
) -> None:
    assert rules.last_day(obtained_on, months) == last


def test_where_no_activation_is_asked_for_the_time_to_use_is_the_only_one() -> None:
    periods = rules.periods(date(2022, 3, 1), activate_within_months=None, use_within_months=3)
    assert periods == (date(2022, 6, 1), date(2022, 6, 1))


def test_an_activation_period_never_outlasts_the_time_to_use() -> None:
    periods = rules.periods(date(2022, 3, 1), activate_within_months=12, use_within_months=3)
    assert periods == (date(2022, 6, 1), date(2022, 6, 1))


def test_the_last_day_to_activate_is_still_in_time() -> None:
    voucher = a_voucher(activate_by=date(2022, 6, 1))
    assert rules.state_on(voucher, date(2022, 6, 1)) is VoucherState.ISSUED
    assert rules.state_on(voucher, date(2022, 6, 2)) is VoucherState.EXPIRED


def test_an_activated_voucher_lives_until_its_last_day_to_use() -> None:
    voucher = a_voucher(state=VoucherState.ACTIVATED, use_by=date(2022, 9, 1))
    assert rules.state_on(voucher, date(2022, 9, 1)) is VoucherState.ACTIVATED
    assert rules.state_on(voucher, date(2022, 9, 2)) is VoucherState.EXPIRED


@pytest.mark.parametrize("state", [VoucherState.USED, VoucherState.PAYABLE, VoucherState.RELEASED])
def test_a_used_voucher_does_not_expire_any_more(state: VoucherState) -> None:
    assert rules.state_on(a_voucher(state=state), date(2032, 1, 1)) is state


def _refusal(voucher: object, on: date = date(2022, 5, 9)) -> str | None:
    refusal = rules.refusal_to_use(
        voucher,  # type: ignore[arg-type]
        on=on,
    )
    return None if refusal is None else refusal.reason


def test_a_voucher_in_time_can_be_put_to_use() -> None:
    assert _refusal(a_voucher()) is None


def test_an_expired_voucher_is_refused_and_the_day_is_named() -> None:
    late = date(2022, 6, 2)
    assert _refusal(a_voucher(), on=late) == "voucher_expired"
    refusal = rules.refusal_to_use(a_voucher(), on=late)
    assert refusal is not None
    assert "2022-06-01" in refusal.words.zh
    assert "2022-06-01" in refusal.words.en


def test_an_activated_voucher_that_was_not_used_in_time_names_its_own_day() -> None:
    voucher = a_voucher(state=VoucherState.ACTIVATED)
    refusal = rules.refusal_to_use(voucher, on=date(2022, 9, 2))
    assert refusal is not None
    assert "2022-09-01" in refusal.words.zh


@pytest.mark.parametrize("state", [VoucherState.USED, VoucherState.PAYABLE, VoucherState.RELEASED])
def test_a_voucher_is_used_once(state: VoucherState) -> None:
    assert _refusal(a_voucher(state=state)) == "voucher_already_used"


def test_a_voucher_activated_before_can_be_used() -> None:
    assert _refusal(a_voucher(state=VoucherState.ACTIVATED)) is None


def test_arrival_activates_and_uses_in_two_moves() -> None:
    voucher = a_voucher()
    moves = rules.moves_of(voucher, rules.moves_to_use(SHAOXING, voucher.state), at=AT, actor="staff:x")
    assert [(move.ordinal, move.event, move.state) for move in moves] == [
        (2, VoucherEvent.ACTIVATED, VoucherState.ACTIVATED),
        (3, VoucherEvent.USED, VoucherState.USED),
    ]


def test_a_voucher_activated_before_is_only_used() -> None:
    assert list(rules.moves_to_use(SHAOXING, VoucherState.ACTIVATED)) == [VoucherEvent.USED]


KEY = b"k" * 32
HOLDER, SHOWN = UUID(int=1), UUID(int=2)


def a_token() -> str:
    return live_qr.new_token(KEY, trainee_id=HOLDER, voucher_id=SHOWN, now=AT)


@pytest.mark.parametrize("seconds", [0, 1, 30])
def test_a_live_code_shows_whose_voucher_it_is_for_half_a_minute(seconds: int) -> None:
    opened = live_qr.opened(KEY, a_token(), now=AT + timedelta(seconds=seconds))
    assert opened == live_qr.LiveCode(trainee_id=HOLDER, voucher_id=SHOWN)


@pytest.mark.parametrize("seconds", [-1, 31, 3600])
def test_a_live_code_is_dead_after_half_a_minute_and_before_its_time(seconds: int) -> None:
    assert live_qr.opened(KEY, a_token(), now=AT + timedelta(seconds=seconds)) is live_qr.Fault.TOO_OLD


def _changed(position: int) -> str:
    data = bytearray(base64url.decode(a_token().removeprefix(live_qr.PREFIX)))
    data[position] ^= 1
    return live_qr.PREFIX + base64url.encode(bytes(data))


@pytest.mark.parametrize(
    "token",
    ["V1.培训券", "V1.", "", a_token()[:-4], a_token() + "AAAA", _changed(0), _changed(16), _changed(39), _changed(-1)],
)
def test_a_live_code_that_this_service_did_not_sign_is_forged(token: str) -> None:
    assert live_qr.opened(KEY, token, now=AT) is live_qr.Fault.FORGED


def test_a_live_code_of_another_key_is_forged() -> None:
    assert live_qr.opened(b"j" * 32, a_token(), now=AT) is live_qr.Fault.FORGED
