"""Rules of unannounced checks: whom a seed checks, in which lesson and when, and what became of a check.

Whoever has the seed computes the same; the verifier of the log does it by itself.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.checkin.model.checks import CheckRow, CheckState, CheckTerms, Lesson, PersonCheck, Together
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

_AFTER_S, _BEFORE_END_S = 600, 300
_LESSONS_PER_ROOM = 4
"""The whole room is asked in at most every fourth lesson, so that the others are left for asking people alone."""
_GROUP_AT_LEAST = 2
LATEST = timedelta(minutes=5)
"""A check that could not begin by then, because nothing ran, is not held at all."""


def terms_of(class_id: UUID, sessions: list[UUID], policy: PolicyView) -> CheckTerms | None:
    """None where the policy wants nobody checked."""
    per_person = policy.value("checks.per_term").integer
    rooms = min(policy.value("checks.rooms_per_term").integer, len(sessions) // _LESSONS_PER_ROOM)
    if not per_person and not rooms:
        return None
    return CheckTerms(
        class_id=class_id,
        sessions=sessions,
        per_person=per_person,
        after_s=_AFTER_S,
        before_end_s=_BEFORE_END_S,
        answer_within_s=policy.value("checks.answer_within_s").integer,
        rooms=rooms,
        room_within_s=policy.value("checks.room_within_s").integer,
        room_longer_s=policy.value("checks.room_longer_s").integer,
    )


def group_terms(class_id: UUID, policy: PolicyView) -> CheckTerms:
    """Of a group that is asked at once in a lesson to come: as long as a room has."""
    return CheckTerms(
        class_id=class_id,
        sessions=[],
        per_person=0,
        after_s=_AFTER_S,
        before_end_s=_BEFORE_END_S,
        answer_within_s=policy.value("checks.room_within_s").integer,
        room_within_s=policy.value("checks.room_within_s").integer,
        room_longer_s=policy.value("checks.room_longer_s").integer,
    )


def group_refusal(trainee_ids: Collection[UUID], in_class: Collection[UUID]) -> Words | None:
    """Why these people cannot be asked as a group."""
    if len(set(trainee_ids)) < _GROUP_AT_LEAST:
        return _TOO_FEW
    return None if set(trainee_ids) <= set(in_class) else _NOT_IN_CLASS


def rooms_of(seed: bytes, terms: CheckTerms) -> list[UUID]:
    """The lessons in which the whole room is asked: those whose SHA-256 over seed, lesson and "room" is smallest."""
    return sorted(terms.sessions, key=lambda each: _room_number(seed, each))[: terms.rooms]


def lessons_of(seed: bytes, trainee_id: UUID, terms: CheckTerms) -> list[UUID]:
    """The lessons in which a person is checked alone: of the others, whose SHA-256 with the person's id is smallest."""
    return _alone(seed, trainee_id, _others(terms, rooms_of(seed, terms)), terms)


def _alone(seed: bytes, trainee_id: UUID, others: list[UUID], terms: CheckTerms) -> list[UUID]:
    return sorted(others, key=lambda each: _number(seed, trainee_id, each))[: terms.per_person]


def _others(terms: CheckTerms, rooms: Collection[UUID]) -> list[UUID]:
    return [each for each in terms.sessions if each not in rooms]


def length_s(starts_at: datetime, ends_at: datetime, terms: CheckTerms) -> int:
    """Of the span in which a moment is drawn: not while people arrive, nor with too little time left to answer."""
    whole = int((ends_at - starts_at).total_seconds())
    return max(1, whole - terms.after_s - terms.before_end_s - terms.longest_s)


def offset_s(seed: bytes, trainee_id: UUID, session_id: UUID, length: int, terms: CheckTerms) -> int:
    """Seconds after the beginning of the lesson.

    >>> terms = CheckTerms(class_id=UUID(int=9), sessions=[UUID(int=1)], per_person=1, after_s=600, before_end_s=300,
    ...                    answer_within_s=300)
    >>> offset_s(b"seed", UUID(int=2), UUID(int=1), 1000, terms)
    897
    """
    return terms.after_s + _number(seed, trainee_id, session_id) % length


