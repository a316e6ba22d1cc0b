"""A row of the facts' statement as the facts themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checkin_service.eligibility.model import (
    AssessmentFact,
    Authorities,
    CertificateFact,
    Facts,
    SessionFact,
    UpheldAppeal,
    VoucherFact,
)
from checkin_service.eligibility.payment import MixedFact, Payment
from checkin_service.kit.database import Row
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model import Delivery, TeachingLeg, VoucherState
from checkin_service.voucher.person import FactKind, PersonFact, PersonFile


def facts_from(row: Row) -> Facts:
    return Facts(
        trainee_id=row.trainee_id,
        class_id=row.class_id,
        institution_id=row.institution_id,
        authorities=Authorities(
            supervising=row.supervising_authority, paying=row.paying_authority, counting=row.counting_authority
        ),
        completed_at=row.completed_at,
        baseline_hours=row.baseline_hours,
        total_hours=row.total_hours,
        subsidy_fen=row.subsidy_fen,
        voucher_kind=VoucherKind(row.kind or row.voucher_kind),
        voucher=None if row.voucher_id is None else _voucher(row),
        sessions=tuple(_session(each) for each in row.sessions or ()),
        assessment=None if row.assessment is None else _assessment_fact(row.assessment),
        certificates=tuple(_certificate_fact(each) for each in row.certificates or ()),
        confirmed_hours=row.confirmed_hours,
        opened_at=row.opened_at,
        registered_at=row.registered_at,
        person=_person(row.person_facts or (), row.declared or ()),
        upheld=tuple(_upheld_appeal(each) for each in row.upheld or ()),
        enterprise_id=row.enterprise_id,
        teaching=tuple(_teaching(each) for each in row.teaching),
        mixed=MixedFact(theory_passed=row.theory_passed, practice_passed=row.practice_passed) if row.is_mixed else None,
        set_aside=tuple(Payment(**each) for each in row.set_aside or ()),
    )


def _teaching(each: dict[str, Any]) -> TeachingLeg:
    return TeachingLeg(
        delivery=Delivery(each["delivery"]),
        institution_id=UUID(each["institution_id"]),
        share_percent=each["share_percent"],
    )


def _upheld_appeal(each: dict[str, Any]) -> UpheldAppeal:
    return UpheldAppeal(
        appeal_id=UUID(each["appeal_id"]),
        criteria=tuple(each["criteria"]),
        reason=each["reason"],
        decided_by=UUID(each["decided_by"]),
        decided_at=datetime.fromisoformat(each["decided_at"]),
    )


def _person(facts: Sequence[dict[str, Any]], declared: Sequence[str]) -> PersonFile:
    return PersonFile(
        facts=tuple(
            PersonFact(
                kind=FactKind(each["kind"]),
                since=date.fromisoformat(each["since"]),
                until=date.fromisoformat(each["until"]) if each["until"] else None,
                place=each["place"],
                source=each["source"],
            )
            for each in facts
            if each["holds"]
        ),
        asked=frozenset(FactKind(each["kind"]) for each in facts),
        declared=frozenset(declared),
    )


def _voucher(row: Row) -> VoucherFact:
    return VoucherFact(
        voucher_id=row.voucher_id,
        kind=VoucherKind(row.kind),
        state=VoucherState(row.state),
        authority_code=row.authority_code,
        class_id=row.used_in_class,
        obtained_on=row.obtained_on,
        use_by=row.use_by,
    )


def _session(each: dict[str, Any]) -> SessionFact:
    return SessionFact(
        session_id=UUID(each["session_id"]),
        starts_at=datetime.fromisoformat(each["starts_at"]),
        class_hours=each["class_hours"],
        credited_hours=each["credited_hours"],
        modes=tuple(each["modes"] or ()),
        attempt_ids=_ids(each["attempt_ids"]),
        doubtful_attempt_ids=_ids(each["doubtful_attempt_ids"]),
        corrected_hours=each["corrected_hours"],
        imported_hours=each["imported_hours"],
        appealed_hours=each["appealed_hours"],
        is_cancelled=each["is_cancelled"],
    )


def _ids(texts: list[str] | None) -> tuple[UUID, ...]:
    return tuple(sorted(UUID(each) for each in texts or ()))


def _assessment_fact(each: dict[str, Any]) -> AssessmentFact:
    return AssessmentFact(
        passed=each["passed"], score=each["score"], assessed_on=date.fromisoformat(each["assessed_on"])
    )


def _certificate_fact(each: dict[str, Any]) -> CertificateFact:
    return CertificateFact(number=each["number"], kind=each["kind"], issued_on=date.fromisoformat(each["issued_on"]))
