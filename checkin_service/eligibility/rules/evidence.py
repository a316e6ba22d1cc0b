"""The share of credited hours that rest on weak evidence and that nothing else has confirmed."""

from collections.abc import Iterator
from fractions import Fraction

from checkin_service.attendance.model.confirmations import ConfirmationKind
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.eligibility.model.facts import AskedPolicy, Facts, SessionFact
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.model import PolicyValue

EVIDENCE_SHARE = "evidence_share"
SELF_BOUND_SHARE = "self_bound_share"
_SMALL_OR_LARGE = {
    EVIDENCE_SHARE: ((Outcome.NOTE, "evidence_share_small"), (Outcome.DOUBT, "evidence_share_large")),
    SELF_BOUND_SHARE: ((Outcome.NOTE, "self_bound_share_small"), (Outcome.DOUBT, "self_bound_share_large")),
}


def hours_by_class(facts: Facts) -> dict[EvidenceClass, int]:
    """Credited class hours by class of evidence, in alphabetical order; classes without hours are left out."""
    found: dict[EvidenceClass, int] = {}
    for session in facts.sessions:
        for name, hours in session.evidence.classes:
            found[name] = found.get(name, 0) + hours
    return dict(sorted(found.items()))


def evidence_share(facts: Facts, policy: AskedPolicy) -> Iterator[Finding]:
    """Above the share the determination waits for a person: to confirm the hours, or to decide that they count.

    No check-in is doubted for it. Nothing is said where no class was ever kept.
    """
    classes, limit = policy.asked("evidence.classes"), policy.asked("evidence.max_share_percent")
    if not (classes.is_required and limit.is_required) or not any(each.evidence.classes for each in facts.sessions):
        return
    unconfirmed = sum(_unconfirmed(session, facts, classes.names) for session in facts.sessions)
    yield _share(EVIDENCE_SHARE, unconfirmed, facts, limit)


def self_bound_share(facts: Facts, policy: AskedPolicy) -> Iterator[Finding]:
    """The same of hours on phones that the person alone has bound, by a limit of their own.

    A display confirms that the phone was there, never whose it is. Nothing is said where there are no such hours.
    """
    limit = policy.asked("evidence.self_bound_max_share_percent")
    if not limit.is_required or not any(_is_self_bound(each) for each in facts.sessions):
        return
    unconfirmed = sum(
        session.evidence.hours_of((EvidenceClass.G,))
        for session in facts.sessions
        if set(session.evidence.confirmed_by) <= {ConfirmationKind.DISPLAY}
    )
    yield _share(SELF_BOUND_SHARE, unconfirmed, facts, limit)


def lies_between_checks(session: SessionFact, facts: Facts) -> bool:
    """Whether the person answered a check before the session and one after it and missed none: it counts in full."""
    if facts.checks_missed:
        return False
    checked = [each.starts_at for each in facts.sessions if ConfirmationKind.CHECK in each.evidence.confirmed_by]
    return bool(checked) and min(checked) < session.starts_at < max(checked)


def _share(check: str, unconfirmed: int, facts: Facts, limit: PolicyValue) -> Finding:
    outcome, reason = _SMALL_OR_LARGE[check][unconfirmed * 100 > limit.integer * facts.credited_hours]
    return Finding(
        check=check,
        outcome=outcome,
        reason=reason,
        measured=f"{unconfirmed}/{facts.credited_hours}",
        limit=str(Fraction(limit.integer, 100)),
        unit="class hours",
        basis=limit.basis,
    )


def _is_self_bound(session: SessionFact) -> bool:
    return any(name is EvidenceClass.G for name, _ in session.evidence.classes)


def _unconfirmed(session: SessionFact, facts: Facts, classes: tuple[str, ...]) -> int:
    if session.evidence.confirmed_by or lies_between_checks(session, facts):
        return 0
    hours = session.evidence.hours_of(classes)
    # What a second person has said of corrected hours is said of these too.
    is_seen_twice = facts.confirmed_hours >= facts.corrected_hours and EvidenceClass.F in classes
    return max(0, hours - session.corrected_hours) if is_seen_twice else hours
