"""Rules of a timetable: faults of a plan of sessions, and the windows in which each session can be attested."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery, Session, SessionPart, Window

OPENS_BY = MappingProxyType({"in": "checkin.in_opens_before_min", "out": "checkin.out_opens_before_min"})
"""Which value says how long before its end of the session a phase may be attested."""
_CLOSES_BY = MappingProxyType({"in": "checkin.in_closes_after_min", "out": "checkin.out_closes_after_min"})
_LONGEST = timedelta(hours=24)
_LONGEST_SELF_PACED = timedelta(days=366)


def plan_refusal(sessions: Sequence[Session]) -> Words | None:
    """Why a timetable cannot be taken as it is; `None` when it can.

    Sessions are numbered 1, 2, 3 … in the order in which they take place, and nobody is asked to be in two at once.
    """
    if [session.ordinal for session in sessions] != list(range(1, len(sessions) + 1)):
        return _ORDINALS
    return sessions_refusal(sessions)


def sessions_refusal(sessions: Sequence[Session]) -> Words | None:
    """Why these sessions, in the order in which they take place, are no plan that one person can follow.

    What people learn when they like may lie beside everything else; practice is learnt that way nowhere, which is our
    choice where no clause on delivery says it.
    """
    for session in sessions:
        if (refusal := _session_refusal(session)) is not None:
            return refusal
    for one, following in pairwise(each for each in sessions if each.delivery is not Delivery.SELF_PACED):
        if following.starts_at < one.ends_at:
            return _OVERLAP.filled(one=one.ordinal, following=following.ordinal)
    return None


def total_hours(sessions: Iterable[Session]) -> int:
    """总课时: the baseline every rate of the class is measured against."""
    return sum(session.class_hours for session in sessions)


def window(phase: str, starts_at: datetime, ends_at: datetime, policy: PolicyView) -> Window:
    """When an end of a session may be attested: within minutes set by policy."""
    around = starts_at if phase == "in" else ends_at
    before, after = _minutes(policy, OPENS_BY[phase]), _minutes(policy, _CLOSES_BY[phase])
    return Window(phase, around - before, around + after)


def _minutes(policy: PolicyView, key: str) -> timedelta:
    return timedelta(minutes=policy.value(key).integer)


def windows(session: Session, phases: Iterable[str], policy: PolicyView) -> Iterator[Window]:
    """When the phases of a session may be attested; nobody checks in to what they learn when they like."""
    if session.delivery is Delivery.SELF_PACED:
        return
    for phase in (each for each in phases if each in OPENS_BY):
        found = window(phase, session.starts_at, session.ends_at, policy)
        yield Window(phase, found.opens_at, closes_at(session, policy)) if phase == "in" else found


def closes_at(session: Session, policy: PolicyView) -> datetime:
    """Until when somebody who has not begun with a session can still earn class hours of it."""
    if session.delivery is Delivery.SELF_PACED:
        return session.ends_at
    return last_arrival(session.starts_at, session.ends_at, session.class_hours, policy)


def last_arrival(starts_at: datetime, ends_at: datetime, class_hours: int, policy: PolicyView) -> datetime:
    """Until when an arrival still earns a class hour: the first one's grace, or by the hour the last one's."""
    in_time = window("in", starts_at, ends_at, policy).closes_at
    if not is_per_hour(policy):
        return in_time
    return min(ends_at, in_time + (class_hours - 1) * _hour(starts_at, ends_at, class_hours))


def missed_hours(
    arrival: datetime, starts_at: datetime, ends_at: datetime, class_hours: int, policy: PolicyView
) -> int:
    """Class hours that a late arrival costs, all of them where hours count only together.

    The class hours share the session evenly, and each has the grace that the first one has.
    """
    if arrival <= starts_at:
        return 0
    late = arrival - window("in", starts_at, ends_at, policy).closes_at
    if late <= timedelta(0):
        return 0
    if arrival > last_arrival(starts_at, ends_at, class_hours, policy):
        return class_hours
    return -(-late // _hour(starts_at, ends_at, class_hours))


def missed_so_far(session: Session, now: datetime, policy: PolicyView) -> int:
    """Class hours of a session that who arrives now has missed."""
    return missed_hours(now, session.starts_at, session.ends_at, session.class_hours, policy)


def is_per_hour(policy: PolicyView) -> bool:
    return policy.value("attendance.credit").text == "per_hour"


def _hour(starts_at: datetime, ends_at: datetime, class_hours: int) -> timedelta:
    return (ends_at - starts_at) / class_hours


def over_at(last: Session, phases: Iterable[str], policy: PolicyView) -> datetime:
    """From when nobody can check in any more: the last session has ended and its last window has closed."""
    return max([last.ends_at, *(each.closes_at for each in windows(last, phases, policy))])


def _session_refusal(session: Session) -> Words | None:
    is_self_paced = session.delivery is Delivery.SELF_PACED
    if is_self_paced and session.part is SessionPart.PRACTICE:
        return _NO_PRACTICE.filled(ordinal=session.ordinal)
    longest, words = (_LONGEST_SELF_PACED, _PERIOD) if is_self_paced else (_LONGEST, _LENGTH)
    is_sound = timedelta(0) < session.ends_at - session.starts_at <= longest
    return None if is_sound else words.filled(ordinal=session.ordinal)


_ORDINALS = Words(
    "课次须按上课先后从1起连续编号。", "Number the sessions 1, 2, 3 … in the order in which they take place."
)
_LENGTH = Words(
    "第{ordinal}次课的结束时间须晚于开始时间，且不超过24小时。",
    "Session {ordinal} must end after it starts, and within 24 hours.",
)
_PERIOD = Words(
    "第{ordinal}次课（自主学习）的截止时间须晚于开始时间，且不超过366天。",
    "Session {ordinal}, which is self-paced, must end after it starts, and within 366 days.",
)
_NO_PRACTICE = Words(
    "第{ordinal}次课是实操，不能安排为自主学习。", "Session {ordinal} is practice, which cannot be self-paced."
)
_OVERLAP = Words(
    "第{one}次课与第{following}次课的时间重叠或次序颠倒。",
    "Sessions {one} and {following} overlap or stand in the wrong order.",
)
