"""Doubts at a training place as a rate: of the sign-ins there those in doubt, unsaid where few people are meant."""

from typing import NamedTuple

from checkin_service.statistics.rules.suppression import shown

_TENTHS = 1000


class Rate(NamedTuple):
    """What may be said of a place; `None` where it would tell of few people."""

    signed: int | None
    doubted: int | None
    per_mille: int | None


def doubt_rate(*, people: int, signed: int, doubted_people: int, doubted: int, smallest: int) -> Rate:
    """Each person counts once in each lesson; a doubt that was cleared up later counts still.

    >>> doubt_rate(people=9, signed=40, doubted_people=5, doubted=6, smallest=5)
    Rate(signed=40, doubted=6, per_mille=150)
    >>> doubt_rate(people=9, signed=40, doubted_people=2, doubted=6, smallest=5)
    Rate(signed=40, doubted=None, per_mille=None)
    >>> doubt_rate(people=9, signed=40, doubted_people=0, doubted=0, smallest=5)
    Rate(signed=40, doubted=0, per_mille=0)
    >>> doubt_rate(people=4, signed=40, doubted_people=0, doubted=0, smallest=5)
    Rate(signed=None, doubted=None, per_mille=None)
    """
    if shown(people, smallest=smallest) is None:
        return Rate(None, None, None)
    # Those in doubt and those in none: few of either would be found.
    if shown(doubted_people, smallest=smallest) is None:
        return Rate(signed, None, None)
    return Rate(signed, doubted, doubted * _TENTHS // signed if signed else 0)
