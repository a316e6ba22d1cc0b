"""The statistical promises, on a small sample; `tests/benchmarks/simulate_location.py` makes the whole table."""

import pytest

from tests.benchmarks.simulate_location import simulate

FIXES = 20_000
CHANCE = 0.005  # Three standard deviations of a share near 5 % among 20 000.


@pytest.mark.parametrize("radius_m", [50, 200, 1000])
@pytest.mark.parametrize("accuracy_m", [5, 30, 100, 300])
def test_inside_is_right_and_honest_people_are_not_refused(radius_m: float, accuracy_m: float) -> None:
    setting = simulate(radius_m=radius_m, accuracy_m=accuracy_m, confidence=0.68, fixes=FIXES)
    assert setting.inside_right is None or setting.inside_right >= 0.95 - CHANCE
    assert setting.honest_outside <= 0.05
    assert setting.caught_5km == 1


def test_the_flat_rule_refuses_the_honest_with_poor_fixes() -> None:
    setting = simulate(radius_m=50, accuracy_m=300, confidence=0.68, fixes=FIXES)
    assert setting.honest_flat == 1
    assert setting.honest_outside <= 0.05


def test_good_fixes_are_mostly_called_inside() -> None:
    assert simulate(radius_m=200, accuracy_m=20, confidence=0.95, fixes=FIXES).honest_inside > 0.85
