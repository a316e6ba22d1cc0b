"""The determination: each criterion of the jurisdiction judged exactly, with its clause; the worst decides.

Targeted vouchers of Shaoxing need the rate and the assessment (SX-23), general ones the certificate and the used
voucher (SX-19). Which criteria bind is policy data; how each is judged stands here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Determination, DeterminationOutcome, Facts
from checkin_service.eligibility.rules.appeals import with_appeals
from checkin_service.eligibility.rules.checks import missed_checks
from checkin_service.eligibility.rules.desk import with_decisions, with_exits
from checkin_service.eligibility.rules.emptiness import is_empty
from checkin_service.eligibility.rules.evidence import evidence_share, self_bound_share
from checkin_service.eligibility.rules.overturned import overturned_reviews
from checkin_service.eligibility.rules.payments import both_legs_finding, payments_of
from checkin_service.eligibility.rules.people import payer_finding, person_conditions
from checkin_service.eligibility.rules.pipeline import pipeline_finding
from checkin_service.eligibility.rules.remote_video import remote_video
from checkin_service.eligibility.rules.terms import terms_findings
from checkin_service.kit.ratio import at_least_percent, rate
from checkin_service.kit.verdict import OURS, Basis, Decision, Finding, Outcome, Verdict
from checkin_service.voucher.model.vouchers import PUT_TO_USE
from checkin_service.voucher.rules import certificate_finding

_OUTCOMES = MappingProxyType(
    {
        Decision.ACCEPTED: DeterminationOutcome.ELIGIBLE,
        Decision.DOUBTFUL: DeterminationOutcome.DOUBTFUL,
        Decision.REFUSED: DeterminationOutcome.NOT_ELIGIBLE,
    }
)

CORRECTED_SHARE = "corrected_share"
CORRECTED_DOUBT = "corrected_share_large"


def determine(facts: Facts, policy: AskedPolicy) -> Determination:
    """Judge every criterion; the worst decides. A criterion the jurisdiction does not ask for decides nothing."""
    names = policy.criteria.names if policy.criteria.is_required else ()
    findings = (
        *(
            judge(facts, policy) if criterion in names else _not_asked(criterion, facts, policy)
            for criterion, judge in _JUDGES.items()
        ),
        person_conditions(facts, policy),
        payer_finding(facts, policy),
        pipeline_finding(facts, policy),
        *terms_findings(facts, policy),
    )
    if both_legs := both_legs_finding(facts, policy):
        findings = (*findings, both_legs)
    if Criterion.ATTENDANCE_RATE in names and policy.minimum_percent.is_required:
        shares = (*_corrected_share(facts, policy), *evidence_share(facts, policy), *self_bound_share(facts, policy))
        findings = (*findings, *shares)
    else:
        findings = (*findings, *_empty_class(facts, policy))
    findings = (*findings, *remote_video(facts, policy), *overturned_reviews(facts), *missed_checks(facts, policy))
    findings = with_appeals(with_decisions(with_exits(findings), facts), facts)
    outcome = _OUTCOMES[Verdict.of(findings).decision]
    return Determination(
        outcome=outcome,
        findings=findings,
        amount_fen=facts.subsidy_fen if outcome is DeterminationOutcome.ELIGIBLE else 0,
        set_aside=payments_of(facts, policy),
    )


def _attendance_rate(facts: Facts, policy: AskedPolicy) -> Finding:
    minimum = policy.minimum_percent
    if not minimum.is_required:
        return _finding(Criterion.ATTENDANCE_RATE, Outcome.NOTE, "not_asked", _rate_text(facts), basis=minimum.basis)
    outcome, reason = _rate_outcome(facts, minimum.integer)
    return Finding(
        check=Criterion.ATTENDANCE_RATE,
        outcome=outcome,
        reason=reason,
        measured=_rate_text(facts),
        limit=str(Fraction(minimum.integer, 100)),
        unit="class hours",
        basis=minimum.basis,
    )


def _rate_outcome(facts: Facts, minimum_percent: int) -> tuple[Outcome, str]:
    reached = facts.rate
    reachable = rate(facts.credited_hours + facts.open_hours, facts.total_hours)
    if reached is None or reachable is None:
        return Outcome.DOUBT, "no_hours_to_attend"
    if at_least_percent(reached, minimum_percent):
        return Outcome.PASS, "rate_reached"
    if at_least_percent(reachable, minimum_percent):
        return Outcome.DOUBT, "rate_under_review"
    return Outcome.FAIL, "rate_not_reached"


def _corrected_share(facts: Facts, policy: AskedPolicy) -> Iterator[Finding]:
    """Many corrected hours are a doubt until a second person confirms them; few are said and decide nothing."""
    limit = policy.corrected_doubt_percent
    if facts.corrected_hours == 0 or not limit.is_required:
        return
    outcome, reason = Outcome.NOTE, "corrected_share_small"
    if facts.corrected_hours * 100 > limit.integer * facts.credited_hours:
        confirmed = facts.confirmed_hours >= facts.corrected_hours
        outcome, reason = (Outcome.NOTE, "corrected_share_confirmed") if confirmed else (Outcome.DOUBT, CORRECTED_DOUBT)
    yield Finding(
        check=CORRECTED_SHARE,
        outcome=outcome,
        reason=reason,
        measured=f"{facts.corrected_hours}/{facts.credited_hours}",
        limit=str(Fraction(limit.integer, 100)),
        unit="class hours",
        basis=limit.basis,
    )


def _empty_class(facts: Facts, policy: AskedPolicy) -> Iterator[Finding]:
    """Hardly any sign-ins where no rate binds: said at once, and a doubt where the authority wants a person to look."""
    limit = policy.asked("class.empty_share_percent")
    if not is_empty(policy.view, policy.kind, signed=facts.credited_hours, held=facts.total_hours):
        return
    yield Finding(
        check=Criterion.EMPTY_CLASS,
        outcome=Outcome.DOUBT if policy.asked("class.empty_means").text == "doubt" else Outcome.NOTE,
        reason="hardly_any_sign_ins",
        measured=_rate_text(facts),
        limit=str(Fraction(limit.integer, 100)),
        unit="class hours",
        basis=limit.basis,
    )


def _assessment_passed(facts: Facts, policy: AskedPolicy) -> Finding:
    basis = policy.criteria.basis
    if facts.assessment is None:
        return _finding(Criterion.ASSESSMENT_PASSED, Outcome.FAIL, "assessment_missing", basis=basis)
    if facts.assessment.passed:
        return _finding(Criterion.ASSESSMENT_PASSED, Outcome.PASS, "assessment_passed", "passed", basis=basis)
    return _finding(Criterion.ASSESSMENT_PASSED, Outcome.FAIL, "assessment_failed", "failed", basis=basis)


def _certificate(facts: Facts, policy: AskedPolicy) -> Finding:
    return certificate_finding(policy.view, policy.kind, {certificate.kind for certificate in facts.certificates})


def _voucher_used(facts: Facts, policy: AskedPolicy) -> Finding:
    basis = policy.criteria.basis
    voucher = facts.voucher
    if voucher is None:
        return _finding(Criterion.VOUCHER_USED, Outcome.FAIL, "voucher_missing", basis=basis)
    if voucher.state in PUT_TO_USE and voucher.class_id == facts.class_id:
        return _finding(Criterion.VOUCHER_USED, Outcome.PASS, "voucher_used", "used", basis=basis)
    return _finding(Criterion.VOUCHER_USED, Outcome.FAIL, "voucher_not_used", voucher.state, basis=basis)


_JUDGES: Mapping[Criterion, Callable[[Facts, AskedPolicy], Finding]] = MappingProxyType(
    {
        Criterion.ATTENDANCE_RATE: _attendance_rate,
        Criterion.ASSESSMENT_PASSED: _assessment_passed,
        Criterion.CERTIFICATE: _certificate,
        Criterion.VOUCHER_USED: _voucher_used,
    }
)


def _not_asked(criterion: Criterion, facts: Facts, policy: AskedPolicy) -> Finding:
    if criterion is Criterion.VOUCHER_USED:
        # Money is reserved against a voucher put to use: without one there is nothing to pay, whatever else is asked.
        return replace(_voucher_used(facts, policy), basis=OURS)
    if criterion is Criterion.ATTENDANCE_RATE:
        basis = policy.criteria.basis if policy.minimum_percent.is_required else policy.minimum_percent.basis
        return _finding(criterion, Outcome.NOTE, "not_asked", _rate_text(facts), basis=basis)
    return _finding(criterion, Outcome.NOTE, "not_asked", basis=policy.criteria.basis)


def _rate_text(facts: Facts) -> str:
    return f"{facts.credited_hours}/{facts.total_hours}"


def _finding(criterion: Criterion, outcome: Outcome, reason: str, measured: object = None, *, basis: Basis) -> Finding:
    return Finding(check=criterion, outcome=outcome, reason=reason, measured=measured, basis=basis)
