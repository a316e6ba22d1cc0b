"""Rooms asked at once as a whole: counted once everybody has had their time, odd only after three of them."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.checkin.model.checks import CheckRow, RoomCheck, Together
from checkin_service.checkin.rules import rooms
from checkin_service.kit.ids import new_id

BEGAN = datetime(2026, 3, 2, 2, tzinfo=UTC)


def rows(people: int, answered: int, *, slow: int = 0, together: Together | None = Together.ROOM) -> list[CheckRow]:
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
        )
        for each in range(people)
    ]


def a_room(asked: int, missed: int) -> RoomCheck:
    return RoomCheck(session_id=new_id(), ordinal=1, opens_at=BEGAN, asked=asked, missed=missed)


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


@pytest.mark.parametrize(
    ("counts", "is_odd"),
    [
        ([(30, 6), (30, 6), (30, 5)], True),
        ([(30, 6), (30, 5), (30, 5)], False),
        ([(30, 15), (30, 2), (30, 2)], False),
        ([(30, 9), (30, 9)], False),
        ([(7, 5), (7, 5), (7, 5)], False),
        ([(10, 4), (10, 3), (10, 1)], True),
        ([(10, 4), (10, 2), (10, 1)], False),
    ],
)
def test_what_is_odd_needs_three_rooms_of_eight_and_more_than_one_that_missed_many(
    counts: list[tuple[int, int]], *, is_odd: bool
) -> None:
    assert rooms.are_odd([a_room(asked, missed) for asked, missed in counts]) is is_odd
