"""A city of 300 classes and 60 visits: ghost classes found by list and at random, and the fraud that is estimated.

Three visits of ten are drawn among all classes by a seed, as the product draws; the others go to the list, the oddest
first, and what the list leaves over is drawn too. Whoever comes to a ghost class finds it. Evidence and list are the
product's own; which ghosts there are, and how honest classes behave, are assumptions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from uuid import UUID

from numpy.random import Generator, default_rng

from checkin_service.draws.rules import drawn
from checkin_service.redteam import checked, classes
from checkin_service.redteam.checked import Family
from checkin_service.redteam.figures import Share
from checkin_service.signals.evidence import listed, p_of
from checkin_service.signals.model import Checks, Lessons
from checkin_service.trust.rules import evidence_of, notes_of, notes_of_checks
from checkin_service.trust.service import calibration

CLASSES, VISITS, AT_RANDOM = 300, 60, 18
_FALSE_DISCOVERIES = 0.10
_AT_HOME_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ghosts:
    """How a ghost class is made: all phones in one hand, or some among honest people; who teaches may be part of it."""

    bound_within_s: float = 0.6
    hand: str = "one_hand_shuffled"
    bag: int | None = None
    """Of thirty; all people when nothing is said."""
    mimics: bool = False
    """Natural sign-ins and answers, and a picture of other people."""


KINDS: Mapping[str, Ghosts] = MappingProxyType(
    {
        "whole class, phones bound at once": Ghosts(),
        "whole class, phones bound over a day, a script every 3 s": Ghosts(
            bound_within_s=_AT_HOME_S, hand="script_every_3_s"
        ),
        "whole class, phones bound over a day, one hand": Ghosts(bound_within_s=_AT_HOME_S),
        "10 of 30 in one hand among honest people": Ghosts(bag=10),
        "whole class, everything at natural times": Ghosts(mimics=True),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Of all ghost classes of so many cities."""

    found: Share
    """By 60 visits, of which 42 go by the list."""
    found_at_random: Share
    """By 60 visits that are all drawn."""
    listed_honest: Share
    """Of all classes on the lists."""
    covered: Share
    """Cities whose interval of fraud, from the drawn visits alone, holds the truth."""


def play(kinds: Sequence[str], *, ghosts: int, cities: int, seed: int) -> City:
    """So many cities of 300 classes with so many ghost classes, of these kinds in turn."""
    draw, dice = default_rng(seed), Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    found = at_random = wrong = named = covered = 0
    for _ in range(cities):
        p = [_p(kinds[each % len(kinds)] if each < ghosts else None, draw, dice) for each in range(CLASSES)]
        chosen = listed(p, false_discoveries=_FALSE_DISCOVERIES)
        by_list = [each for each in sorted(range(CLASSES), key=p.__getitem__) if chosen[each]]
        order = _drawn(dice)
        visited = set(order[:AT_RANDOM])
        visited.update([each for each in by_list if each not in visited][: VISITS - AT_RANDOM])
        visited.update([each for each in order if each not in visited][: VISITS - len(visited)])
        found += sum(each < ghosts for each in visited)
        at_random += sum(each < ghosts for each in order[:VISITS])
        named += len(by_list)
        wrong += sum(each >= ghosts for each in by_list)
        seen = Share(sum(each < ghosts for each in order[:AT_RANDOM]), AT_RANDOM)
        covered += seen.low <= 100 * ghosts / CLASSES <= seen.high
    return City(
        found=Share(found, ghosts * cities),
        found_at_random=Share(at_random, ghosts * cities),
        listed_honest=Share(wrong, named),
        covered=Share(covered, cities),
    )


def coverage(*, ghosts: int, cities: int, seed: int) -> Share:
    """How often the interval from the drawn visits alone holds the truth; no list takes part in it."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    held = 0
    for _ in range(cities):
        seen = Share(sum(each < ghosts for each in dice.sample(range(CLASSES), AT_RANDOM)), AT_RANDOM)
        held += seen.low <= 100 * ghosts / CLASSES <= seen.high
    return Share(held, cities)


def _drawn(dice: Random) -> list[int]:
    """All classes in the order in which a seed draws them, as the product does."""
    seed = dice.randbytes(32)
    return [each.int for each in drawn(seed, [UUID(int=each) for each in range(CLASSES)], {"count": CLASSES})]


def _p(kind: str | None, draw: Generator, dice: Random) -> float:
    lessons, held = _honest(draw, dice) if kind is None else _ghost(KINDS[kind], draw, dice)
    table = calibration()
    return p_of(evidence_of([notes_of(lessons, table), notes_of_checks(held, [], table)]))


def _honest(draw: Generator, dice: Random) -> tuple[Lessons, Checks]:
    family, people = dice.choice(sorted(classes.FAMILIES)), dice.randint(12, 40)
    held = checked.checked(checked.FAMILIES[dice.choice(sorted(checked.FAMILIES))], dice, people)
    return classes.honest(family, draw, people), held


def _ghost(kind: Ghosts, draw: Generator, dice: Random) -> tuple[Lessons, Checks]:
    if kind.mimics:
        return classes.honest("ordinary", draw, 30), checked.checked(Family(), dice, 30)
    if kind.bag is not None:
        held = checked.checked(Family(), dice, 30 - kind.bag, bag=kind.bag)
        return classes.honest("ordinary", draw, 30), held
    lessons = classes.ghosts(classes.HANDS[kind.hand], draw, 30, bound_within_s=kind.bound_within_s)
    return lessons, checked.checked(Family(), dice, 0, bag=30)
