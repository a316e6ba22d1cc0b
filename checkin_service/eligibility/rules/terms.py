"""The terms of a voucher held against the training it served for: period, occupation, type, fee, earlier uses.

A term that is kept is not mentioned: a finding stands here only where something speaks against the subsidy or has to be
known about it.
"""

from collections.abc import Iterator
from datetime import datetime

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts, VoucherFact
from checkin_service.eligibility.model.terms import NamedFact, Terms, UseFact
from checkin_service.eligibility.rules.fees import fee_paid_finding
from checkin_service.kit.civil import day_of
from checkin_service.kit.verdict import OURS, Basis, Finding, Outcome
from checkin_service.voucher.model.uses import Use
from checkin_service.voucher.model.vouchers import VoucherForm
from checkin_service.voucher.rules import completed_in_time, face_value_use, folded, same_area, uses_in_year, year_of

PERIOD_ENDS_TRAINING = "training_not_completed"
"""Where this lets a voucher expire, the training has to end within its period (FJ-13)."""


def terms_findings(facts: Facts, policy: AskedPolicy) -> tuple[Finding, ...]:
    """What speaks against a voucher that was put to use; of one that was not there is nothing to say."""
    terms, voucher = facts.terms, facts.voucher
    if terms is None or voucher is None:
        return ()
    found = [
        _period(terms, voucher, policy),
        _once(facts, terms, voucher, policy),
        _single(terms, voucher, policy),
        _reported(facts, terms, policy),
        _binding(facts, terms),
        _type(terms, policy),
        _fee(terms, policy),
        fee_paid_finding(facts, policy),
    ]
    return tuple(each for each in found if each is not None)


def _period(terms: Terms, voucher: VoucherFact, policy: AskedPolicy) -> Finding | None:
    """FJ-13, judged here and not only by the job that writes expiry down."""
    ends = policy.stated("voucher.expires_when")
    if ends is None or PERIOD_ENDS_TRAINING not in ends.names or terms.trained_until is None:
        return None
    if completed_in_time(trained_until=terms.trained_until, use_by=voucher.use_by):
        return None
    return Finding(
        check=Criterion.VOUCHER_PERIOD,
        outcome=Outcome.FAIL,
        reason="training_after_period",
        measured=terms.trained_until.isoformat(),
        limit=voucher.use_by.isoformat(),
        basis=ends.basis,
    )


def _once(facts: Facts, terms: Terms, voucher: VoucherFact, policy: AskedPolicy) -> Finding | None:
    """FJ-19: of several uses for one occupation in a calendar year the earliest ones count."""
    limit = policy.stated("voucher.uses_per_occupation_and_year")
    own = next((each for each in terms.uses if each.voucher_id == voucher.voucher_id), None)
    if limit is None or own is None:
        return None
    mine = _use(facts, own)
    earlier = [_use(facts, each) for each in terms.uses if _order(each) < _order(own)]
    year = year_of(policy.view, policy.kind, mine)
    counted = uses_in_year(policy.view, policy.kind, earlier, occupation=terms.occupation, year=year)
    if len(counted) < limit.integer:
        return None
    return Finding(
        check=Criterion.OCCUPATION_ONCE,
        outcome=Outcome.FAIL,
        reason="occupation_trained_before",
        measured=str(len(counted)),
        limit=str(limit.integer),
        basis=limit.basis,
    )


def _single(terms: Terms, voucher: VoucherFact, policy: AskedPolicy) -> Finding | None:
    """MP-19, where uses are not limited by FJ-19: an earlier training of the year for the same occupation.

    The text names the check and not what "the same" is, so that a person looks; the unit is that of FJ-19, our choice.
    """
    reach = policy.stated("eligibility.duplicate_check")
    own = next((each for each in terms.uses if each.voucher_id == voucher.voucher_id), None)
    if reach is None or own is None or policy.stated("voucher.uses_per_occupation_and_year") is not None:
        return None
    had = [
        each
        for each in terms.uses
        if each.is_over is False
        and _order(each) < _order(own)
        and (reach.text == "across_regions" or same_area(each.authority_code, own.authority_code))
        and folded(each.occupation) == folded(terms.occupation)
        and day_of(each.registered_at).year == day_of(own.registered_at).year
    ]
    if not had:
        return None
    return _finding(Criterion.NO_DUPLICATE, Outcome.DOUBT, "benefit_had_before", str(len(had)), basis=reach.basis)


