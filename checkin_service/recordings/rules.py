"""Rules about references to recordings: which can be entered, what they show of a lesson, and what is not kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.recordings.model import Gap, Kept, Recording, Span, Tally
from checkin_service.timetable.model import Delivery, Session

_MINUTE = timedelta(minutes=1)


def is_asked(policy: PolicyView) -> bool:
    """Whether the whole training is to be on video (AH-14: 将培训全过程纳入远程监管)."""
    return policy.value("supervision.remote_video").text == "whole_process"


def gap_of(lesson: Span, recording: Span) -> Gap:
    """What of a lesson its recording does not show, at its beginning and at its end.

    >>> from datetime import UTC
    >>> at = lambda hour, minute=0: datetime(2026, 3, 2, hour, minute, tzinfo=UTC)
    >>> gap_of(Span(starts_at=at(1), ends_at=at(4)), Span(starts_at=at(1, 10), ends_at=at(4)))
    Gap(before=10, after=0)
    """
    length = lesson.ends_at - lesson.starts_at
    before = min(max(recording.starts_at - lesson.starts_at, timedelta()), length)
    after = min(max(lesson.ends_at - recording.ends_at, timedelta()), length - before)
    return Gap(before=_minutes(before), after=_minutes(after))


def span_of(recording: Recording | None) -> Span | None:
    """The time of a recording; `None` where none is kept."""
    if recording is None or recording.starts_at is None or recording.ends_at is None:
        return None
    return Span(starts_at=recording.starts_at, ends_at=recording.ends_at)


def kept(session: Session, latest: Recording | None, now: datetime) -> Kept:
    """How a lesson stands to its recording; a reference that leaves out a minute does not span it."""
    if not is_lesson(session):
        return Kept.NOT_A_LESSON
    span = span_of(latest)
    if span is not None:
        return Kept.PART if gap_of(lesson_of(session), span).minutes else Kept.WHOLE
    if latest is not None:
        return Kept.ABSENT
    return Kept.MISSING if session.ends_at <= now else Kept.AHEAD


def is_lesson(session: Session) -> bool:
    """Whether there was something to be seen at a time: not where everybody learns alone, nor what was cancelled."""
    return session.cancelled_at is None and session.delivery is not Delivery.SELF_PACED


def lesson_of(session: Session) -> Span:
    return Span(starts_at=session.starts_at, ends_at=session.ends_at)


def tally(standings: Sequence[Kept]) -> Tally:
    """Of the lessons that are over, those that are spanned whole."""
    held = [each for each in standings if each not in (Kept.NOT_A_LESSON, Kept.AHEAD)]
    return Tally(kept=sum(each is Kept.WHOLE for each in held), lessons=len(held))


def tally_of(lessons: Sequence[tuple[Span, Span | None]]) -> Tally:
    """The same of lessons that are over, each beside its recording."""
    spanned = [1 for lesson, recording in lessons if recording and not gap_of(lesson, recording).minutes]
    return Tally(kept=len(spanned), lessons=len(lessons))


def refusal_of(session: Session, new: Recording, before: Recording | None, now: datetime) -> Words | None:
    """Why a reference cannot be entered for a lesson; `None` when it can."""
    if not is_lesson(session):
        return _NOT_A_LESSON.filled(lesson=session.ordinal)
    if session.ends_at > now:
        return _AHEAD.filled(lesson=session.ordinal)
    if before is not None and new.reason is None:
        return _NO_REASON.filled(lesson=session.ordinal)
    if before is None and new.reason is not None:
        return _NOTHING_BEFORE.filled(lesson=session.ordinal)
    span = span_of(new)
    return None if span is None else _refusal_of_time(session, span, now)


def _refusal_of_time(session: Session, span: Span, now: datetime) -> Words | None:
    if span.ends_at > now:
        return _FUTURE.filled(lesson=session.ordinal)
    is_elsewhen = span.ends_at <= session.starts_at or span.starts_at >= session.ends_at
    return _ELSEWHEN.filled(lesson=session.ordinal) if is_elsewhen else None


def _minutes(gap: timedelta) -> int:
    return -(-gap // _MINUTE)


_NOT_A_LESSON = Words(
    "第{lesson}课已取消或为自主学习，没有可登记的录像。",
    "Lesson {lesson} was cancelled or learned alone: there is no video to be recorded.",
)
_AHEAD = Words(
    "第{lesson}课尚未结束，下课后再登记录像。", "Lesson {lesson} is not over: enter its recording afterwards."
)
_NO_REASON = Words(
    "第{lesson}课已登记过录像；更正须写明原因，原记录保留。",
    "Lesson {lesson} has a reference already: say why it is corrected; the former stays on record.",
)
_NOTHING_BEFORE = Words(
    "第{lesson}课没有可更正的记录，请不填更正原因。",
    "Lesson {lesson} has nothing to be corrected: leave the reason for a correction out.",
)
_FUTURE = Words(
    "第{lesson}课录像的结束时间晚于现在，请核对。",
    "The recording of lesson {lesson} ends in the future: check its time.",
)
_ELSEWHEN = Words(
    "第{lesson}课录像的时间不在这节课内，请核对课次和时间。",
    "The recording of lesson {lesson} shows another time: check the lesson and the time.",
)
