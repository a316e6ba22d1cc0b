"""Rules of headcounts: when one may be taken, how often, how far it lies from the check-ins, and when that is odd."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.kit.words import Words

_TOLERANCE = 2
_LESSONS_AT_LEAST = 3
_AFTER = timedelta(minutes=10)
"""So long after the room was asked: to walk to the front and take a picture."""
_MOST = 5
"""Photographs of a lesson: somebody looked away, one more is taken, and all of them stand."""


def is_off(counted: int, present: int) -> bool:
    """Whether it is a note: so many more or fewer faces than check-ins.

    >>> [is_off(counted, 30) for counted in (27, 28, 32, 33)]
    [True, False, False, True]
    """
    return abs(counted - present) > _TOLERANCE


def are_odd(counts: Iterable[tuple[UUID, int, int]]) -> bool:
    """Whether heads differ in each of three lessons or more: lesson, counted, present; the best photograph counts.

    >>> first, second, third = map(UUID, ("1" * 32, "2" * 32, "3" * 32))
    >>> off = [(first, 20, 30), (second, 20, 30), (third, 21, 30)]
    >>> [are_odd(counts) for counts in (off, off[:2], [*off, (third, 29, 30)])]
    [True, False, False]
    """
    lessons = defaultdict(list)
    for session_id, counted, present in counts:
        lessons[session_id].append(is_off(counted, present))
    return len(lessons) >= _LESSONS_AT_LEAST and all(map(all, lessons.values()))


def refusal(asked_until: datetime | None, taken: int, now: datetime) -> Words | None:
    """Why none is taken now: its moment is that of the room which is asked at once, so that nobody chooses it."""
    if asked_until is None or now > asked_until + _AFTER:
        return _NOT_NOW
    return _MANY.filled(most=_MOST) if taken >= _MOST else None


_NOT_NOW = Words(
    "现在不用拍照清点。全班同时确认时大屏会提示，从那时起到确认结束后 10 分钟内拍照清点。",
    "No heads are counted now. The room's screen says when everybody is asked at once; take the photograph from then "
    "on, until ten minutes after their time was over.",
)
_MANY = Words(
    "这次课已清点 {most} 次。相差的原因请写在说明里。",
    "Heads were counted {most} times in this lesson. Say in an explanation why they differ.",
)
