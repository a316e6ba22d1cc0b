"""The determination as an immutable document that anyone can read and recompute.

Canonical JSON in the order of RFC 8785: keys sorted, no white space, UTF-8; numbers are integers only, so that every
implementation writes the same bytes and comes to the same SHA-256.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from checkin_service.eligibility.model import (
    AskedPolicy,
    Criterion,
    Determination,
    Facts,
    Remedy,
    SessionFact,
    UpheldAppeal,
    VoucherFact,
)
from checkin_service.eligibility.payment import Payment
from checkin_service.eligibility.rules import CORRECTED_SHARE, conditions_of, remedies_of
from checkin_service.eligibility.words import outcome_sentence, remedy_sentence, sentence_of
from checkin_service.kit.civil import CHINA
from checkin_service.kit.outbox import Event
from checkin_service.kit.verdict import Basis, Finding, Outcome
from checkin_service.kit.words import Words
from checkin_service.policy.model import PolicyValue

FORMAT = "eligibility-determination/1"

_SYMBOLS = {Outcome.PASS: ">=", Outcome.DOUBT: "<", Outcome.FAIL: "<"}
_COUNTED = frozenset({Criterion.ATTENDANCE_RATE, CORRECTED_SHARE})
_SHARE_SYMBOLS = {"corrected_share_small": "<=", "corrected_share_large": ">", "corrected_share_confirmed": ">"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What names a determination among others."""

    determination_id: UUID
    ordinal: int
    supersedes: UUID | None
    determined_at: datetime


