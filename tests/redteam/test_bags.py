"""One hand with many phones against rooms asked at once: what is found, and whom it points at for nothing."""

import pytest

from checkin_service.redteam import checks_page
from checkin_service.redteam.bags import NO_SCREEN, ONE_BAD_DAY, ORDINARY, SLOW, Mix, Room, odd

CLASSES = 400


@pytest.mark.parametrize("bag", [10, 12, 30])
def test_a_class_in_one_hand_is_found_after_three_rooms(bag: int) -> None:
    assert odd(Mix(honest=0, bag=bag), within_s=90, classes=CLASSES, seed=1).percent >= 98


def test_ten_phones_among_honest_people_are_found_in_a_minute_more_often_than_in_ninety_seconds() -> None:
    mix = Mix(honest=20, bag=10)
    shares = [odd(mix, within_s=each, classes=CLASSES, seed=2).percent for each in (60, 90, 180)]
    assert shares[0] > 95 > shares[1] > shares[2]


@pytest.mark.parametrize(("room", "at_most"), [(ORDINARY, 1), (SLOW, 6), (ONE_BAD_DAY, 12)])
def test_few_honest_rooms_with_a_screen_are_pointed_at_at_ninety_seconds(room: Room, at_most: int) -> None:
    assert odd(Mix(honest=30, bag=0, room=room), within_s=90, classes=CLASSES, seed=3).percent <= at_most


@pytest.mark.parametrize(("room", "within_s"), [(SLOW, 60), (NO_SCREEN, 90)])
def test_rooms_that_are_slow_or_dark_look_like_a_bag(room: Room, within_s: int) -> None:
    assert odd(Mix(honest=30, bag=0, room=room), within_s=within_s, classes=CLASSES, seed=4).percent > 90


def test_the_page_is_the_same_for_the_same_seed() -> None:
    made = checks_page.page(seed=1, people=20, classes=5)
    assert made == checks_page.page(seed=1, people=20, classes=5)
    assert "10 phones in one hand among 20 honest" in made
