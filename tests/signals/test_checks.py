"""Signals of checks: honest classes are left alone, classes in one hand are listed on their checks alone."""

import doctest
from random import Random

import pytest

from checkin_service.redteam.bags import Room
from checkin_service.redteam.checked import FAMILIES, Family, checked
from checkin_service.redteam.together import UNSEEN as NEVER_SEEN
from checkin_service.redteam.together import noted, of_the_bag
from checkin_service.signals import checks
from checkin_service.signals.checks import check_readings
from checkin_service.signals.evidence import FALSE_ALARM, p_of
from checkin_service.signals.model import OF_CHECKS, Asked, Checks, SignalKind
from checkin_service.trust.rules import evidence_of, notes_of_checks
from checkin_service.trust.service.looking import calibration

TRIES = 400
SEED = 20_261_201
"""Not that of the calibration."""
UNSEEN = {
    "one_person_is_helped_by_another": Family(room=Room(name="helped", median_s=35, sigma=0.6, never=0.06)),
    "a_bad_network_often": Family(room=Room(name="bad", bad_days=0.25, median_s=30), misses=0.2),
    "practical_lessons": Family(room=Room(name="gloves", sees_within_s=45, median_s=28, never=0.08), misses=0.2),
    "a_camera_from_the_side": Family(seen_by_camera=0.88),
    "two_minutes": Family(room=Room(name="slow", median_s=42, sigma=0.6, never=0.04), within_s=120),
    "six_rooms": Family(rooms=6, alone=2, misses=0.1),
}


def listed(every: list[Checks]) -> int:
    table = calibration()
    return sum(p_of(evidence_of([notes_of_checks(each, [], table)])) <= FALSE_ALARM for each in every)


@pytest.mark.parametrize("name", sorted({**FAMILIES, **UNSEEN}))
def test_of_honest_classes_hardly_one_in_a_hundred_is_listed_on_its_checks(name: str) -> None:
    dice, family = Random(SEED), {**FAMILIES, **UNSEEN}[name]
    assert listed([checked(family, dice, dice.randint(8, 40)) for _ in range(TRIES)]) <= TRIES // 100


@pytest.mark.parametrize(("honest", "bag"), [(0, 30), (0, 15), (15, 15)])
def test_a_class_in_one_hand_is_listed_on_its_rooms_and_heads(honest: int, bag: int) -> None:
    dice = Random(SEED)
    assert listed([checked(Family(), dice, honest, bag=bag) for _ in range(TRIES)]) >= 0.99 * TRIES


@pytest.mark.parametrize("family", ["ordinary", "slow_people", "slower_people"])
def test_ten_phones_in_one_hand_among_twenty_honest_people_are_noted_after_three_rooms(family: str) -> None:
    assert noted(FAMILIES[family], honest=20, bag=10, classes=TRIES, seed=SEED).percent >= 99


@pytest.mark.parametrize("name", sorted(NEVER_SEEN))
def test_hardly_an_honest_class_of_a_family_that_the_table_never_saw_is_noted(name: str) -> None:
    assert noted(NEVER_SEEN[name], honest=30, bag=0, classes=TRIES, seed=SEED).percent <= 1


def test_a_hand_that_waits_on_purpose_when_asked_alone_is_seldom_noted() -> None:
    """What is not there: the page says so."""
    assert noted(Family(), honest=20, bag=10, classes=100, seed=SEED, waits_s=90).percent < 10


def test_those_suspected_are_mostly_of_the_bag() -> None:
    caught, blamed = of_the_bag(honest=20, bag=10, classes=100, seed=SEED)
    assert caught.percent > 80
    assert blamed.percent < 10


def test_a_signal_speaks_again_only_of_more_checks() -> None:
    dice, table = Random(SEED), calibration()
    first = notes_of_checks(checked(Family(), dice, 30), [], table)
    assert {each.kind for each in first} == OF_CHECKS
    assert notes_of_checks(checked(Family(), dice, 30), first, table) == []
    more = notes_of_checks(checked(Family(rooms=4), dice, 30), first, table)
    assert {each.kind for each in more} == OF_CHECKS


def test_a_short_time_or_few_people_or_a_dark_room_says_nothing() -> None:
    def kinds(**changes: object) -> set[SignalKind]:
        room = {"people": 20, "missed": 15, "within_s": 90.0, "answers_s": [9.0, 30.0, 44.0, 51.0, 70.0]}
        one = Asked(**{**room, "is_shown": True, **changes})  # type: ignore[arg-type]
        return set(check_readings(Checks(rooms=[one] * 3, heads=[], missed=[])))

    assert kinds() == {SignalKind.ROOMS, SignalKind.ROOM_PACE}
    assert kinds(within_s=60.0) == kinds(people=7) == set()
    assert kinds(is_shown=False) == {SignalKind.ROOM_PACE}
    assert kinds(answers_s=[9.0]) == {SignalKind.ROOMS}


def test_few_heads_or_few_people_with_three_checks_say_nothing() -> None:
    assert check_readings(Checks(rooms=[], heads=[(7, 1)] * 3, missed=[(3, 3)] * 7)) == {}
    assert check_readings(Checks(rooms=[], heads=[(30, 1)] * 2, missed=[(2, 2)] * 9)) == {}


def test_the_examples_hold() -> None:
    assert doctest.testmod(checks).failed == 0
