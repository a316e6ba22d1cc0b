"""A class in Shaoxing, one session of it and somebody on its roster."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState, Registration, Session, TrainingClass

STARTS_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(hours=3)


def a_class(**changes: Any) -> TrainingClass:
    values: dict[str, Any] = {
        "class_id": UUID(int=2),
        "institution_id": UUID(int=3),
        "project_id": UUID(int=4),
        "name": "电工",
        "teaching_plan": "",
        "supervising_authority": "330600",
        "paying_authority": "330600",
        "counting_authority": "330600",
        "phases": ("in",),
        "proofs": ("face", "pin_code"),
        "baseline_hours": 20,
        "total_hours": 20,
        "state": ClassState.OPEN,
        "revision": 1,
        "applied_at": STARTS_AT,
    }
    return TrainingClass(**values | changes)


def a_session(**changes: Any) -> Session:
    """Three hours in the morning that count four class hours."""
    values: dict[str, Any] = {
        "session_id": UUID(int=1),
        "class_id": UUID(int=2),
        "ordinal": 1,
        "site_id": UUID(int=5),
        "starts_at": STARTS_AT,
        "ends_at": ENDS_AT,
        "class_hours": 4,
    }
    return Session(**values | changes)


def a_registration(**changes: Any) -> Registration:
    values: dict[str, Any] = {
        "trainee_id": UUID(int=6),
        "class_id": UUID(int=2),
        "voucher_kind": VoucherKind.TARGETED,
        "voucher_id": None,
        "registered_at": STARTS_AT,
    }
    return Registration(**values | changes)


def a_policy() -> PolicyView:
    return book().at("330600", on=date(2026, 3, 2))
