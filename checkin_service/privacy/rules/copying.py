"""The copy that a person is given: until when, and which columns of what is held stand in it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from checkin_service.policy.book import PolicyView

_TECHNICAL = ("_hash", "_digest", "_sha256", "_commitment")
"""Endings of columns that hold no word about anybody: hashes under our own keys."""


def due_on(asked_on: date, policy: PolicyView) -> date:
    """Until when a request is answered."""
    return asked_on + timedelta(days=policy.value("privacy.answer_days").integer)


def shown_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without hashes and without what is empty.

    >>> shown_columns({"pin_hash": "00", "reason": None, "bound_at": "2026-03-02"})
    {'bound_at': '2026-03-02'}
    """
    return {name: value for name, value in row.items() if value is not None and not name.endswith(_TECHNICAL)}
