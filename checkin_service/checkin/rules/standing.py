"""The standing of a device: still where it was entered, and heard of lately; else it shows no code."""

from datetime import datetime, timedelta

from checkin_service.checkin.rules.where import placed
from checkin_service.policy.book import PolicyView
from geo import Circle, Fix, Outcome, Position, Union, distance_m


def is_away(
    fix: Fix, fence: Circle | Union, *, stood_at: Position | None, stood_accuracy_m: float, policy: PolicyView
) -> bool:
    """Whether the device is surely elsewhere: beyond the fence, or carried off from where it was entered.

    What the two fixes' own errors may explain is never held against it.
    """
    if placed(fix, fence, policy).outcome is Outcome.OUTSIDE:
        return True
    if stood_at is None:
        return False
    moved_m = distance_m(fix.position, stood_at) - fix.accuracy_m - stood_accuracy_m
    return moved_m > policy.value("display.moved_max_m").integer


def is_silent(seen_at: datetime, now: datetime, policy: PolicyView) -> bool:
    """Whether a device has said nothing of itself for so long that nobody knows where it is."""
    return now - seen_at > timedelta(minutes=policy.value("display.silent_after_min").integer)
