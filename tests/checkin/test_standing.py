"""Devices of rooms: still where they were entered, and how long their silence may last."""

from datetime import timedelta

import pytest

from checkin_service.checkin.rules.standing import is_away, is_silent
from checkin_service.policy.book import PolicyView
from geo import Circle, Fix, Position, displaced
from tests.checkin.builders import SITE, STARTS_AT

FENCE = Circle(centre=SITE, radius_m=200)


def east(metres: float) -> Position:
    return displaced(SITE, east_m=metres, north_m=0)


def away(policy: PolicyView, *, fix_m: float, stood_m: float | None = None, accuracy_m: float = 10.0) -> bool:
    fix = Fix(position=east(fix_m), accuracy_m=accuracy_m, confidence=0.68, captured_at=STARTS_AT)
    stood_at = None if stood_m is None else east(stood_m)
    return is_away(fix, FENCE, stood_at=stood_at, stood_accuracy_m=10.0, policy=policy)


def test_a_device_beyond_the_fence_is_away_and_one_inside_is_not(policy: PolicyView) -> None:
    assert away(policy, fix_m=2000)
    assert not away(policy, fix_m=100)


@pytest.mark.parametrize(("accuracy_m", "is_carried_off"), [(10.0, True), (60.0, False)])
def test_a_device_carried_off_within_the_fence_is_away_unless_errors_explain_it(
    policy: PolicyView, accuracy_m: float, *, is_carried_off: bool
) -> None:
    moved_m = policy.value("display.moved_max_m").integer + 40
    assert away(policy, fix_m=moved_m - 80, stood_m=-80, accuracy_m=accuracy_m) is is_carried_off


def test_a_device_is_silent_after_the_minutes_of_policy(policy: PolicyView) -> None:
    limit = timedelta(minutes=policy.value("display.silent_after_min").integer)
    assert not is_silent(STARTS_AT, STARTS_AT + limit, policy)
    assert is_silent(STARTS_AT, STARTS_AT + limit + timedelta(seconds=1), policy)
