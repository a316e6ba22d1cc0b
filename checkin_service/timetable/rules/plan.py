"""Is a plan of sessions sound, and when may each session be attested."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery, Session, SessionPart, Window

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

    What people learn when they like may lie beside everything else; practice is never learnt that way (FJ-23).
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
    """When a phase of a session may be attested.

    The middle of a session may be attested while it lasts; its two ends within minutes set by policy.
    """
    if phase == "mid":
        return Window(phase, starts_at, ends_at)
    around = starts_at if phase == "in" else ends_at
    before = timedelta(minutes=policy.value(f"checkin.{phase}_opens_before_min").integer)
    after = timedelta(minutes=policy.value(f"checkin.{phase}_closes_after_min").integer)
    return Window(phase, around - before, around + after)


def windows(session: Session, phases: Iterable[str], policy: PolicyView) -> Iterator[Window]:
    """When the phases of a session may be attested; nobody checks in to what they learn when they like."""
    if session.delivery is Delivery.SELF_PACED:
        return
    for phase in phases:
        yield window(phase, session.starts_at, session.ends_at, policy)


def closes_at(session: Session, policy: PolicyView) -> datetime:
    """Until when somebody who has not begun with a session can still earn its class hours."""
    if session.delivery is Delivery.SELF_PACED:
        return session.ends_at
    return window("in", session.starts_at, session.ends_at, policy).closes_at


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
