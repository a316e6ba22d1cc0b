"""Rules of second looks: when a decision was too fast, who may look again, who ends a dispute, how reviewers agree."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from math import sqrt
from uuid import UUID

from checkin_service.kit.refusal import Refused
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.review.model import NO_AGREEMENT, Agreement, Interval, Pair

_Z = 1.959964
"""Of a normal error 95 of 100 lie within so many standard errors."""


def decide_from(opened_at: datetime, policy: PolicyView) -> datetime:
    """From when on a decision is none made in haste."""
    return opened_at + timedelta(seconds=policy.value("review.look_at_least_s").integer)


def haste_refusal(opened_at: datetime, now: datetime, policy: PolicyView) -> Refused | None:
    """Why a decision so soon after the evidence was opened is not taken, where the policy refuses it."""
    means = policy.value("review.too_fast")
    if means.text != "refused" or now >= decide_from(opened_at, policy):
        return None
    seconds = policy.value("review.look_at_least_s").integer
    return Refused(_TOO_FAST.filled(seconds=seconds), means.basis)


def unopened_refusal(opened_at: datetime | None, policy: PolicyView) -> Refused | None:
    """Nobody decides about evidence that they have not opened."""
    return Refused(_UNOPENED, policy.value("review.look_at_least_s").basis) if opened_at is None else None


def third_person_refusal(by: UUID, deciders: Collection[UUID], policy: PolicyView) -> Refused | None:
    """A dispute is ended by neither of the two who disagree."""
    return Refused(_THIRD, policy.value("review.second_percent").basis) if by in deciders else None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Share decided alike with Wilson's interval, and Cohen's kappa with the same bounds seen above chance.

    Cohen, J. (1960): kappa = (alike - chance) / (1 - chance), chance from how often each side accepts.
    """
    count = len(pairs)
    if not count:
        return NO_AGREEMENT
    alike = _wilson(sum(each.first == each.second for each in pairs), count)
    first, second = (sum(side) / count for side in zip(*((each.first, each.second) for each in pairs), strict=True))
    chance = first * second + (1 - first) * (1 - second)
    return Agreement(pairs=count, alike=alike, kappa=None if chance == 1 else _above(alike, chance))


def _above(alike: Interval, chance: float) -> Interval:
    value, low, high = ((each - chance) / (1 - chance) for each in (alike.value, alike.low, alike.high))
    return Interval(value=value, low=low, high=high)


def _wilson(hits: int, count: int) -> Interval:
    """Wilson, E. B. (1927), which stays within 0 and 1 and says something of few and of unanimous pairs.

    >>> found = _wilson(10, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.722, 1.0)
    """
    share, z2 = hits / count, _Z * _Z
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    reach = _Z * sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count)
    return Interval(value=share, low=max(0.0, centre - reach), high=min(1.0, centre + reach))


_UNOPENED = Words(
    "请先打开该签到的证据，再作决定。",
    "Open the evidence of this check-in first (POST /v1/reviews/openings), then decide.",
)
_TOO_FAST = Words(
    "打开证据不到{seconds}秒就作决定，未予接受。请看完证据后再决定。",
    "The evidence was opened less than {seconds} s ago. Look at it, then decide.",
)
_THIRD = Words(
    "您是意见不一的两位复核人之一，须由第三人裁定。",
    "You are one of the two who decided differently: a third person ends the dispute.",
)
