"""Codes of an authenticator app: the vectors of RFC 6238, half a minute of patience, and none twice."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.access import totp

SECRET = b"12345678901234567890"
NOW = datetime(2026, 3, 2, 0, 30, 15, tzinfo=UTC)
STEP = int(NOW.timestamp()) // totp.STEP_S


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, seconds // totp.STEP_S) == code


@pytest.mark.parametrize(("off", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(off: int, *, is_right: bool) -> None:
    found = totp.step_of(SECRET, totp.code_at(SECRET, STEP + off), NOW, after=None)
    assert found == (STEP + off if is_right else None)


def test_no_code_serves_twice_and_none_before_it() -> None:
    for off in (-1, 0):
        assert totp.step_of(SECRET, totp.code_at(SECRET, STEP + off), NOW, after=STEP) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, STEP + 1), NOW, after=STEP) == STEP + 1
    later = NOW + timedelta(minutes=1)
    assert totp.step_of(SECRET, totp.code_at(SECRET, STEP), later, after=STEP) is None


def test_the_address_holds_the_secret_the_login_and_who_issued_it() -> None:
    address = totp.address_of(SECRET, login="wang.fang", issuer="打卡签到")
    assert address.startswith("otpauth://totp/")
    assert "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert "wang.fang" in address


def test_recovery_codes_differ_and_are_told_from_those_of_an_app() -> None:
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == totp.RECOVERY_CODES
    assert not any(totp.is_of_time(totp.typed(each)) for each in codes)
    assert totp.is_of_time(totp.typed("123 456"))
