"""The two promises, on classes that the calibration never saw: honest ones are left alone, invented ones are found."""

import numpy as np
import pytest
from scipy.stats import binomtest

from checkin_service.redteam.classes import FAMILIES, HANDS, ghosts, honest
from checkin_service.signals.evidence import FALSE_ALARM, listed, p_of
from checkin_service.signals.model import Lessons
from checkin_service.trust.rules import evidence_of, notes_of
from checkin_service.trust.service.looking import calibration
from tests.signals.unseen import UNSEEN

TRIES = 400
SEED = 20_261_130
"""Not that of the calibration."""


def is_alarm(lessons: Lessons) -> bool:
    return p_of(evidence_of([notes_of(lessons, calibration())])) <= FALSE_ALARM


def alarms(classes: list[Lessons]) -> int:
    return sum(is_alarm(each) for each in classes)


@pytest.mark.parametrize("family", sorted(UNSEEN))
def test_of_an_unseen_honest_family_at_most_one_class_in_a_hundred_is_listed(family: str) -> None:
    draw = np.random.default_rng(SEED)
    found = alarms([UNSEEN[family](draw, int(draw.integers(8, 41))) for _ in range(TRIES)])
    assert found / TRIES <= 0.01


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_of_a_known_family_by_another_seed_too(family: str) -> None:
    draw = np.random.default_rng(SEED)
    found = alarms([honest(family, draw, int(draw.integers(8, 41))) for _ in range(TRIES)])
    assert found / TRIES <= 0.01


@pytest.mark.parametrize("hand", sorted(HANDS))
@pytest.mark.parametrize("people", [12, 30])
def test_a_class_bound_in_an_instant_is_found_after_five_lessons(hand: str, people: int) -> None:
    """368 of 368 support 99 %."""
    draw = np.random.default_rng(SEED)
    found = alarms([ghosts(HANDS[hand], draw, people) for _ in range(368)])
    assert found == 368
    assert binomtest(found, 368).proportion_ci(method="exact").low >= 0.99


def test_one_hand_at_a_human_pace_is_not_told_from_a_register_that_is_called() -> None:
    """What is not there: without the binding it looks like an honest class, and it is left alone like one."""
    draw = np.random.default_rng(SEED)
    at_home = 86_400.0
    found = alarms([ghosts(HANDS["one_hand"], draw, 30, bound_within_s=at_home) for _ in range(100)])
    assert found <= 1


def test_in_a_town_of_classes_the_invented_ones_are_listed_and_hardly_any_other() -> None:
    draw = np.random.default_rng(SEED)
    names = sorted(FAMILIES)
    classes = [honest(names[number % len(names)], draw, int(draw.integers(8, 41))) for number in range(285)]
    classes += [ghosts(HANDS["one_hand_shuffled"], draw, 20) for _ in range(15)]
    p_values = [p_of(evidence_of([notes_of(each, calibration())])) for each in classes]
    chosen = listed(p_values, false_discoveries=0.10)
    assert all(chosen[-15:])
    assert sum(chosen[:-15]) <= 3
