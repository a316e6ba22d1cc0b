"""Whom a seed checks, in which lessons and when: spread over people and moments, and the same for whoever has it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.checkin.model.checks import CheckRow, CheckState, CheckTerms, Lesson
from checkin_service.checkin.rules import checks as rules
from checkin_service.kit.ids import new_id
from checkin_service.policy.book import packs
from checkin_service.transparency.rules.draws import check_of
from tests.building.policies import with_values

BEGINS = datetime(2026, 3, 2, 1, tzinfo=UTC)
SESSIONS = [new_id() for _ in range(40)]
PEOPLE = [new_id() for _ in range(200)]
SEED = b"a seed of thirty-two bytes or so"
TERMS = CheckTerms(
    class_id=new_id(), sessions=SESSIONS, per_person=3, after_s=600, before_end_s=300, answer_within_s=300
)


def a_lesson(session_id: UUID, present: list[UUID]) -> Lesson:
    ends_at = BEGINS + timedelta(hours=3)
    return Lesson(TERMS.class_id, session_id, BEGINS, ends_at, new_id(), "330600", present)


def test_everybody_is_checked_as_often_as_the_policy_says_and_in_different_lessons() -> None:
    drawn = {person: rules.lessons_of(SEED, person, TERMS) for person in PEOPLE}
    assert all(len(set(each)) == 3 for each in drawn.values())
    often = Counter(session for each in drawn.values() for session in each)
    assert len(often) == 40
    assert max(often.values()) < 40


def test_moments_lie_within_the_lesson_and_leave_time_to_answer() -> None:
    length = rules.length_s(BEGINS, BEGINS + timedelta(hours=3), TERMS)
    offsets = [rules.offset_s(SEED, person, SESSIONS[0], length, TERMS) for person in PEOPLE]
    assert min(offsets) >= 600
    assert max(offsets) + 300 <= 3 * 3600 - 300
    assert len(set(offsets)) > 190


def test_a_lesson_too_short_for_a_span_still_has_a_moment() -> None:
    assert rules.length_s(BEGINS, BEGINS + timedelta(minutes=15), TERMS) == 1


def test_the_verifier_computes_the_same() -> None:
    terms = {"sessions": [str(each) for each in SESSIONS], "per_person": 3, "after_s": 600}
    for person in PEOPLE[:20]:
        drawn = rules.lessons_of(SEED, person, TERMS)
        for session in SESSIONS:
            offset = rules.offset_s(SEED, person, session, 9000, TERMS) if session in drawn else None
            assert check_of(SEED, person, session, 9000, terms) == offset


def test_a_check_begins_at_its_moment_and_neither_before_nor_long_after() -> None:
    person = PEOPLE[0]
    session = rules.lessons_of(SEED, person, TERMS)[0]
    lesson = a_lesson(session, [person])
    offset = rules.offset_s(SEED, person, session, rules.length_s(lesson.starts_at, lesson.ends_at, TERMS), TERMS)
    at = BEGINS + timedelta(seconds=offset)
    assert rules.due(SEED, lesson, TERMS, at - timedelta(seconds=1)) == []
    (found,) = rules.due(SEED, lesson, TERMS, at)
    assert (found.opens_at, found.closes_at) == (at, at + timedelta(minutes=5))
    assert rules.due(SEED, lesson, TERMS, at + rules.LATEST + timedelta(seconds=1)) == []
    assert rules.due(SEED, lesson._replace(ends_at=at + timedelta(minutes=4)), TERMS, at) == []


def test_who_was_not_drawn_for_the_lesson_is_not_asked_in_it() -> None:
    person = PEOPLE[0]
    drawn = rules.lessons_of(SEED, person, TERMS)
    other = next(each for each in SESSIONS if each not in drawn)
    moments = (BEGINS + timedelta(minutes=minute) for minute in range(180))
    assert not any(rules.due(SEED, a_lesson(other, [person]), TERMS, each) for each in moments)


@pytest.mark.parametrize(("per_term", "is_checked"), [(3, True), (0, False)])
def test_where_the_policy_wants_none_nobody_is_checked(*, per_term: int, is_checked: bool) -> None:
    policy = with_values(packs().at("330600", on=date(2026, 3, 2)), {"checks.per_term": per_term})
    terms = rules.terms_of(TERMS.class_id, SESSIONS, policy)
    assert (terms is not None) is is_checked
    assert terms is None or terms == replace(TERMS, per_person=3)


@pytest.mark.parametrize(
    ("changes", "after_min", "state"),
    [
        ({}, 1, CheckState.OPEN),
        ({}, 6, CheckState.MISSED),
        ({"is_answered": True}, 6, CheckState.ANSWERED),
        ({"is_doubtful": True}, 6, CheckState.IN_DOUBT),
    ],
)
def test_what_became_of_a_check(changes: dict[str, Any], after_min: int, state: CheckState) -> None:
    row = CheckRow(
        trainee_id=PEOPLE[0],
        class_id=TERMS.class_id,
        session_id=SESSIONS[0],
        ordinal=1,
        opens_at=BEGINS,
        closes_at=BEGINS + timedelta(minutes=5),
        is_answered=False,
        is_doubtful=False,
        words_sealed=None,
    )
    assert rules.state_of(row._replace(**changes), BEGINS + timedelta(minutes=after_min)) is state