def room_offset_s(seed: bytes, session_id: UUID, length: int, terms: CheckTerms) -> int:
    """Seconds after the beginning of a lesson in which the whole room is asked."""
    return terms.after_s + _room_number(seed, session_id) % length


def due(seed: bytes, lesson: Lesson, terms: CheckTerms, now: datetime) -> list[PersonCheck]:
    """The checks of a lesson whose moment has come: of people who are there and have not been checked in it."""
    length = length_s(lesson.starts_at, lesson.ends_at, terms)
    rooms = rooms_of(seed, terms)
    if lesson.session_id in rooms:
        offset = room_offset_s(seed, lesson.session_id, length, terms)
        return [] if lesson.is_room_asked else _together(lesson, terms, Together.ROOM, offset, length, now)
    others, found = _others(terms, rooms), []
    for trainee_id in lesson.present:
        if lesson.session_id not in _alone(seed, trainee_id, others, terms):
            continue
        offset = offset_s(seed, trainee_id, lesson.session_id, length, terms)
        if _has_come(lesson, offset, terms.answer_within_s, now):
            found.append(_begun(lesson, trainee_id, offset, length, now, terms.answer_within_s))
    return found


def group_due(seed: bytes, lesson: Lesson, terms: CheckTerms, now: datetime) -> list[PersonCheck]:
    """The check of a suspected group, of whom these are present, once its moment of the lesson has come."""
    length = length_s(lesson.starts_at, lesson.ends_at, terms)
    offset = terms.after_s + _group_number(seed, lesson.session_id) % length
    return _together(lesson, terms, Together.GROUP, offset, length, now)


def _together(
    lesson: Lesson, terms: CheckTerms, together: Together, offset: int, length: int, now: datetime
) -> list[PersonCheck]:
    """Everybody at the same moment: who comes later is not asked."""
    longer_s = max(terms.room_within_s, terms.room_longer_s)
    if not _has_come(lesson, offset, longer_s, now):
        return []
    slow = set(lesson.longer or ())
    return [
        _begun(lesson, each, offset, length, now, longer_s if each in slow else terms.room_within_s, together)
        for each in lesson.present
    ]


def _has_come(lesson: Lesson, offset: int, within_s: int, now: datetime) -> bool:
    """Whether a moment has come, not too long ago, with time left to answer."""
    at = lesson.starts_at + timedelta(seconds=offset)
    return at <= now <= at + LATEST and now + timedelta(seconds=within_s) <= lesson.ends_at


def _begun(
    lesson: Lesson,
    trainee_id: UUID,
    offset: int,
    length: int,
    now: datetime,
    within_s: int,
    together: Together | None = None,
) -> PersonCheck:
    return PersonCheck(
        trainee_id=trainee_id,
        session_id=lesson.session_id,
        class_id=lesson.class_id,
        draw_id=lesson.draw_id,
        offset_s=offset,
        length_s=length,
        opens_at=now,
        closes_at=now + timedelta(seconds=within_s),
        together=together,
    )


def state_of(check: CheckRow, now: datetime) -> CheckState:
    if check.is_answered:
        return CheckState.ANSWERED
    if check.is_doubtful:
        return CheckState.IN_DOUBT
    return CheckState.OPEN if now <= check.closes_at else CheckState.MISSED


def _number(seed: bytes, trainee_id: UUID, session_id: UUID) -> int:
    return int.from_bytes(sha256(seed + trainee_id.bytes + session_id.bytes).digest())


def _room_number(seed: bytes, session_id: UUID) -> int:
    """Shorter than what a person's number is made of, so that the two never meet."""
    return int.from_bytes(sha256(seed + session_id.bytes + b"room").digest())


def _group_number(seed: bytes, session_id: UUID) -> int:
    return int.from_bytes(sha256(seed + session_id.bytes + b"group").digest())


_TOO_FEW = Words(
    "至少选两人：同时确认是为了看一个人能不能替多人应答。只疑一人的，请安排检查。",
    "Choose two people at the least: asking at once shows whether one hand answers for several. For one, plan an "
    "inspection.",
)
_NOT_IN_CLASS = Words(
    "所选人员不都在本班名册上，请刷新名册后重选。",
    "Not all of these people are in the class now: look at its roster again and choose anew.",
)
