"""Which published rules a case is judged by, when some were published after it began (SX-37).

Settled cases are never reopened by a later-published rule; an open case follows it unless it is worse for the person.
"""

from collections.abc import Sequence
from datetime import date

from checkin_service.eligibility.model import AskedPolicy, Determination, DeterminationOutcome

_GOOD = (DeterminationOutcome.NOT_ELIGIBLE, DeterminationOutcome.DOUBTFUL, DeterminationOutcome.ELIGIBLE)


def known_days(before: DeterminationOutcome | None, *, known_before: date | None, today: date) -> tuple[date, ...]:
    """By which day a rule must have been published; of two, the better for the person is chosen.

    >>> known_days(DeterminationOutcome.ELIGIBLE, known_before=date(2022, 3, 1), today=date(2022, 6, 1))
    (datetime.date(2022, 3, 1),)
    """
    if before is None or known_before is None:
        return (today,)
    return (today, known_before) if before is DeterminationOutcome.DOUBTFUL else (known_before,)


def better(judged: Sequence[tuple[AskedPolicy, Determination]]) -> tuple[AskedPolicy, Determination]:
    """The first, unless a later one is better for the person."""
    return max(judged, key=lambda each: (_GOOD.index(each[1].outcome), each[1].amount_fen))
