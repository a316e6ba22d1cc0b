"""The determination as an immutable document that anyone can read and recompute.

What is the same for a whole class, such as policy values with their quotes, is written once and remembered.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from checkin_service.eligibility.model.appeals import UpheldAppeal
from checkin_service.eligibility.model.canonical import array_of, object_of, text_of
from checkin_service.eligibility.model.doubts import DeskDecision
from checkin_service.eligibility.model.facts import (
    AskedPolicy,
    AssessmentFact,
    CertificateFact,
    Criterion,
    Determination,
    DeterminationOutcome,
    Facts,
    VoucherFact,
)
from checkin_service.eligibility.model.payments import MixedFact, Payment
from checkin_service.eligibility.model.remedies import Remedy
from checkin_service.eligibility.rules import CORRECTED_SHARE, EVIDENCE_SHARE, SELF_BOUND_SHARE, remedies_under
from checkin_service.eligibility.words.person import KEPT, basis_of, person_of, said
from checkin_service.eligibility.words.sentences import outcome_sentence, remedy_sentence, sentence_of
from checkin_service.eligibility.words.sessions import evidence_text, session_text
from checkin_service.eligibility.words.terms import terms_text
from checkin_service.kit.civil import day_of
from checkin_service.kit.outbox import Event
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.vouchers import TeachingLeg

FORMAT = "eligibility-determination/2"

_SYMBOLS = {Outcome.PASS: ">=", Outcome.DOUBT: "<", Outcome.FAIL: "<"}
_COUNTED = frozenset({Criterion.ATTENDANCE_RATE, CORRECTED_SHARE, EVIDENCE_SHARE, SELF_BOUND_SHARE})
_SHARE_SYMBOLS = {
    "corrected_share_small": "<=",
    "corrected_share_large": ">",
    "corrected_share_confirmed": ">",
    "evidence_share_small": "<=",
    "evidence_share_large": ">",
    "self_bound_share_small": "<=",
    "self_bound_share_large": ">",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What names a determination among others."""

    determination_id: UUID
    ordinal: int
    supersedes: UUID | None
    determined_at: datetime


def document_of(
    heading: Heading, *, facts: Facts, policy: AskedPolicy, determination: Determination, cause: Event
) -> bytes:
    """Facts, arithmetic, criteria with clause and quote, policy values, moment and authorities."""
    # Served electronically: on the day it reaches the person's account (Civil Procedure Law art. 90).
    served_on = day_of(heading.determined_at)
    return object_of(
        format=text_of(FORMAT),
        determination_id=text_of(heading.determination_id),
        ordinal=text_of(heading.ordinal),
        supersedes=text_of(heading.supersedes),
        determined_at=text_of(heading.determined_at),
        cause=object_of(event_id=text_of(cause.event_id), type=text_of(cause.type)),
        trainee_id=text_of(facts.trainee_id),
        class_id=text_of(facts.class_id),
        authorities=object_of(
            supervising=text_of(facts.authorities.supervising),
            paying=text_of(facts.authorities.paying),
            counting=text_of(facts.authorities.counting),
        ),
        facts=_facts(facts, policy),
        evidence=evidence_text(facts),
        criteria=array_of(map(_criterion, determination.findings)),
        policy=_policy(policy),
        outcome=text_of(determination.outcome),
        eligible=text_of(determination.is_eligible),
        amount_fen=text_of(determination.amount_fen),
        payee=text_of(determination.payee),
        payments=array_of(map(_payment, determination.payments)),
        sentence=_outcome(determination.outcome),
        served_on=text_of(served_on),
        remedies=_remedies(policy.view, determination.outcome, served_on),
    ).encode()


@lru_cache(maxsize=KEPT)
def _policy(policy: AskedPolicy) -> str:
    return object_of(
        jurisdiction=text_of(policy.jurisdiction),
        on=text_of(policy.on),
        known_on=text_of(policy.known_on),
        values=array_of(text_of(value.as_document()) for value in policy.values),
    )


def _facts(facts: Facts, policy: AskedPolicy) -> str:
    return object_of(
        institution_id=text_of(facts.institution_id),
        opened_at=text_of(facts.opened_at),
        registered_at=text_of(facts.registered_at),
        completed_at=text_of(facts.completed_at),
        subsidy_fen=text_of(facts.subsidy_fen),
        voucher_kind=text_of(facts.voucher_kind),
        voucher=_voucher(facts.voucher) if facts.voucher else "null",
        sessions=array_of(map(session_text, facts.sessions)),
        credited_hours=text_of(facts.credited_hours),
        corrected_hours=text_of(facts.corrected_hours),
        imported_hours=text_of(facts.imported_hours),
        confirmed_hours=text_of(facts.confirmed_hours),
        total_hours=text_of(facts.total_hours),
        baseline_hours=text_of(facts.baseline_hours),
        hours_under_review=text_of(facts.open_hours),
        assessment=_assessment(facts.assessment) if facts.assessment else "null",
        certificates=array_of(map(_certificate, facts.certificates)),
        person=person_of(facts.person, policy),
        upheld_appeals=array_of(map(_upheld, facts.upheld)),
        desk_decisions=array_of(map(_decision, facts.decisions)),
        enterprise_id=text_of(facts.enterprise_id),
        teaching=array_of(map(_taught_by, facts.teaching)),
        mixed=_mixed(facts.mixed) if facts.mixed else "null",
        set_aside=array_of(map(_payment, facts.set_aside)),
        terms=terms_text(facts.terms),
        recordings=_recordings(facts.recordings) if facts.recordings else "null",
        overturned_reviews=text_of(facts.overturned_reviews),
        checks_held=text_of(facts.checks_held),
        checks_missed=text_of(facts.checks_missed),
    )


