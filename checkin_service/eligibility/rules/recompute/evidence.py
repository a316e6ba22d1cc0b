"""Class hours by class of evidence, and their shares judged again, from a determination's document."""

from fractions import Fraction
from typing import Any

Document = dict[str, Any]
Said = tuple[str, str, str, str]
"""Outcome, reason, what was measured, and the share allowed."""


def hours_by_class(facts: Document) -> dict[str, int]:
    """Empty for a document of the first format."""
    found: dict[str, int] = {}
    for session in facts["sessions"]:
        for name, hours in session.get("evidence", {}).get("classes", {}).items():
            found[name] = found.get(name, 0) + hours
    return found


def evidence_share(document: Document) -> Said | None:
    """Of weak hours that nothing else confirms; nothing where no classes were kept or no share of them is limited."""
    classes = _required(document, "evidence.classes")
    limit = _required(document, "evidence.max_share_percent")
    if classes is None or limit is None or not hours_by_class(document["facts"]):
        return None
    return _share("evidence_share", _unconfirmed_hours(document["facts"], classes), document, limit)


def self_bound_share(document: Document) -> Said | None:
    """Of hours on phones that the person alone bound; a display in the room shows a phone, not a person."""
    limit = _required(document, "evidence.self_bound_max_share_percent")
    if limit is None or "G" not in hours_by_class(document["facts"]):
        return None
    found = (each["evidence"] for each in document["facts"]["sessions"])
    hours = sum(each["classes"].get("G", 0) for each in found if set(each["confirmed_by"]) <= {"display"})
    return _share("self_bound_share", hours, document, limit)


def _required(document: Document, key: str) -> Any:
    """What a value asks for; documents made before it was asked have none."""
    found = [each for each in document["policy"]["values"] if each["key"] == key and each["is_required"]]
    return found[0]["value"] if found else None


def _share(name: str, hours: int, document: Document, percent: int) -> Said:
    counted = sum(each["credited_hours"] for each in document["facts"]["sessions"])
    is_large = hours * 100 > percent * counted
    reason = f"{name}_large" if is_large else f"{name}_small"
    return "doubt" if is_large else "note", reason, f"{hours}/{counted}", str(Fraction(percent, 100))


def _unconfirmed_hours(facts: Document, classes: list[str]) -> int:
    """Hours of these classes in sessions that nothing besides the check-in confirms."""
    seen_twice = facts["confirmed_hours"] >= facts["corrected_hours"] and "F" in classes
    between = (each for each in facts["sessions"] if not _lies_between_checks(each, facts))
    return sum(_unconfirmed(each, classes, seen_twice=seen_twice) for each in between)


def _lies_between_checks(session: Document, facts: Document) -> bool:
    """Between two sessions in which an unannounced check was answered, where none was missed."""
    if facts.get("checks_missed"):
        return False
    checked = [each["starts_at"] for each in facts["sessions"] if "check" in each["evidence"]["confirmed_by"]]
    return bool(checked) and min(checked) < session["starts_at"] < max(checked)


def _unconfirmed(session: Document, classes: list[str], *, seen_twice: bool) -> int:
    evidence = session["evidence"]
    if evidence["confirmed_by"]:
        return 0
    hours: int = sum(count for name, count in evidence["classes"].items() if name in classes)
    return max(0, hours - session["corrected_hours"]) if seen_twice else hours
