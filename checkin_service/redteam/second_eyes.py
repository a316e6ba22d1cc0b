"""Reviewers who wave doubts through, against blind second looks: how often agreement comes out as no honest one's does.

How many are drawn and what agreement is are the product's own. How two honest people differ is an assumption.
"""

from random import Random
from uuid import UUID

from checkin_service.draws.rules import how_many
from checkin_service.redteam.figures import Share
from checkin_service.review.model import Pair
from checkin_service.review.rules import agreement

_DRAWN = {"percent": 10}
_FIRST, _SECOND = UUID(int=1), UUID(int=2)
_ACCEPTED, _HONESTLY_DIFFER = 0.7, 0.05
_SEEN_BY_THE_SECOND = 0.9
"""How often the second person refuses what was waved through."""
_ALIKE_BELOW = 0.85
"""A reviewer stands out whose agreement lies below that with its whole interval."""


def stands_out(*, decisions: int, waved: float, reviewers: int, seed: int) -> Share:
    """Of so many reviewers with so many decisions in a term, of which they wave through this share."""
    dice = Random(seed)  # noqa: S311 - a simulation that anybody can repeat
    return Share(sum(_stands_out(decisions, waved, dice) for _ in range(reviewers)), reviewers)


def _stands_out(decisions: int, waved: float, dice: Random) -> bool:
    pairs = [_pair(waved, dice) for _ in range(how_many(decisions, _DRAWN))]
    alike = agreement(pairs).alike
    return alike is not None and alike.high < _ALIKE_BELOW


def _pair(waved: float, dice: Random) -> Pair:
    """First accepted what should not have been, or decided honestly; the second is honest."""
    if dice.random() < waved:
        return Pair(_FIRST, _SECOND, first=True, second=dice.random() >= _SEEN_BY_THE_SECOND)
    accepts = dice.random() < _ACCEPTED
    return Pair(_FIRST, _SECOND, first=accepts, second=accepts if dice.random() >= _HONESTLY_DIFFER else not accepts)
