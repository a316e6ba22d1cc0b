"""Checks of a person's fixes over time: impossible travel is a doubt, other odd habits are notes."""

from collections.abc import Iterator
from datetime import datetime

from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.rules.fixes import own_fix, usable_fix
from checkin_service.kit.verdict import OURS, Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyValue
from geo import Fix, Limits, Signal, SignalKind, plausible

_KMH_PER_MPS = 3.6
_TRAVEL = frozenset({SignalKind.IMPOSSIBLE_TRAVEL})
_HABITS = frozenset(
    {
        SignalKind.FROZEN_POSITION,
        SignalKind.ZERO_JITTER,
        SignalKind.CONSTANT_ACCURACY,
        SignalKind.ROUND_COORDINATES,
    }
)


def travel(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Nobody comes from where they were last believed to be faster than people travel (threat: a simulated place)."""
    here, there = own_fix(case, policy), usable_fix(case.trainee.last_accepted, policy)
    if here is None or there is None:
        return
    limit = policy.value("location.travel_max_kmh")
    limits = Limits(speed_mps=limit.integer / _KMH_PER_MPS)
    for signal in plausible(sorted((there, here), key=_moment), limits=limits, kinds=_TRAVEL):
        yield _travelled(signal, limit)


def habits(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """Frozen fixes, constant accuracies and the like are normal indoors and on desktops: remembered, no more."""
    here = own_fix(case, policy)
    if here is None:
        return
    limit = policy.value("location.alike_fixes")
    earlier = (usable_fix(each, policy) for each in case.trainee.recent)
    row = (*(each for each in earlier if each is not None), here)
    # With an unbroken row the latest fix always takes part; a row that ended earlier was noted then.
    for signal in plausible(row, limits=Limits(repeats=limit.integer), kinds=_HABITS):
        if len(row) - 1 in signal.fixes:
            yield Finding(
                check="fix_habits",
                outcome=Outcome.NOTE,
                reason=signal.kind.value,
                measured=round(signal.measured, 4),
                limit=round(signal.limit, 4),
                unit=signal.unit,
                basis=OURS if signal.kind is SignalKind.ROUND_COORDINATES else limit.basis,
            )


def _moment(fix: Fix) -> datetime:
    """What was made without a network may arrive after what came later."""
    return fix.captured_at


def _travelled(signal: Signal, limit: PolicyValue) -> Finding:
    return Finding(
        check="travel",
        outcome=Outcome.DOUBT,
        reason="impossible_travel",
        measured=round(signal.measured * _KMH_PER_MPS),
        limit=limit.value,
        unit="km/h",
        basis=limit.basis,
    )
