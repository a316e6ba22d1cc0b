"""What signals are given of a class's checks: what has ended, nobody's name, and no group that somebody chose."""

from datetime import UTC, datetime, timedelta
from math import inf
from uuid import UUID

from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.checkin.model.checks import CheckRow, Together
from checkin_service.checkin.model.headcounts import HeadcountRow
from checkin_service.checkin.rules.check_outcomes import outcomes_of, paces_of
from checkin_service.signals.model import Pace

ASKED = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = ASKED + timedelta(hours=1)
CLASS = UUID(int=1)


def a_check(person: int, lesson: int, *, together: Together | None = None, after_s: float | None = None) -> CheckRow:
    return CheckRow(
        trainee_id=UUID(int=person),
        class_id=CLASS,
        session_id=UUID(int=lesson),
        ordinal=lesson,
        opens_at=ASKED,
        closes_at=ASKED + timedelta(seconds=90),
        is_answered=after_s is not None,
        is_doubtful=False,
        words_sealed=None,
        together=together,
        answered_at=None if after_s is None else ASKED + timedelta(seconds=after_s),
        is_by_code=True,
    )


def a_count(lesson: int, counted: int, *, at: datetime = ASKED) -> HeadcountRow:
    return HeadcountRow(UUID(int=counted), CLASS, UUID(int=lesson), lesson, counted, 30, CodeSource.DISPLAY, at, None)


def test_a_room_is_what_it_was_and_each_person_missed_so_many_of_theirs() -> None:
    rows = [a_check(1, 5, together=Together.ROOM, after_s=20), a_check(2, 5, together=Together.ROOM), a_check(1, 6)]
    found = outcomes_of(rows, [], LATER)
    (room,) = found.rooms
    assert (room.people, room.missed, room.within_s, room.answers_s, room.is_shown) == (2, 1, 90, [20], True)
    assert found.missed == [(1, 2), (1, 1)]


def test_a_group_that_two_people_named_counts_among_nobodys_checks() -> None:
    rows = [a_check(1, 5, together=Together.GROUP), a_check(2, 5, together=Together.GROUP)]
    assert outcomes_of(rows, [], LATER).missed == []


def test_what_goes_on_is_not_looked_at() -> None:
    found = outcomes_of([a_check(1, 5)], [a_count(5, 20)], ASKED)
    assert (found.rooms, found.heads, found.missed) == ([], [], [])


def test_of_a_lesson_the_photograph_that_comes_closest_counts() -> None:
    counted = [a_count(5, 20), a_count(5, 29), a_count(6, 33)]
    assert outcomes_of([], counted, LATER).heads == [(30, 29), (30, 33)]


def test_how_soon_people_answer_alone_stands_beside_how_soon_they_do_with_a_room_that_showed_it() -> None:
    room = [a_check(1, 5, together=Together.ROOM, after_s=80), a_check(2, 5, together=Together.ROOM)]
    longer = a_check(3, 5, together=Together.ROOM, after_s=70)._replace(closes_at=ASKED + timedelta(seconds=180))
    alone = [a_check(each, 6, after_s=20) for each in (1, 2, 3, 4)]
    found = paces_of([*room, longer, *alone, a_check(1, 7)], LATER)
    assert found[UUID(int=1)] == Pace(alone_s=[20], rooms_s=[(80, 90)])
    assert found[UUID(int=2)] == Pace(alone_s=[20], rooms_s=[(inf, 90)])
    assert set(found) == {UUID(int=1), UUID(int=2)}


def test_a_dark_room_says_nothing_of_how_soon_people_answer() -> None:
    dark = a_check(1, 5, together=Together.ROOM, after_s=80)._replace(is_by_code=False)
    assert paces_of([dark, a_check(1, 6, after_s=20)], LATER) == {}
