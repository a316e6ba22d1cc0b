"""One session of a class, as the timetable keeps it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.timetable.model import Session

STARTS_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(hours=3)


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
