"""The forecast: class hours a trainee can still earn, and whether the required rate can still be reached."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.attendance.model.credits import Forecast, Outlook, Standing
from checkin_service.kit.civil import day_of
from checkin_service.kit.ratio import hours_needed
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery, Session
from checkin_service.timetable.rules.plan import closes_at, missed_so_far

_FEW_TO_MISS = 1


def sessions_ahead(sessions: Iterable[Session], *, now: datetime, policy: PolicyView) -> list[Session]:
    """The sessions whose hours can still be earned: not cancelled, and their check-in or period has not closed."""
    return [session for session in sessions if session.cancelled_at is None and closes_at(session, policy) >= now]


def hours_left(
    ahead: Iterable[Session], credited: Mapping[UUID, int], *, now: datetime, policy: PolicyView
) -> list[int]:
    """Class hours of each session ahead that are still to be had, where there are any."""
    left = [_still(session, credited.get(session.session_id, 0), now, policy) for session in ahead]
    return [hours for hours in left if hours > 0]


def _still(session: Session, credited: int, now: datetime, policy: PolicyView) -> int:
    missing = session.class_hours - credited
    if session.delivery is not Delivery.SELF_PACED:
        return 0 if credited else session.class_hours - missed_so_far(session, now, policy)
    # Nobody learns more in a day than counts.
    days = (day_of(session.ends_at) - day_of(now)).days + 1
    return min(missing, days * policy.value("learning.class_hours_per_day").integer)


def forecast(standing: Standing, *, minimum_percent: int | None, hours_left: Sequence[int]) -> Forecast:
    """The outlook when the sessions still ahead carry these class hours.

    `may_miss_sessions` holds whichever sessions are missed: the longest ones are counted as missed first.

    >>> forecast(Standing(credited_hours=12, total_hours=40), minimum_percent=60, hours_left=[4] * 5).may_miss_sessions
    2
    """
    left = sum(hours_left)
    if minimum_percent is None:
        return _forecast(standing, Outlook.NOT_REQUIRED, None, hours_left, left)
    needed = hours_needed(standing.total_hours, minimum_percent)
    spare = standing.credited_hours + left - needed
    if spare < 0:
        return _forecast(standing, Outlook.OUT_OF_REACH, needed, hours_left, 0)
    if standing.credited_hours >= needed:
        return _forecast(standing, Outlook.REACHED, needed, hours_left, left)
    outlook = Outlook.AT_RISK if _sessions_within(spare, hours_left) <= _FEW_TO_MISS else Outlook.ON_TRACK
    return _forecast(standing, outlook, needed, hours_left, spare)


def _forecast(
    standing: Standing, outlook: Outlook, needed: int | None, hours_left: Sequence[int], spare: int
) -> Forecast:
    return Forecast(
        outlook=outlook,
        needed_hours=needed,
        credited_hours=standing.credited_hours,
        total_hours=standing.total_hours,
        sessions_left=len(hours_left),
        hours_left=sum(hours_left),
        may_miss_sessions=_sessions_within(spare, hours_left),
        may_miss_hours=spare,
    )


def _sessions_within(spare_hours: int, hours_left: Sequence[int]) -> int:
    missed = 0
    for hours in sorted(hours_left, reverse=True):
        spare_hours -= hours
        if spare_hours < 0:
            break
        missed += 1
    return missed
