"""Measuring the person proofs other than a face; nothing is judged yet."""

from datetime import datetime
from typing import Any

from checkin_service.access.model import Subject
from checkin_service.checkin import assertions
from checkin_service.checkin.model import AssertionProof, PersonProof, PinProof, ProofKind, Situation
from checkin_service.checkin.schemas import (
    CardPinProofBody,
    CheckInRequest,
    ECardProofBody,
    FaceProofBody,
    PinCodeProofBody,
)
from checkin_service.identity import service as identity
from checkin_service.kit.resources import Resources


def other_than_face(
    resources: Resources, subject: Subject, body: CheckInRequest, situation: Situation, now: datetime
) -> PersonProof:
    """The person proof of an attempt that needs no photo, measured."""
    match body.person_proof:
        case PinCodeProofBody() as pin:
            return PinProof(
                is_right=identity.is_pin_right(
                    resources, device_id=subject.device_id, pin=pin.pin, pin_hash=situation.pin_hash
                )
            )
        case CardPinProofBody() as card:
            return _card(subject, card, body, situation, now)
        case ECardProofBody() as e_card:
            return _e_card(resources, e_card, body, situation, now)
        case FaceProofBody():
            raise TypeError("a face is measured in faces.py")


def document_hash_of(resources: Resources, body: CheckInRequest) -> bytes | None:
    """The look-up hash of the document that an assertion claims to have read."""
    proof = body.person_proof
    if not isinstance(proof, CardPinProofBody | ECardProofBody):
        return None
    document = assertions.claimed_document(proof.assertion)
    return None if document is None else identity.document_hash(resources, *document)


def _card(
    subject: Subject, card: CardPinProofBody, body: CheckInRequest, situation: Situation, now: datetime
) -> AssertionProof:
    expected: dict[str, Any] = {**_of_attempt(body), "phase": body.phase.value, "pin_verified": True}
    fault = assertions.fault_in(card.assertion, public_key=situation.terminal_key, expected=expected, now=now)
    if fault is None and card.terminal_id != subject.subject_id:
        fault = "other_terminal_id"
    return AssertionProof(kind=ProofKind.CARD_PIN, fault=fault or _other_person(situation))


def _e_card(
    resources: Resources, e_card: ECardProofBody, body: CheckInRequest, situation: Situation, now: datetime
) -> AssertionProof:
    issuer = resources.e_card_issuer
    expected = {**_of_attempt(body), "aud": "checkin-service", "iss": issuer.name if issuer else None}
    fault = assertions.fault_in(
        e_card.assertion, public_key=issuer.public_key if issuer else None, expected=expected, now=now
    )
    return AssertionProof(kind=ProofKind.E_CARD, fault=fault or _other_person(situation))


def _of_attempt(body: CheckInRequest) -> dict[str, str]:
    return {"attempt_id": str(body.attempt_id), "session_id": str(body.session_id)}


def _other_person(situation: Situation) -> str | None:
    return None if situation.document_owner == situation.trainee.trainee_id else "other_person"
