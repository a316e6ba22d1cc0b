"""Retroactive rules (SX-37): a case begun before their publication is judged by the better for the person.

Settled cases are never reopened by a later-published rule; an open case follows it unless it is worse for the person.
"""

from collections.abc import Sequence
from datetime import date

from checkin_service.eligibility.model.facts import AskedPolicy, Determination, DeterminationOutcome

LATER_UNLESS_WORSE = "later_known_unless_worse"

_GOOD = (DeterminationOutcome.NOT_ELIGIBLE, DeterminationOutcome.DOUBTFUL, DeterminationOutcome.ELIGIBLE)


def known_days(
    before: DeterminationOutcome | None,
    *,
    known_before: date | None,
    completed_on: date,
    today: date,
    open_cases: str = LATER_UNLESS_WORSE,
) -> tuple[date, ...]:
    """By which day a rule must have been published; of two, the better for the person is chosen.

    `open_cases` is the jurisdiction's word (`retroactivity.open_cases`): a rule known later is followed unless it is
    worse, or what was known at the completion is all that counts.

    >>> completed_on, today = date(2022, 3, 1), date(2022, 6, 1)
    >>> known_days(DeterminationOutcome.ELIGIBLE, known_before=completed_on, completed_on=completed_on, today=today)
    (datetime.date(2022, 3, 1),)
    """
    if before not in {None, DeterminationOutcome.DOUBTFUL} and known_before is not None:
        return (known_before,)
    if open_cases != LATER_UNLESS_WORSE:
        return (completed_on,)
    return (today,) if known_before is None else (today, known_before)


def better(judged: Sequence[tuple[AskedPolicy, Determination]]) -> tuple[AskedPolicy, Determination]:
    """The first, unless a later one is better for the person."""
    return max(judged, key=lambda each: (_GOOD.index(each[1].outcome), each[1].amount_fen))
