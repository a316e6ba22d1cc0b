"""Unannounced checks that a person did not answer: one is a note, and a pattern waits for somebody to look."""

from collections.abc import Iterator
from fractions import Fraction

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.kit.verdict import Finding, Outcome


def is_pattern(held: int, missed: int, *, least: int, percent: int) -> bool:
    """Whether so many were missed, and so large a share, that somebody has to look.

    >>> [is_pattern(held, missed, least=3, percent=50) for held, missed in ((4, 2), (4, 3), (2, 2), (6, 3))]
    [False, True, False, False]
    """
    return missed >= least and missed * 100 > percent * held


def missed_checks(facts: Facts, policy: AskedPolicy) -> Iterator[Finding]:
    """Nothing is said of who was not checked, or where the policy asks for nothing."""
    limit = policy.asked("checks.missed_doubt_percent")
    held, missed = facts.checks_held, facts.checks_missed
    if not held or not limit.is_required:
        return
    outcome, reason = (Outcome.NOTE, "checks_missed_few") if missed else (Outcome.PASS, "checks_answered")
    if is_pattern(held, missed, least=policy.asked("checks.missed_doubt_from").integer, percent=limit.integer):
        outcome, reason = Outcome.DOUBT, "checks_missed_many"
    yield Finding(
        check=Criterion.CHECKS,
        outcome=outcome,
        reason=reason,
        measured=f"{missed}/{held}",
        limit=str(Fraction(limit.integer, 100)),
        unit="checks",
        basis=limit.basis,
    )
