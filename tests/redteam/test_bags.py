"""One hand with many phones against rooms asked at once: what is found, and whom it points at for nothing."""

import pytest

from checkin_service.redteam import checks_page
from checkin_service.redteam.bags import FAMILIES, SLOW, Mix, Room, odd

CLASSES = 400


@pytest.mark.parametrize("bag", [10, 12, 30])
@pytest.mark.parametrize("within_s", [60, 90, 120])
def test_a_class_in_one_hand_is_found_after_three_rooms(bag: int, within_s: int) -> None:
    assert odd(Mix(honest=0, bag=bag), within_s=within_s, classes=CLASSES, seed=1).percent >= 99


def test_half_a_class_in_one_hand_is_found_and_ten_among_twenty_seldom() -> None:
    shares = [odd(Mix(honest=30 - bag, bag=bag), within_s=90, classes=CLASSES, seed=2).percent for bag in (15, 12, 10)]
    assert shares[0] > 97 > shares[1] > 50
    assert 30 > shares[2] > 5


@pytest.mark.parametrize("room", FAMILIES, ids=lambda each: each.name)
@pytest.mark.parametrize("people", [10, 30])
def test_hardly_an_honest_class_is_pointed_at_at_ninety_seconds(room: Room, people: int) -> None:
    assert odd(Mix(honest=people, bag=0, room=room), within_s=90, classes=1000, seed=3).percent <= 2


def test_a_shorter_time_points_at_people_who_take_longer() -> None:
    assert odd(Mix(honest=30, bag=0, room=SLOW), within_s=60, classes=CLASSES, seed=4).percent > 10


def test_the_page_is_the_same_for_the_same_seed() -> None:
    made = checks_page.page(seed=1, people=20, classes=5)
    assert made == checks_page.page(seed=1, people=20, classes=5)
    assert "10 phones in one hand among 20 honest" in made
    assert "3 of 30 by one hand with their phones" in made
