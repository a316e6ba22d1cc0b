"""The sign of a session for a person: counted, in doubt, missed, on leave, cancelled or ahead."""

from collections.abc import Collection, Iterable
from datetime import datetime

from checkin_service.attendance.rules import covered_sessions
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.today import Mark, OwnLeave
from checkin_service.timetable.model import Session


def mark_of(
    session: Session, *, credited_hours: int, waiting: Collection[Phase], leaves: Iterable[OwnLeave], now: datetime
) -> Mark:
    """The best thing that can be said of it: an hour counted outweighs a doubt, a doubt outweighs an absence."""
    if session.cancelled_at is not None:
        return Mark.CANCELLED
    if credited_hours:
        return Mark.COUNTED
    if waiting:
        return Mark.DOUBTFUL
    if any(covered_sessions([session], each.starts_at, each.ends_at) for each in leaves):
        return Mark.LEAVE
    return Mark.MISSED if session.ends_at <= now else Mark.AHEAD
