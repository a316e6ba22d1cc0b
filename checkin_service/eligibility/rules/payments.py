"""Rules for payment: the legs a voucher pays, and the results mixed training needs before it is settled."""

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.eligibility.model.payments import MixedFact, Payment
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.voucher.model.vouchers import Delivery, Training
from checkin_service.voucher.rules import Leg, mixed_findings, training_shares

_OF_TRAINING = frozenset({"training", "online"})


def payments_of(facts: Facts, policy: AskedPolicy) -> tuple[Payment, ...]:
    """The training subsidy by the rule of the pack, then whatever else was set aside for the person (MP-27)."""
    training = Training(institution_id=facts.institution_id, enterprise_id=facts.enterprise_id, teaching=facts.teaching)
    others = tuple(each for each in facts.set_aside if each.leg not in _OF_TRAINING)
    shares = training_shares(
        policy.view,
        policy.kind,
        training=training,
        trainee_id=facts.trainee_id,
        amount_fen=facts.subsidy_fen - sum(each.amount_fen for each in others),
    )
    taught = (
        Payment(leg=share.leg, authority_code=facts.payer, payee=share.payee, amount_fen=share.amount_fen)
        for share in shares
    )
    return (*taught, *others)


def both_legs_finding(facts: Facts, policy: AskedPolicy) -> Finding | None:
    """FJ-25: each leg passed and a certificate; `None` where nothing was mixed or the pack asks for nothing more."""
    needs = policy.asked("settlement.mixed_needs")
    if facts.mixed is None or not needs.is_required:
        return None
    legs = _legs(facts, facts.mixed)
    findings = mixed_findings(policy.view, policy.kind, legs, has_certificate=bool(facts.certificates))
    missing = [each.check.removeprefix("settlement.") for each in findings if each.outcome is Outcome.FAIL]
    return Finding(
        check=Criterion.BOTH_LEGS,
        outcome=Outcome.FAIL if missing else Outcome.PASS,
        reason="leg_missing" if missing else "legs_passed",
        measured=", ".join(missing) or None,
        basis=needs.basis,
    )


def _legs(facts: Facts, mixed: MixedFact) -> tuple[Leg, Leg]:
    def leg(delivery: Delivery, passed: bool | None) -> Leg:  # noqa: FBT001 - the result itself
        taught_by = {each.delivery: each.institution_id for each in facts.teaching}
        institution = taught_by.get(delivery, facts.institution_id)
        return Leg(delivery=delivery, institution_id=institution, passed=passed, subsidy_fen=0)

    return leg(Delivery.ONLINE, mixed.theory_passed), leg(Delivery.OFFLINE, mixed.practice_passed)
