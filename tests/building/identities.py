"""Invented identity numbers, names and credit codes with valid check digits; no two calls give the same."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from stdnum.cn import ric, uscc

_numbers = count(1)


def a_resident_id(*, born: date | None = None) -> dict[str, str]:
    """A resident identity card of a district that exists, of somebody born on a day or around 1980."""
    serial = next(_numbers)
    birthday = born or datetime(1980, 1, 1, tzinfo=UTC) + timedelta(days=serial // 900)
    body = f"330602{birthday:%Y%m%d}{serial % 900 + 100:03d}"
    return {"kind": "resident_id", "number": body + ric.calc_check_digit(body + "0")}


def a_passport() -> dict[str, str]:
    return {"kind": "passport", "number": f"E{next(_numbers):012d}"}


def a_name() -> str:
    digits = str(next(_numbers)).translate(str.maketrans("0123456789", "零一二三四五六七八九"))
    return f"学员{digits}"


def a_credit_code() -> str:
    """A unified social credit code."""
    body = f"91330600MA{next(_numbers):07d}"
    return body + uscc.calc_check_digit(body)
