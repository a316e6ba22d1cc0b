"""A class in Shaoxing, its sessions and somebody on its roster."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.kit.civil import CHINA
from checkin_service.kit.ids import new_id
from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState, Registration, Session, SessionPart, TrainingClass
from tests.timetable.builders import STARTS_AT, a_session

NOW = datetime(2026, 3, 10, 12, tzinfo=CHINA)


def a_session_on(day: int, hours: int = 4, part: SessionPart | None = None, **changes: Any) -> Session:
    """Another session for each call, beginning so many days after `NOW`."""
    starts_at = NOW + timedelta(days=day)
    said = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3), "class_hours": hours, "part": part}
    return a_session(session_id=new_id(), **said | changes)


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
