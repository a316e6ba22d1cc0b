"""The check that a class kept the required order: opening, roster, completion (AH-12, AH-15)."""

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.kit.verdict import Finding, Outcome


def pipeline_finding(facts: Facts, policy: AskedPolicy) -> Finding:
    """A person registered before the opening was approved, where that must come first, is a doubt."""
    asked = policy.asked("class.roster_after")
    if asked.text != "opening_approved":
        outcome, reason = Outcome.NOTE, "not_asked"
    elif facts.opened_at is None or facts.registered_at is None:
        outcome, reason = Outcome.DOUBT, "pipeline_unknown"
    elif facts.opened_at <= facts.registered_at <= facts.completed_at:
        outcome, reason = Outcome.PASS, "pipeline_in_order"
    else:
        outcome, reason = Outcome.DOUBT, "pipeline_out_of_order"
    return Finding(check=Criterion.PIPELINE, outcome=outcome, reason=reason, basis=asked.basis)
