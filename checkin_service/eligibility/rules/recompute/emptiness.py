"""Emptiness of a class judged again: hardly any sign-ins where no rate was asked for."""

from fractions import Fraction
from typing import Any

Document = dict[str, Any]


def is_said(document: Document) -> bool:
    """Whether a document has to say it; older ones, made before anybody looked, never do."""
    limits = [each for each in document["policy"]["values"] if each["key"] == "class.empty_share_percent"]
    held = document["facts"]["total_hours"]
    return any(held > 0 and each["is_required"] and _signed(document) * 100 <= each["value"] * held for each in limits)


def said(document: Document) -> tuple[str, str, str, str]:
    """Outcome, reason, what was measured, and the share allowed."""
    values = {each["key"]: each["value"] for each in document["policy"]["values"]}
    outcome = "doubt" if values["class.empty_means"] == "doubt" else "note"
    measured = f"{_signed(document)}/{document['facts']['total_hours']}"
    return outcome, "hardly_any_sign_ins", measured, str(Fraction(values["class.empty_share_percent"], 100))


def _signed(document: Document) -> int:
    return sum(each["credited_hours"] for each in document["facts"]["sessions"])
