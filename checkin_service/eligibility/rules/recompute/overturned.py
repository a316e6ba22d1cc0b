"""Check-ins accepted by a reviewer whom a third person overruled, judged again."""

from typing import Any

Document = dict[str, Any]


def is_said(document: Document) -> bool:
    """Whether a document has to say it; older ones knew of none."""
    return bool(document["facts"].get("overturned_reviews"))


def said(document: Document) -> tuple[str, str, str]:
    """Outcome, reason, and how many."""
    return "doubt", "reviews_overturned", str(document["facts"]["overturned_reviews"])
