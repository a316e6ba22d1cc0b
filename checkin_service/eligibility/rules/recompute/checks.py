"""Unannounced checks judged again: how many of those held were not answered."""

from fractions import Fraction
from typing import Any

Document = dict[str, Any]


def is_said(document: Document) -> bool:
    """Whether a document has to say it; older ones knew of no checks."""
    return bool(document["facts"].get("checks_held")) and bool(_value(document, "checks.missed_doubt_percent"))


def said(document: Document) -> tuple[str, str, str, str]:
    """Outcome, reason, what was measured, and the share allowed."""
    held, missed = document["facts"]["checks_held"], document["facts"]["checks_missed"]
    percent = _value(document, "checks.missed_doubt_percent")
    measured, limit = f"{missed}/{held}", str(Fraction(percent, 100))
    if missed >= _value(document, "checks.missed_doubt_from") and missed * 100 > percent * held:
        return "doubt", "checks_missed_many", measured, limit
    return ("note", "checks_missed_few", measured, limit) if missed else ("pass", "checks_answered", measured, limit)


def _value(document: Document, key: str) -> int:
    """What a value asks for, nothing where it is not required or was not known."""
    values = [each["value"] for each in document["policy"]["values"] if each["key"] == key and each["is_required"]]
    return int(values[0]) if values else 0