@lru_cache(maxsize=KEPT)
def _taught_by(leg: TeachingLeg) -> str:
    return object_of(
        delivery=text_of(leg.delivery),
        institution_id=text_of(leg.institution_id),
        share_percent=text_of(leg.share_percent),
    )


def _mixed(mixed: MixedFact) -> str:
    return object_of(theory_passed=text_of(mixed.theory_passed), practice_passed=text_of(mixed.practice_passed))


@lru_cache(maxsize=KEPT)
def _recordings(tally: Tally) -> str:
    return object_of(kept=text_of(tally.kept), lessons=text_of(tally.lessons))


def _payment(payment: Payment) -> str:
    return object_of(
        leg=text_of(payment.leg),
        authority_code=text_of(payment.authority_code),
        payee=text_of(payment.payee),
        amount_fen=text_of(payment.amount_fen),
    )


def _assessment(assessment: AssessmentFact) -> str:
    return object_of(
        passed=text_of(assessment.passed),
        score=text_of(assessment.score),
        assessed_on=text_of(assessment.assessed_on),
    )


def _certificate(certificate: CertificateFact) -> str:
    return object_of(
        number=text_of(certificate.number), kind=text_of(certificate.kind), issued_on=text_of(certificate.issued_on)
    )


def _voucher(voucher: VoucherFact) -> str:
    return object_of(
        voucher_id=text_of(voucher.voucher_id),
        kind=text_of(voucher.kind),
        state=text_of(voucher.state),
        authority_code=text_of(voucher.authority_code),
        class_id=text_of(voucher.class_id),
        obtained_on=text_of(voucher.obtained_on),
        use_by=text_of(voucher.use_by),
    )


def _upheld(appeal: UpheldAppeal) -> str:
    return object_of(
        appeal_id=text_of(appeal.appeal_id),
        criteria=text_of(appeal.criteria),
        reason=text_of(appeal.reason),
        decided_by=text_of(appeal.decided_by),
        decided_at=text_of(appeal.decided_at),
    )


def _decision(decision: DeskDecision) -> str:
    return object_of(
        decision_id=text_of(decision.decision_id),
        criterion=text_of(decision.criterion),
        doubt=text_of(decision.doubt),
        measured=text_of(decision.measured),
        met=text_of(decision.met),
        reason=text_of(decision.reason),
        document=text_of(decision.document),
        decided_by=text_of(decision.decided_by),
        decided_at=text_of(decision.decided_at),
        confirmed_by=text_of(decision.confirmed_by),
    )


@lru_cache(maxsize=KEPT)
def _criterion(finding: Finding) -> str:
    return object_of(
        criterion=text_of(finding.check),
        outcome=text_of(finding.outcome.name.lower()),
        reason=text_of(finding.reason),
        measured=said(finding.measured),
        limit=said(finding.limit),
        unit=text_of(finding.unit),
        arithmetic=text_of(_arithmetic(finding)),
        basis=basis_of(finding.basis),
        sentence=_words(sentence_of(finding)),
    )


@lru_cache(maxsize=KEPT)
def _remedies(view: PolicyView, outcome: DeterminationOutcome, served_on: date) -> str:
    return array_of(map(_remedy, remedies_under(view, outcome, served_on)))


def _remedy(remedy: Remedy) -> str:
    return object_of(
        kind=text_of(remedy.kind),
        until=text_of(remedy.until),
        basis=basis_of(remedy.basis),
        sentence=_words(remedy_sentence(remedy)),
    )


@lru_cache(maxsize=KEPT)
def _outcome(outcome: DeterminationOutcome) -> str:
    return _words(outcome_sentence(outcome))


def _arithmetic(finding: Finding) -> str | None:
    """The comparison as written by hand, such as `24/40 >= 3/5`."""
    symbol = _SHARE_SYMBOLS.get(finding.reason) or _SYMBOLS.get(finding.outcome)
    if finding.check not in _COUNTED or finding.limit is None or symbol is None:
        return None
    return f"{finding.measured} {symbol} {finding.limit}"


def _words(words: Words) -> str:
    return object_of(zh=text_of(words.zh), en=text_of(words.en))
