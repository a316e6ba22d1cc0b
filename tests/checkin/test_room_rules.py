"""Rooms asked at once as a whole: counted once everybody has had their time, odd only after three of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.checkin.model.checks import CheckRow, RoomCheck, Together
from checkin_service.checkin.rules import rooms
from checkin_service.kit.ids import new_id

BEGAN = datetime(2026, 3, 2, 2, tzinfo=UTC)


def rows(
    people: int, answered: int, *, slow: int = 0, by_code: int = 0, together: Together | None = Together.ROOM
) -> list[CheckRow]:
    session_id, class_id = new_id(), new_id()
    return [
        CheckRow(
            trainee_id=new_id(),
            class_id=class_id,
            session_id=session_id,
            ordinal=7,
            opens_at=BEGAN,
            closes_at=BEGAN + timedelta(seconds=300 if each < slow else 90),
            is_answered=each >= people - answered,
            is_doubtful=False,
            words_sealed=None,
            together=together,
            answered_at=BEGAN + timedelta(seconds=20 + each) if each >= people - answered else None,
            is_by_code=each >= people - by_code,
        )
        for each in range(people)
    ]


def a_room(asked: int, missed: int, *, late: int = 0, is_shown: bool = True) -> RoomCheck:
    """As rooms come out in which honest people answer; so many of them late."""
    answered = asked - missed
    return RoomCheck(
        session_id=new_id(),
        ordinal=1,
        opens_at=BEGAN,
        asked=asked,
        missed=missed,
        hurried=asked,
        hurried_missed=missed,
        within_s=90,
        answers_s=[*(30 + number / 10 for number in range(answered - late)), *([80.0] * late)],
        is_shown=is_shown,
    )


def test_a_room_is_counted_once_it_has_ended_for_the_slowest() -> None:
    found = rows(10, 7, slow=2)
    assert list(rooms.rooms_of(found, BEGAN + timedelta(seconds=120))) == []
    (room,) = rooms.rooms_of(found, BEGAN + timedelta(seconds=301))
    assert (room.ordinal, room.asked, room.missed) == (7, 10, 3)


def test_checks_of_single_people_are_no_room_and_each_room_is_its_own() -> None:
    later = BEGAN + timedelta(hours=1)
    assert list(rooms.rooms_of(rows(3, 0, together=None), later)) == []
    found = [*rows(9, 9), *rows(3, 0, together=None), *rows(8, 4)]
    assert sorted((each.asked, each.missed) for each in rooms.rooms_of(found, later)) == [(8, 4), (9, 0)]


def test_who_has_longer_is_no_part_of_what_is_odd_and_a_screen_that_nobody_used_was_dark() -> None:
    later = BEGAN + timedelta(hours=1)
    (room,) = rooms.rooms_of(rows(10, 7, slow=2, by_code=4), later)
    assert (room.hurried, room.hurried_missed, room.within_s, room.is_shown) == (8, 1, 90, True)
    assert room.answers_s == [23, 24, 25, 26, 27, 28, 29]
    (dark,) = rooms.rooms_of(rows(10, 7, by_code=3), later)
    assert not dark.is_shown
    (empty,) = rooms.rooms_of(rows(10, 0), later)
    assert not empty.is_shown


@pytest.mark.parametrize(
    ("counts", "is_odd"),
    [
        ([(30, 3), (30, 3), (30, 3)], True),
        ([(30, 3), (30, 3), (30, 2)], False),
        ([(30, 2), (30, 2), (30, 2), (30, 2)], True),
        ([(30, 15), (30, 2), (30, 2)], False),
        ([(30, 9), (30, 9)], False),
        ([(7, 5), (7, 5), (7, 5)], False),
        ([(10, 2), (10, 2), (10, 2)], True),
        ([(10, 4), (10, 4), (10, 0)], False),
    ],
)
def test_what_is_odd_needs_three_rooms_of_eight_that_each_missed_many(
    counts: list[tuple[int, int]], *, is_odd: bool
) -> None:
    assert rooms.are_odd([a_room(asked, missed) for asked, missed in counts]) is is_odd


def test_many_late_answers_explain_missed_ones_and_a_dark_screen_explains_all() -> None:
    assert rooms.are_odd([a_room(30, 4, late=2)] * 3)
    assert not rooms.are_odd([a_room(30, 4, late=8)] * 3)
    assert not rooms.are_odd([a_room(30, 9, is_shown=False)] * 3)
    assert not rooms.are_odd([a_room(30, 9), a_room(30, 9), a_room(30, 9, is_shown=False)])


def test_answers_as_even_as_one_hand_gives_them_are_odd_in_the_dark_too() -> None:
    def room(*answers_s: float) -> RoomCheck:
        return replace(a_room(10, 10 - len(answers_s), is_shown=False), answers_s=answers_s)

    assert rooms.are_odd([room(13, 27, 40, 52, 66, 80)] * 3)
    assert not rooms.are_odd([room(13, 27, 40)] * 3)
    assert not rooms.are_odd([room(13, 14, 40, 41, 42, 80)] * 3)
