"""Whom a seed checks, in which lessons and when: spread over people and moments, and the same for whoever has it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.checkin.model.checks import CheckRow, CheckState, CheckTerms, Lesson, Together
from checkin_service.checkin.rules import checks as rules
from checkin_service.kit.ids import new_id
from checkin_service.policy.book import packs
from checkin_service.transparency.rules.draws import check_of, group_of
from tests.building.policies import with_values

BEGINS = datetime(2026, 3, 2, 1, tzinfo=UTC)
SESSIONS = [new_id() for _ in range(40)]
PEOPLE = [new_id() for _ in range(200)]
SEED = b"a seed of thirty-two bytes or so"
TERMS = CheckTerms(
    class_id=new_id(), sessions=SESSIONS, per_person=3, after_s=600, before_end_s=300, answer_within_s=300
)

WITH_ROOMS = replace(TERMS, rooms=3, room_within_s=90, room_longer_s=300)


def a_room() -> tuple[Lesson, datetime, int]:
    """A lesson in which the whole room is asked, when, and how long after its beginning."""
    lesson = a_lesson(rules.rooms_of(SEED, WITH_ROOMS)[0], PEOPLE)
    length = rules.length_s(lesson.starts_at, lesson.ends_at, WITH_ROOMS)
    offset = rules.room_offset_s(SEED, lesson.session_id, length, WITH_ROOMS)
    return lesson, BEGINS + timedelta(seconds=offset), offset


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


@pytest.mark.parametrize(("per_term", "rooms"), [(3, 0), (0, 2), (0, 0)])
def test_where_the_policy_wants_none_nobody_is_checked(per_term: int, rooms: int) -> None:
    policy = with_values(
        packs().at("330600", on=date(2026, 3, 2)), {"checks.per_term": per_term, "checks.rooms_per_term": rooms}
    )
    terms = rules.terms_of(TERMS.class_id, SESSIONS, policy)
    expected = replace(TERMS, per_person=per_term, rooms=rooms, room_within_s=90, room_longer_s=300)
    assert terms == (expected if per_term or rooms else None)


@pytest.mark.parametrize(("lessons", "rooms"), [(3, 0), (4, 1), (11, 2), (40, 3)])
def test_the_whole_room_is_asked_in_at_most_every_fourth_lesson(lessons: int, rooms: int) -> None:
    terms = rules.terms_of(TERMS.class_id, SESSIONS[:lessons], packs().at("330600", on=date(2026, 3, 2)))
    assert terms is not None
    assert terms.rooms == rooms
    assert len(rules.rooms_of(SEED, terms)) == rooms


def test_in_a_lesson_of_the_room_nobody_is_asked_alone() -> None:
    rooms = set(rules.rooms_of(SEED, WITH_ROOMS))
    assert len(rooms) == 3
    assert all(rooms.isdisjoint(rules.lessons_of(SEED, person, WITH_ROOMS)) for person in PEOPLE)


def test_everybody_in_the_room_is_asked_at_the_same_moment_and_once() -> None:
    lesson, at, offset = a_room()
    assert rules.due(SEED, lesson, WITH_ROOMS, at - timedelta(seconds=1)) == []
    found = rules.due(SEED, lesson, WITH_ROOMS, at)
    assert [each.trainee_id for each in found] == PEOPLE
    assert {(each.opens_at, each.offset_s, each.together) for each in found} == {(at, offset, Together.ROOM)}
    assert rules.due(SEED, lesson._replace(is_room_asked=True), WITH_ROOMS, at) == []
    assert rules.due(SEED, lesson, WITH_ROOMS, at + rules.LATEST + timedelta(seconds=1)) == []


def test_whoever_came_without_a_phone_or_needs_it_has_longer() -> None:
    lesson, at, _ = a_room()
    found = rules.due(SEED, lesson._replace(longer=PEOPLE[:2]), WITH_ROOMS, at)
    open_s = [(each.closes_at - at).total_seconds() for each in found]
    assert (set(open_s[:2]), set(open_s[2:])) == ({300}, {90})


def test_a_room_is_not_asked_when_too_little_of_the_lesson_is_left_for_the_slowest() -> None:
    lesson, at, _ = a_room()
    assert rules.due(SEED, lesson._replace(ends_at=at + timedelta(seconds=299)), WITH_ROOMS, at) == []


def test_the_verifier_computes_rooms_as_well() -> None:
    terms = {"sessions": [str(each) for each in SESSIONS], "per_person": 3, "after_s": 600, "rooms": 3}
    rooms = rules.rooms_of(SEED, WITH_ROOMS)
    for person in PEOPLE[:10]:
        alone = rules.lessons_of(SEED, person, WITH_ROOMS)
        for session in SESSIONS:
            offset = rules.offset_s(SEED, person, session, 9000, WITH_ROOMS) if session in alone else None
            if session in rooms:
                offset = rules.room_offset_s(SEED, session, 9000, WITH_ROOMS)
            assert check_of(SEED, person, session, 9000, terms) == offset


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


def test_a_suspected_group_is_asked_at_one_moment_of_its_lesson() -> None:
    terms = rules.group_terms(TERMS.class_id, packs().at("330600", on=date(2026, 3, 2)))
    lesson = a_lesson(SESSIONS[0], PEOPLE[:3])._replace(longer=PEOPLE[:1])
    length = rules.length_s(lesson.starts_at, lesson.ends_at, terms)
    offset = group_of(SEED, SESSIONS[0], length, {"after_s": 600})
    at = BEGINS + timedelta(seconds=offset)
    assert rules.group_due(SEED, lesson, terms, at - timedelta(seconds=1)) == []
    found = rules.group_due(SEED, lesson, terms, at)
    assert {(each.opens_at, each.offset_s, each.together) for each in found} == {(at, offset, Together.GROUP)}
    assert [(each.closes_at - at).total_seconds() for each in found] == [300, 90, 90]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [(PEOPLE[:1] * 2, "two people"), ([PEOPLE[0], new_id()], "in the class now"), (PEOPLE[:2], None)],
)
def test_a_group_is_two_people_of_the_class_at_the_least(chosen: list[UUID], words: str | None) -> None:
    refusal = rules.group_refusal(chosen, PEOPLE)
    assert (refusal is None) is (words is None)
    assert refusal is None or str(words) in refusal.en
