"""The determination as an immutable document that anyone can read and recompute.

What is the same for a whole class, such as policy values with their quotes, is written once and remembered.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from checkin_service.eligibility.canonical import array_of, object_of, text_of
from checkin_service.eligibility.model import (
    AskedPolicy,
    AssessmentFact,
    CertificateFact,
    Criterion,
    Determination,
    Facts,
    Remedy,
    SessionFact,
    UpheldAppeal,
    VoucherFact,
)
from checkin_service.eligibility.payment import MixedFact, Payment
from checkin_service.eligibility.rules import CORRECTED_SHARE, conditions_of, remedies_of
from checkin_service.eligibility.words import outcome_sentence, remedy_sentence, sentence_of
from checkin_service.kit.civil import CHINA
from checkin_service.kit.outbox import Event
from checkin_service.kit.verdict import Basis, Finding, Outcome
from checkin_service.kit.words import Words
from checkin_service.voucher.model import TeachingLeg
from checkin_service.voucher.person import PersonFact, PersonFile
from checkin_service.voucher.rules import workdays

FORMAT = "eligibility-determination/1"

_SYMBOLS = {Outcome.PASS: ">=", Outcome.DOUBT: "<", Outcome.FAIL: "<"}
_COUNTED = frozenset({Criterion.ATTENDANCE_RATE, CORRECTED_SHARE})
_SHARE_SYMBOLS = {"corrected_share_small": "<=", "corrected_share_large": ">", "corrected_share_confirmed": ">"}
_KEPT = 4096
"""Texts remembered of each kind: a few kilobytes at most, and far more kinds of findings than a region has."""


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
    served_on = heading.determined_at.astimezone(CHINA).date()
    remedies = remedies_of(determination.outcome, served_on=served_on, workdays=workdays(policy.view))
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
        criteria=array_of(map(_criterion, determination.findings)),
        policy=_policy(policy),
        outcome=text_of(determination.outcome),
        eligible=text_of(determination.is_eligible),
        amount_fen=text_of(determination.amount_fen),
        payee=text_of(determination.payee),
        payments=array_of(map(_payment, determination.payments)),
        sentence=_words(outcome_sentence(determination.outcome)),
        served_on=text_of(served_on),
        remedies=array_of(map(_remedy, remedies)),
    ).encode()


@lru_cache(maxsize=_KEPT)
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
        sessions=array_of(map(_session, facts.sessions)),
        credited_hours=text_of(facts.credited_hours),
        corrected_hours=text_of(facts.corrected_hours),
        imported_hours=text_of(facts.imported_hours),
        confirmed_hours=text_of(facts.confirmed_hours),
        total_hours=text_of(facts.total_hours),
        baseline_hours=text_of(facts.baseline_hours),
        hours_under_review=text_of(facts.open_hours),
        assessment=_assessment(facts.assessment) if facts.assessment else "null",
        certificates=array_of(map(_certificate, facts.certificates)),
        person=_person(facts.person, policy),
        upheld_appeals=array_of(map(_upheld, facts.upheld)),
        enterprise_id=text_of(facts.enterprise_id),
        teaching=array_of(map(_taught_by, facts.teaching)),
        mixed=_mixed(facts.mixed) if facts.mixed else "null",
        set_aside=array_of(map(_payment, facts.set_aside)),
    )


@lru_cache(maxsize=_KEPT)
def _taught_by(leg: TeachingLeg) -> str:
    return object_of(
        delivery=text_of(leg.delivery),
        institution_id=text_of(leg.institution_id),
        share_percent=text_of(leg.share_percent),
    )


def _mixed(mixed: MixedFact) -> str:
    return object_of(theory_passed=text_of(mixed.theory_passed), practice_passed=text_of(mixed.practice_passed))


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


@lru_cache(maxsize=_KEPT)
def _person(person: PersonFile, policy: AskedPolicy) -> str:
    return object_of(
        facts=array_of(map(_person_fact, person.facts)),
        asked=text_of(sorted(person.asked)),
        declared=text_of(sorted(person.declared)),
        conditions=array_of(map(_condition, conditions_of(person, policy))),
    )


def _person_fact(fact: PersonFact) -> str:
    return object_of(
        kind=text_of(fact.kind),
        since=text_of(fact.since),
        until=text_of(fact.until),
        place=text_of(fact.place),
        source=text_of(fact.source),
    )


def _condition(finding: Finding) -> str:
    return object_of(
        condition=text_of(finding.check),
        outcome=text_of(finding.outcome.name.lower()),
        reason=text_of(finding.reason),
        measured=_said(finding.measured),
        limit=_said(finding.limit),
        basis=_basis(finding.basis),
    )


def _session(session: SessionFact) -> str:
    """Written out in the order of the keys: a document has as many of these as its class has sessions."""
    return (
        f'{{"appealed_hours":{session.appealed_hours},"attempt_ids":{_ids(session.attempt_ids)},'
        f'"cancelled":{text_of(session.is_cancelled)},"class_hours":{session.class_hours},'
        f'"corrected_hours":{session.corrected_hours},'
        f'"credited":{text_of(session.credited_hours == session.class_hours)},'
        f'"credited_hours":{session.credited_hours},"doubtful_attempt_ids":{_ids(session.doubtful_attempt_ids)},'
        f'"imported_hours":{session.imported_hours},"modes":{_modes(session.modes)},'
        f'"on_leave":{text_of(session.is_on_leave)},'
        f'"session_id":{_shared(session.session_id)},"starts_at":{_shared(session.starts_at)}}}'
    )


def _ids(ids: tuple[UUID, ...]) -> str:
    return array_of(map(text_of, ids)) if ids else "[]"


@lru_cache(maxsize=_KEPT)
def _modes(modes: tuple[str, ...]) -> str:
    return array_of(map(text_of, modes))


@lru_cache(maxsize=_KEPT)
def _shared(value: UUID | datetime) -> str:
    """What all people of a class have in common."""
    return text_of(value)


@lru_cache(maxsize=_KEPT)
def _criterion(finding: Finding) -> str:
    return object_of(
        criterion=text_of(finding.check),
        outcome=text_of(finding.outcome.name.lower()),
        reason=text_of(finding.reason),
        measured=_said(finding.measured),
        limit=_said(finding.limit),
        unit=text_of(finding.unit),
        arithmetic=text_of(_arithmetic(finding)),
        basis=_basis(finding.basis),
        sentence=_words(sentence_of(finding)),
    )


@lru_cache(maxsize=_KEPT)
def _remedy(remedy: Remedy) -> str:
    return object_of(
        kind=text_of(remedy.kind),
        until=text_of(remedy.until),
        basis=_basis(remedy.basis),
        sentence=_words(remedy_sentence(remedy)),
    )


def _basis(basis: Basis) -> str:
    return object_of(
        kind=text_of(basis.kind),
        clause=text_of(basis.clause),
        document=text_of(basis.document),
        quote=text_of(basis.quote),
    )


def _arithmetic(finding: Finding) -> str | None:
    """The comparison as written by hand, such as `24/40 >= 3/5`."""
    symbol = _SHARE_SYMBOLS.get(finding.reason) or _SYMBOLS.get(finding.outcome)
    if finding.check not in _COUNTED or finding.limit is None or symbol is None:
        return None
    return f"{finding.measured} {symbol} {finding.limit}"


def _words(words: Words) -> str:
    return object_of(zh=text_of(words.zh), en=text_of(words.en))


def _said(value: object) -> str:
    return "null" if value is None else text_of(str(value))
