"""The fee that a person paid held against the subsidy: nothing is taken twice, and what is returned was paid.

Who is subsidised makes the difference. Where the institution is, the subsidy stands for a part of the fee, and the
person pays the rest at most (AH-01, MP-26). Where the person is, they paid before and get it back (SX-19, MP-26).
"""

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.eligibility.rules.payments import payments_of
from checkin_service.kit.verdict import OURS, Finding, Outcome

_OF_TRAINING = frozenset({"training", "online"})


def fee_paid_finding(facts: Facts, policy: AskedPolicy) -> Finding | None:
    """What is to be said about the fee that the person paid; `None` where nothing is."""
    terms, rule = facts.terms, policy.stated("fee.paid_by_trainee")
    may_be_returned = rule is not None and "all" in rule.names
    if terms is None or not (terms.fee_paid_fen or may_be_returned):
        return None
    taught = [each for each in payments_of(facts, policy) if each.leg in _OF_TRAINING]
    subsidy_fen = sum(each.amount_fen for each in taught)
    if taught[0].payee.startswith("trainee:"):
        return _returned(facts, policy, subsidy_fen)
    return _own_part(facts, policy, subsidy_fen)


def _own_part(facts: Facts, policy: AskedPolicy, subsidy_fen: int) -> Finding | None:
    """Of the fee the person pays what the subsidy leaves; whatever is above that has to be given back first."""
    terms, rule = facts.terms, policy.stated("fee.paid_by_trainee")
    if terms is None or terms.fee_fen is None or not terms.fee_paid_fen:
        return None
    own_part = max(terms.fee_fen - subsidy_fen, 0)
    if terms.fee_paid_fen <= own_part:
        return None
    return Finding(
        check=Criterion.FEE_PAID,
        outcome=Outcome.DOUBT,
        reason="fee_taken_twice",
        measured=str(terms.fee_paid_fen),
        limit=str(own_part),
        basis=rule.basis if rule is not None else OURS,
    )


def _returned(facts: Facts, policy: AskedPolicy, subsidy_fen: int) -> Finding | None:
    """A subsidy that returns the fee is said, and may be doubted, where no payment of as much is on record."""
    terms, rule = facts.terms, policy.stated("fee.paid_by_trainee")
    if terms is None or rule is None or "all" not in rule.names or (terms.fee_paid_fen or 0) >= subsidy_fen:
        return None
    is_unshown = terms.fee_paid_fen is None
    return Finding(
        check=Criterion.FEE_PAID,
        outcome=Outcome.DOUBT if policy.asked("fee.unshown_means").text == "doubt" else Outcome.NOTE,
        reason="fee_payment_not_shown" if is_unshown else "subsidy_above_fee_paid",
        measured=None if is_unshown else str(terms.fee_paid_fen),
        limit=str(subsidy_fen),
        basis=rule.basis,
    )
