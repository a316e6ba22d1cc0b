"""The class hours that the shown rate is measured against: the whole plan, or the sessions held so far."""

from collections.abc import Iterable
from datetime import datetime

from checkin_service.attendance.model.credits import Standing
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Session


def held_hours(sessions: Iterable[Session], *, now: datetime) -> int:
    """Class hours of the sessions that are over; at the completion of a class that is the whole plan."""
    return sum(each.class_hours for each in sessions if each.cancelled_at is None and each.ends_at <= now)


def standing_shown(standing: Standing, held: int, policy: PolicyView) -> Standing:
    """The standing as the jurisdiction has it shown (`attendance.denominator`); what it decides is the whole plan's.

    Hours learnt before their session is over count as held: nobody stands above one.
    """
    if policy.value("attendance.denominator").text == "planned":
        return standing
    return standing.against(max(held, standing.credited_hours))
