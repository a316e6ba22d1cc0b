"""When heads are counted by photograph, how often, and how far a number may lie from the check-ins."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.checkin.rules import headcounts
from checkin_service.kit.ids import new_id

UNTIL = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize(("counted", "is_off"), [(0, True), (27, True), (28, False), (32, False), (33, True)])
def test_two_more_or_fewer_are_no_difference(counted: int, *, is_off: bool) -> None:
    assert headcounts.is_off(counted, 30) is is_off


def test_heads_are_counted_from_the_moment_of_asking_until_ten_minutes_after_it_ended() -> None:
    asked = headcounts.refusal(UNTIL, 0, UNTIL - timedelta(seconds=80))
    assert asked is headcounts.refusal(UNTIL, 4, UNTIL + timedelta(minutes=10)) is None
    for until, now in ((None, UNTIL), (UNTIL, UNTIL + timedelta(minutes=11))):
        refused = headcounts.refusal(until, 0, now)
        assert refused is not None
        assert "No heads are counted now" in refused.en


def test_heads_are_odd_when_every_one_of_three_lessons_differs_in_its_best_photograph() -> None:
    lessons = [new_id() for _ in range(3)]
    off = [(each, 20, 30) for each in lessons]
    assert headcounts.are_odd(off)
    assert not headcounts.are_odd([*off, (lessons[0], 29, 30)])
    assert not headcounts.are_odd(off[:2])
    assert not headcounts.are_odd([])


def test_five_photographs_of_a_lesson_are_enough() -> None:
    refused = headcounts.refusal(UNTIL, 5, UNTIL)
    assert refused is not None
    assert "5 times" in refused.en
