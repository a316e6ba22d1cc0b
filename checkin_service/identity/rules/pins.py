"""PINs typed after wrong ones: how many of these count, and how long none is looked at."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from checkin_service.policy.book import PolicyView

LOOKS_BACK = ((1, 1), (6, 2), (36, 4))
"""So many times as long as the policy says, and of how many failures in it one counts."""
LONGEST = timedelta(days=30)
"""Twenty times as many as the policy allows within this: only the counter helps then, by binding the phone anew."""
_OF_THE_LONGEST = 20
FIRST_WAIT_S = 15
"""After one wrong PIN; each further one doubles it. The room's next code comes hardly sooner."""


def failures_within(failed_at: Iterable[datetime], now: datetime, policy: PolicyView) -> int:
    """How many person proofs failed so shortly ago that they count (NIST SP 800-63B).

    Those of a longer time count, too, for less: in six times as long half of them, in thirty-six times a quarter, in
    thirty days a twentieth. So whoever goes on guessing waits longer each time, and in the end for the counter, while
    typing errors of a morning are forgotten by noon.
    """
    moments, minutes = list(failed_at), policy.value("checkin.failures_within_min").integer
    looks = [(timedelta(minutes=minutes * longer), share) for longer, share in LOOKS_BACK]
    return max(sum(moment > now - back for moment in moments) // share for back, share in (*looks, _MONTH))


def wait_s(failed_at: Iterable[datetime], now: datetime, policy: PolicyView) -> int:
    """Seconds in which no PIN is looked at: a guesser learns nothing from what is answered meanwhile.

    Once so many count as the policy allows, it is the policy's own time.
    """
    moments = list(failed_at)
    counted, within = failures_within(moments, now, policy), policy.value("checkin.failures_within_min").integer * 60
    if counted >= policy.value("checkin.failures_allowed").integer:
        return within
    if not counted:
        return 0
    wait = timedelta(seconds=min(within, FIRST_WAIT_S * 2 ** (counted - 1)))
    return max(0, ceil((max(moments) + wait - now).total_seconds()))


_MONTH = (LONGEST, _OF_THE_LONGEST)