def _reported(facts: Facts, terms: Terms, policy: AskedPolicy) -> Finding | None:
    """MP-19 between regions: the same certificate, or the same occupation in the calendar year of the opening.

    The other region's word may be wrong, or about another benefit, so that a person looks; each further word of that
    region is to be looked at anew, since a decision counts for the reports it was made about.
    """
    reach, since = policy.stated("eligibility.duplicate_check"), facts.opened_at or facts.registered_at
    if reach is None or not terms.reports or since is None:
        return None
    numbers, year = {each.number for each in facts.certificates}, day_of(since).year
    same = [
        each
        for each in terms.reports
        if each.certificate_number in numbers
        or (folded(each.occupation) == folded(terms.occupation) and each.issued_on.year == year)
    ]
    if not same:
        return None
    measured = ", ".join(sorted(f"{each.region_code} {each.certificate_number} #{each.ordinal}" for each in same))
    outcome, reason = Outcome.DOUBT, "benefit_reported_elsewhere"
    return _finding(Criterion.NO_DUPLICATE_ELSEWHERE, outcome, reason, measured, basis=reach.basis)


def _binding(facts: Facts, terms: Terms) -> Finding | None:
    """MP-05, SX-08: what the voucher names is what was trained."""
    if terms.named is None:
        return None
    differing = ", ".join(_differing(facts, terms, terms.named))
    if not differing:
        return None
    return _finding(Criterion.VOUCHER_BINDING, Outcome.FAIL, "voucher_for_other_training", differing, basis=OURS)


def _type(terms: Terms, policy: AskedPolicy) -> Finding | None:
    """AH-02, SD-07: the subsidy is for the kinds of training that vouchers are used for here."""
    types = policy.stated("training.types")
    if types is None or terms.training_type in types.names:
        return None
    return _finding(
        Criterion.TRAINING_TYPE, Outcome.FAIL, "training_type_not_covered", terms.training_type, basis=types.basis
    )


def _fee(terms: Terms, policy: AskedPolicy) -> Finding | None:
    """AH-01: a face value offsets an equal fee; where it is above the fee no text says what becomes of the rest."""
    face_fen, basis = _face_value(terms, policy)
    if face_fen is None:
        return None
    if terms.fee_fen is None:
        return _finding(Criterion.FEE, Outcome.DOUBT, "fee_unknown", None, basis=basis)
    use = face_value_use(terms.fee_fen, face_fen)
    if use.is_above_fee:
        outcome, reason, measured = Outcome.DOUBT, "face_value_above_fee", terms.fee_fen
    elif use.trainee_pays_fen:
        outcome, reason, measured = Outcome.NOTE, "fee_above_face_value", use.trainee_pays_fen
    else:
        return None
    return Finding(
        check=Criterion.FEE, outcome=outcome, reason=reason, measured=str(measured), limit=str(face_fen), basis=basis
    )


def _face_value(terms: Terms, policy: AskedPolicy) -> tuple[int | None, Basis]:
    form, value = policy.stated("voucher.form"), policy.stated("voucher.face_value_fen")
    basis = form.basis if form is not None else OURS
    if terms.named is not None:
        return (terms.named.face_value_fen if terms.named.form == VoucherForm.FACE_VALUE else None), basis
    is_face_value = form is not None and form.text == VoucherForm.FACE_VALUE and value is not None
    return (value.integer if is_face_value and value is not None else None), basis


def _differing(facts: Facts, terms: Terms, named: NamedFact) -> Iterator[str]:
    if named.institutions and facts.institution_id not in named.institutions:
        yield "institution"
    if named.projects and terms.project_id not in named.projects:
        yield "project"
    if named.occupation is not None and folded(named.occupation) != folded(terms.occupation):
        yield "occupation"
    if named.level is not None and terms.level is not None and folded(named.level) != folded(terms.level):
        yield "level"
    if named.purpose != terms.training_type:
        yield "training_type"


def _order(use: UseFact) -> tuple[datetime, str]:
    return use.registered_at, str(use.voucher_id)


def _use(facts: Facts, each: UseFact) -> Use:
    return Use(
        trainee_id=facts.trainee_id,
        voucher_id=each.voucher_id,
        class_id=each.class_id,
        authority_code=each.authority_code,
        occupation=each.occupation,
        registered_on=day_of(each.registered_at),
        activated_in=each.activated_in,
    )


def _finding(criterion: Criterion, outcome: Outcome, reason: str, measured: str | None, *, basis: Basis) -> Finding:
    return Finding(check=criterion, outcome=outcome, reason=reason, measured=measured, basis=basis)
