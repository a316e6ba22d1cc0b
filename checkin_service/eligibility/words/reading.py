"""The facts of a determination, read back from its document."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.eligibility.model.appeals import UpheldAppeal
from checkin_service.eligibility.model.doubts import DeskDecision
from checkin_service.eligibility.model.evidence import NO_EVIDENCE, SessionEvidence
from checkin_service.eligibility.model.facts import (
    AssessmentFact,
    Authorities,
    CertificateFact,
    Facts,
    SessionFact,
    VoucherFact,
)
from checkin_service.eligibility.model.payments import MixedFact, Payment
from checkin_service.eligibility.words.terms import terms_of
from checkin_service.policy.model import VoucherKind
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.persons import Examination, FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import Delivery, TeachingLeg, VoucherState


def facts_of(document: dict[str, Any]) -> Facts:
    """What `document.document_of` wrote down; a document that lacks any of it raises `KeyError`."""
    facts = document["facts"]
    voucher, assessment = facts["voucher"], facts["assessment"]
    return Facts(
        trainee_id=UUID(document["trainee_id"]),
        class_id=UUID(document["class_id"]),
        institution_id=UUID(facts["institution_id"]),
        authorities=Authorities(**document["authorities"]),
        completed_at=datetime.fromisoformat(facts["completed_at"]),
        total_hours=facts["total_hours"],
        subsidy_fen=facts["subsidy_fen"],
        voucher_kind=VoucherKind(facts["voucher_kind"]),
        voucher=voucher and _voucher(voucher),
        sessions=tuple(_session(each) for each in facts["sessions"]),
        assessment=assessment and _assessment(assessment),
        certificates=tuple(_certificate(each) for each in facts["certificates"]),
        opened_at=_moment(facts["opened_at"]),
        registered_at=_moment(facts["registered_at"]),
        person=_person(facts["person"]),
        upheld=tuple(_upheld(each) for each in facts["upheld_appeals"]),
        baseline_hours=facts["baseline_hours"],
        confirmed_hours=facts["confirmed_hours"],
        enterprise_id=UUID(facts["enterprise_id"]) if facts["enterprise_id"] else None,
        teaching=tuple(_teaching(each) for each in facts["teaching"]),
        mixed=facts["mixed"] and MixedFact(**facts["mixed"]),
        set_aside=tuple(Payment(**each) for each in facts["set_aside"]),
        terms=terms_of(facts.get("terms")),
        # Documents of the first format knew neither decisions of the desk nor examinations.
        decisions=tuple(_decision(each) for each in facts.get("desk_decisions", ())),
        recordings=Tally(**facts["recordings"]) if facts.get("recordings") else None,
        overturned_reviews=facts.get("overturned_reviews", 0),
        checks_held=facts.get("checks_held", 0),
        checks_missed=facts.get("checks_missed", 0),
    )


def _decision(given: dict[str, Any]) -> DeskDecision:
    return DeskDecision(
        decision_id=UUID(given["decision_id"]),
        criterion=given["criterion"],
        doubt=given["doubt"],
        measured=given["measured"],
        met=given["met"],
        reason=given["reason"],
        document=given["document"],
        decided_by=UUID(given["decided_by"]),
        decided_at=datetime.fromisoformat(given["decided_at"]),
        confirmed_by=UUID(given["confirmed_by"]) if given["confirmed_by"] else None,
    )


def _teaching(given: dict[str, Any]) -> TeachingLeg:
    return TeachingLeg(
        delivery=Delivery(given["delivery"]),
        institution_id=UUID(given["institution_id"]),
        share_percent=given["share_percent"],
    )


def _upheld(given: dict[str, Any]) -> UpheldAppeal:
    return UpheldAppeal(
        appeal_id=UUID(given["appeal_id"]),
        criteria=tuple(given["criteria"]),
        reason=given["reason"],
        decided_by=UUID(given["decided_by"]),
        decided_at=datetime.fromisoformat(given["decided_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _person(given: dict[str, Any]) -> PersonFile:
    return PersonFile(
        facts=tuple(
            PersonFact(
                kind=FactKind(each["kind"]),
                since=date.fromisoformat(each["since"]),
                until=date.fromisoformat(each["until"]) if each["until"] else None,
                place=each["place"],
                source=each["source"],
            )
            for each in given["facts"]
        ),
        asked=frozenset(FactKind(kind) for kind in given["asked"]),
        declared=frozenset(given["declared"]),
        examined=tuple(_examination(each) for each in given.get("examined", ())),
    )


def _examination(given: dict[str, Any]) -> Examination:
    return Examination(
        examination_id=UUID(given["examination_id"]),
        condition=given["condition"],
        holds=given["holds"],
        examined_on=date.fromisoformat(given["examined_on"]),
        document=given["document"],
        reason=given["reason"],
        authority_code=given["authority_code"],
        examined_by=UUID(given["examined_by"]),
    )


def _voucher(given: dict[str, Any]) -> VoucherFact:
    return VoucherFact(
        voucher_id=UUID(given["voucher_id"]),
        kind=VoucherKind(given["kind"]),
        state=VoucherState(given["state"]),
        authority_code=given["authority_code"],
        class_id=UUID(given["class_id"]) if given["class_id"] else None,
        obtained_on=date.fromisoformat(given["obtained_on"]),
        use_by=date.fromisoformat(given["use_by"]),
    )


def _session(given: dict[str, Any]) -> SessionFact:
    return SessionFact(
        session_id=UUID(given["session_id"]),
        starts_at=datetime.fromisoformat(given["starts_at"]),
        class_hours=given["class_hours"],
        credited_hours=given["credited_hours"],
        modes=tuple(given["modes"]),
        attempt_ids=tuple(UUID(each) for each in given["attempt_ids"]),
        doubtful_attempt_ids=tuple(UUID(each) for each in given["doubtful_attempt_ids"]),
        corrected_hours=given["corrected_hours"],
        imported_hours=given["imported_hours"],
        appealed_hours=given["appealed_hours"],
        is_cancelled=given["cancelled"],
        is_on_leave=given.get("on_leave", False),
        evidence=_evidence(given.get("evidence")),
    )


def _evidence(given: dict[str, Any] | None) -> SessionEvidence:
    """Documents of the first format say nothing of it."""
    if given is None:
        return NO_EVIDENCE
    classes = tuple((EvidenceClass(name), hours) for name, hours in sorted(given["classes"].items()))
    return SessionEvidence(classes=classes, confirmed_by=tuple(given["confirmed_by"]))


def _assessment(given: dict[str, Any]) -> AssessmentFact:
    return AssessmentFact(
        passed=given["passed"], score=given["score"], assessed_on=date.fromisoformat(given["assessed_on"])
    )


def _certificate(given: dict[str, Any]) -> CertificateFact:
    return CertificateFact(number=given["number"], kind=given["kind"], issued_on=date.fromisoformat(given["issued_on"]))