def canonical(value: Any) -> bytes:
    r"""Canonical JSON; floats are refused, because their text is nobody's agreement.

    >>> canonical({"b": 1, "a": ["甲", None]})
    b'{"a":["\xe7\x94\xb2",null],"b":1}'
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(document: bytes) -> bytes:
    return sha256(document).digest()


def document_of(
    heading: Heading, *, facts: Facts, policy: AskedPolicy, determination: Determination, cause: Event
) -> bytes:
    """Facts, arithmetic, criteria with clause and quote, policy values, moment and authorities."""
    # Served electronically: on the day it reaches the person's account (Civil Procedure Law art. 90).
    served_on = heading.determined_at.astimezone(CHINA).date()
    return canonical(
        {
            "format": FORMAT,
            "determination_id": str(heading.determination_id),
            "ordinal": heading.ordinal,
            "supersedes": _text(heading.supersedes),
            "determined_at": heading.determined_at.isoformat(),
            "cause": {"event_id": str(cause.event_id), "type": cause.type},
            "trainee_id": str(facts.trainee_id),
            "class_id": str(facts.class_id),
            "authorities": {
                "supervising": facts.authorities.supervising,
                "paying": facts.authorities.paying,
                "counting": facts.authorities.counting,
            },
            "facts": _facts(facts, policy),
            "criteria": [_criterion(finding) for finding in determination.findings],
            "policy": {
                "jurisdiction": policy.jurisdiction,
                "on": policy.on.isoformat(),
                "known_on": policy.known_on.isoformat(),
                "values": _values(policy.values),
            },
            "outcome": determination.outcome,
            "eligible": determination.is_eligible,
            "amount_fen": determination.amount_fen,
            "payee": determination.payee,
            "payments": [_payment(each) for each in determination.payments],
            "sentence": _words(outcome_sentence(determination.outcome)),
            "served_on": served_on.isoformat(),
            "remedies": [_remedy(each) for each in remedies_of(determination.outcome, served_on=served_on)],
        }
    )


@lru_cache(maxsize=1024)
def _values(values: tuple[PolicyValue, ...]) -> list[dict[str, Any]]:
    return [value.as_document() for value in values]


def _facts(facts: Facts, policy: AskedPolicy) -> dict[str, Any]:
    assessment = facts.assessment
    return {
        "institution_id": str(facts.institution_id),
        "opened_at": _moment(facts.opened_at),
        "registered_at": _moment(facts.registered_at),
        "completed_at": facts.completed_at.isoformat(),
        "subsidy_fen": facts.subsidy_fen,
        "voucher_kind": facts.voucher_kind,
        "voucher": facts.voucher and _voucher(facts.voucher),
        "sessions": [_session(session) for session in facts.sessions],
        "credited_hours": facts.credited_hours,
        "corrected_hours": facts.corrected_hours,
        "imported_hours": facts.imported_hours,
        "confirmed_hours": facts.confirmed_hours,
        "total_hours": facts.total_hours,
        "baseline_hours": facts.baseline_hours,
        "hours_under_review": facts.open_hours,
        "assessment": assessment
        and {
            "passed": assessment.passed,
            "score": assessment.score,
            "assessed_on": assessment.assessed_on.isoformat(),
        },
        "certificates": [
            {"number": each.number, "kind": each.kind, "issued_on": each.issued_on.isoformat()}
            for each in facts.certificates
        ],
        "person": _person(facts, policy),
        "upheld_appeals": [_upheld(each) for each in facts.upheld],
    } | _money(facts)


def _money(facts: Facts) -> dict[str, Any]:
    """What the payments are found from: who taught, how both legs came out, and what was set aside."""
    return {
        "enterprise_id": _text(facts.enterprise_id),
        "teaching": [
            {
                "delivery": each.delivery,
                "institution_id": str(each.institution_id),
                "share_percent": each.share_percent,
            }
            for each in facts.teaching
        ],
        "mixed": facts.mixed
        and {"theory_passed": facts.mixed.theory_passed, "practice_passed": facts.mixed.practice_passed},
        "set_aside": [_payment(each) for each in facts.set_aside],
    }


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "leg": payment.leg,
        "authority_code": payment.authority_code,
        "payee": payment.payee,
        "amount_fen": payment.amount_fen,
    }


def _voucher(voucher: VoucherFact) -> dict[str, Any]:
    return {
        "voucher_id": str(voucher.voucher_id),
        "kind": voucher.kind,
        "state": voucher.state,
        "authority_code": voucher.authority_code,
        "class_id": _text(voucher.class_id),
        "obtained_on": voucher.obtained_on.isoformat(),
        "use_by": voucher.use_by.isoformat(),
    }


def _upheld(appeal: UpheldAppeal) -> dict[str, Any]:
    return {
        "appeal_id": str(appeal.appeal_id),
        "criteria": list(appeal.criteria),
        "reason": appeal.reason,
        "decided_by": str(appeal.decided_by),
        "decided_at": appeal.decided_at.isoformat(),
    }


def _person(facts: Facts, policy: AskedPolicy) -> dict[str, Any]:
    person = facts.person
    return {
        "facts": [
            {
                "kind": fact.kind,
                "since": fact.since.isoformat(),
                "until": fact.until.isoformat() if fact.until else None,
                "place": fact.place,
                "source": fact.source,
            }
            for fact in person.facts
        ],
        "asked": sorted(person.asked),
        "declared": sorted(person.declared),
        "conditions": [
            {
                "condition": finding.check,
                "outcome": finding.outcome.name.lower(),
                "reason": finding.reason,
                "measured": _text(finding.measured),
                "limit": _text(finding.limit),
                "basis": _basis(finding.basis),
            }
            for finding in conditions_of(facts, policy)
        ],
    }


def _session(session: SessionFact) -> dict[str, Any]:
    return {
        "session_id": str(session.session_id),
        "starts_at": session.starts_at.isoformat(),
        "class_hours": session.class_hours,
        "credited_hours": session.credited_hours,
        "corrected_hours": session.corrected_hours,
        "imported_hours": session.imported_hours,
        "appealed_hours": session.appealed_hours,
        "credited": session.credited_hours == session.class_hours,
        "cancelled": session.is_cancelled,
        "modes": list(session.modes),
        "attempt_ids": [str(each) for each in session.attempt_ids],
        "doubtful_attempt_ids": [str(each) for each in session.doubtful_attempt_ids],
    }


def _criterion(finding: Finding) -> dict[str, Any]:
    return {
        "criterion": finding.check,
        "outcome": finding.outcome.name.lower(),
        "reason": finding.reason,
        "measured": _text(finding.measured),
        "limit": _text(finding.limit),
        "unit": finding.unit,
        "arithmetic": _arithmetic(finding),
        "basis": _basis(finding.basis),
        "sentence": _words(sentence_of(finding)),
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "kind": remedy.kind,
        "until": remedy.until.isoformat(),
        "basis": _basis(remedy.basis),
        "sentence": _words(remedy_sentence(remedy)),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    return {"kind": basis.kind, "clause": basis.clause, "document": basis.document, "quote": basis.quote}


def _arithmetic(finding: Finding) -> str | None:
    """The comparison as written by hand, such as `24/40 >= 3/5`."""
    symbol = _SHARE_SYMBOLS.get(finding.reason) or _SYMBOLS.get(finding.outcome)
    if finding.check not in _COUNTED or finding.limit is None or symbol is None:
        return None
    return f"{finding.measured} {symbol} {finding.limit}"


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a canonical document holds no floats")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)
