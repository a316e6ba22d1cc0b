"""Bags of phones against people's own pace: how often a class is noted whose members are quick alone and late together.

What is odd is the product's own signal, held against its own table. How fast people answer is an assumption; honest
families named unseen had no part in the table.
"""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from checkin_service.redteam.bags import Room
from checkin_service.redteam.checked import Family, checked
from checkin_service.redteam.figures import Share
from checkin_service.signals.checks import suspected, together
from checkin_service.signals.model import Checks, SignalKind
from checkin_service.trust.service import calibration

NOTED_UP_TO = 0.002
"""Of honest classes in the family that looks oddest."""

UNSEEN: Mapping[str, Family] = MappingProxyType(
    {
        "pairs who help each other": Family(room=Room(name="pairs", median_s=30, sigma=0.6, never=0.06)),
        "a bad network in one room of four": Family(room=Room(name="bad", bad_days=0.25, median_s=30), misses=0.2),
        "practical lessons with gloves on": Family(
            room=Room(name="gloves", sees_within_s=45, median_s=28, never=0.08, sees_alone_within_s=60), misses=0.2
        ),
        "slow people, and phones in pockets": Family(
            room=Room(name="slow", median_s=42, sigma=0.6, never=0.04, sees_alone_within_s=75), within_s=120
        ),
        "phones in hand, a screen far away": Family(
            room=Room(name="far", sees_within_s=40, sees_alone_within_s=8, never=0.05)
        ),
    }
)


def noted(family: Family, *, honest: int, bag: int, classes: int, seed: int, waits_s: float = 0.0) -> Share:
    """Of so many classes, those of which the signal says what hardly an honest class comes to."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    played = (checked(family, dice, honest, bag=bag, waits_s=waits_s) for _ in range(classes))
    return Share(sum(map(is_noted, played)), classes)


def is_noted(held: Checks) -> bool:
    """Whether hardly an honest class looks so, in the family that looks oddest."""
    found = together(held)
    people = len(held.paces)
    return found is not None and calibration().p_value(SignalKind.TOGETHER, found.score, people=people) <= NOTED_UP_TO


def of_the_bag(*, honest: int, bag: int, classes: int, seed: int, waits_s: float = 0.0) -> tuple[Share, Share]:
    """Of the phones of bags those who are suspected, and of honest people those who are, in classes that are noted."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    caught = blamed = noted_classes = 0
    for _ in range(classes):
        held = checked(Family(), dice, honest, bag=bag, waits_s=waits_s)
        if not is_noted(held):
            continue
        noted_classes += 1
        chosen = suspected(held.paces)
        caught += sum(each >= honest for each in chosen)
        blamed += sum(each < honest for each in chosen)
    return Share(caught, bag * noted_classes), Share(blamed, honest * noted_classes)
