"""Days and division codes as people type them, with what to write when they slip."""

import argparse
from datetime import date

from checkin_service.kit.civil import day_of
from checkin_service.kit.clock import SystemClock


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2022-05-01") from None


def division_code(text: str) -> str:
    if len(text) != 6 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 - GB/T 2260
        raise argparse.ArgumentTypeError(f"{text!r} is no division code; write six digits, such as 330600")
    return text


def today() -> date:
    return day_of(SystemClock().now())
