"""Rules of unannounced checks: whom a seed checks, in which lesson and when, and what became of a check.

Whoever has the seed computes the same; the verifier of the log does it by itself.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.checkin.model.checks import CheckRow, CheckState, CheckTerms, Lesson, PersonCheck
from checkin_service.policy.book import PolicyView

_AFTER_S, _BEFORE_END_S = 600, 300
LATEST = timedelta(minutes=5)
"""A check that could not begin by then, because nothing ran, is not held at all."""


def terms_of(class_id: UUID, sessions: list[UUID], policy: PolicyView) -> CheckTerms | None:
    """None where the policy wants nobody checked."""
    per_person = policy.value("checks.per_term").integer
    if not per_person:
        return None
    return CheckTerms(
        class_id=class_id,
        sessions=sessions,
        per_person=per_person,
        after_s=_AFTER_S,
        before_end_s=_BEFORE_END_S,
        answer_within_s=policy.value("checks.answer_within_s").integer,
    )


def lessons_of(seed: bytes, trainee_id: UUID, terms: CheckTerms) -> list[UUID]:
    """The lessons in which a person is checked: those whose SHA-256 over seed, person and lesson is smallest."""
    return sorted(terms.sessions, key=lambda each: _number(seed, trainee_id, each))[: terms.per_person]


def length_s(starts_at: datetime, ends_at: datetime, terms: CheckTerms) -> int:
    """Of the span in which a moment is drawn: not while people arrive, nor with too little time left to answer."""
    whole = int((ends_at - starts_at).total_seconds())
    return max(1, whole - terms.after_s - terms.before_end_s - terms.answer_within_s)


def offset_s(seed: bytes, trainee_id: UUID, session_id: UUID, length: int, terms: CheckTerms) -> int:
    """Seconds after the beginning of the lesson.

    >>> terms = CheckTerms(class_id=UUID(int=9), sessions=[UUID(int=1)], per_person=1, after_s=600, before_end_s=300,
    ...                    answer_within_s=300)
    >>> offset_s(b"seed", UUID(int=2), UUID(int=1), 1000, terms)
    897
    """
    return terms.after_s + _number(seed, trainee_id, session_id) % length


def due(seed: bytes, lesson: Lesson, terms: CheckTerms, now: datetime) -> list[PersonCheck]:
    """The checks of a lesson whose moment has come: of people who are there and have not been checked in it."""
    length = length_s(lesson.starts_at, lesson.ends_at, terms)
    within = timedelta(seconds=terms.answer_within_s)
    found = []
    for trainee_id in lesson.present:
        if lesson.session_id not in lessons_of(seed, trainee_id, terms):
            continue
        offset = offset_s(seed, trainee_id, lesson.session_id, length, terms)
        at = lesson.starts_at + timedelta(seconds=offset)
        if at <= now <= at + LATEST and now + within <= lesson.ends_at:
            check = PersonCheck(
                trainee_id=trainee_id,
                session_id=lesson.session_id,
                class_id=lesson.class_id,
                draw_id=lesson.draw_id,
                offset_s=offset,
                length_s=length,
                opens_at=now,
                closes_at=now + within,
            )
            found.append(check)
    return found


def state_of(check: CheckRow, now: datetime) -> CheckState:
    if check.is_answered:
        return CheckState.ANSWERED
    if check.is_doubtful:
        return CheckState.IN_DOUBT
    return CheckState.OPEN if now <= check.closes_at else CheckState.MISSED


def _number(seed: bytes, trainee_id: UUID, session_id: UUID) -> int:
    return int.from_bytes(sha256(seed + trainee_id.bytes + session_id.bytes).digest())
