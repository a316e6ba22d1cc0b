"""A city and its visits: ghosts found by the list and by chance, and an estimate of fraud that holds the truth."""

import pytest

from checkin_service.redteam import city, second_eyes, terms
from checkin_service.redteam.bags import Mix

SEED = 3


def test_most_ghost_classes_of_a_city_are_found_with_sixty_visits_and_few_at_random() -> None:
    found = city.play(list(city.KINDS)[:4], ghosts=15, cities=2, seed=SEED)
    assert found.found.percent >= 80
    assert found.found_at_random.percent < 50
    assert found.listed_honest.percent <= 10


def test_what_keeps_to_natural_times_is_found_by_chance_alone() -> None:
    mimics = list(city.KINDS)[-1]
    assert city.play([mimics], ghosts=15, cities=1, seed=SEED).found.percent < 60


@pytest.mark.parametrize("ghosts", [0, 3, 15, 30, 150])
def test_the_interval_of_drawn_visits_holds_the_truth(ghosts: int) -> None:
    assert city.coverage(ghosts=ghosts, cities=1000, seed=SEED).percent >= 95


def test_a_reviewer_who_waves_half_through_stands_out_and_an_honest_one_does_not() -> None:
    assert second_eyes.stands_out(decisions=1000, waved=0.5, reviewers=200, seed=SEED).percent >= 99
    assert second_eyes.stands_out(decisions=300, waved=0.0, reviewers=1000, seed=SEED).percent <= 1


def test_of_several_classes_in_one_hand_heads_find_one() -> None:
    kind = terms.Kind(name="", mix=Mix(honest=27, bag=3), there=27)
    assert terms.farm(kind, classes=5, farms=40, seed=SEED).by_either.percent >= 95
