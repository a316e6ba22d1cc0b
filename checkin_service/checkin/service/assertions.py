"""Signed statements of card terminals and of the e-card platform: whom they name, and what is wrong with them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import jwt

from checkin_service.access.model import Subject
from checkin_service.checkin.model.attempts import AssertionProof, Situation
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED, Asked
from checkin_service.checkin.rules import card_challenge
from checkin_service.checkin.schemas.attempts import CardPinProofBody
from checkin_service.identity import service as identity
from checkin_service.kit.resources import ECardIssuer, Resources
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind

_ANY_CLOCK = timedelta(days=36525)


class Statement(NamedTuple):
    """A signed statement, whose key it should be, and what it should say."""

    assertion: str
    public_key: bytes | None
    expected: Mapping[str, Any]


def signature_fault(
    statement: Statement, *, now: datetime, policy: PolicyView, given_at: datetime | None = None
) -> str | None:
    """What is wrong with a signed statement, which is fresh for as long as the policy says.

    Where a challenge of ours was signed with it, its age is that of the challenge, whatever the other clock says.
    """
    assertion, public_key, expected = statement
    valid_for = timedelta(seconds=policy.value("checkin.assertion_valid_s").integer)
    if given_at is not None:
        if now - given_at > valid_for:
            return "not_fresh"
        valid_for = _ANY_CLOCK
    return identity.assertion_fault(assertion, public_key=public_key, expected=expected, now=now, valid_for=valid_for)


def card_proof(
    resources: Resources,
    subject: Subject,
    card: CardPinProofBody,
    asked: Asked,
    situation: Situation,
    policy: PolicyView,
) -> AssertionProof:
    expected: dict[str, Any] = {**_of_attempt(asked), "phase": asked.phase.value, **_pin_claims(card)}
    expected["challenge"] = card.challenge
    given_at = card_challenge.given_at(
        resources.code_key,
        card.challenge,
        terminal_id=subject.subject_id,
        attempt_id=asked.attempt_id,
        session_id=asked.session_id,
    )
    # A terminal that is no longer in service has no key: its last words are as good as anybody's.
    key = situation.terminal_key if situation.sender_is_active else None
    said = Statement(card.assertion, public_key=key, expected=expected)
    fault = signature_fault(said, now=asked.received_at, policy=policy, given_at=given_at)
    if fault is None and given_at is None:
        fault = "other_challenge"
    if fault is None and card.terminal_id != subject.subject_id:
        fault = "other_terminal_id"
    if fault is None and card.pin is not None and not _is_door_pin(resources, card.pin, situation):
        fault = PIN_NOT_VERIFIED
    return AssertionProof(
        kind=ProofKind.CARD_PIN,
        fault=fault or _other_person(situation),
        took_s=None if given_at is None else _took_s(given_at, asked.received_at, situation.terminal.last_at),
        clock_ahead_s=_clock_ahead_s(card.assertion, asked.received_at) if fault is None else None,
        is_confirmed=situation.terminal.is_confirmed,
        is_away=situation.terminal.is_away and not _went_along(situation, subject),
    )


def _went_along(situation: Situation, subject: Subject) -> bool:
    return situation.moving is not None and situation.moving.went_with(subject.subject_id)


def _pin_claims(card: CardPinProofBody) -> dict[str, bool]:
    """A reader checks the card's own PIN; a device without one passes on what was typed, and says so."""
    return {"pin_verified": True} if card.pin is None else {"pin_verified": False, "pin_entered": True}


def _is_door_pin(resources: Resources, pin: str, situation: Situation) -> bool:
    return identity.is_door_pin_right(
        resources, trainee_id=situation.trainee.trainee_id, pin=pin, pin_hash=situation.door_pin
    )


def _took_s(given_at: datetime, now: datetime, before: datetime | None) -> float:
    """Challenges may be asked for in advance; one reader still reads one card after another."""
    since = given_at if before is None else max(given_at, before)
    return round((now - since).total_seconds(), 1)


def _clock_ahead_s(assertion: str, now: datetime) -> int:
    """Of a statement that has been verified."""
    claims = jwt.decode(assertion, options={"verify_signature": False})
    return int(claims["iat"]) - round(now.timestamp())


def platform_proof(
    kind: ProofKind, issuer: ECardIssuer | None, assertion: str, asked: Asked, situation: Situation, policy: PolicyView
) -> AssertionProof:
    """What a platform that is believed in the whole country says of the person, such as the e-card's."""
    expected = {**_of_attempt(asked), "aud": "checkin-service", "iss": issuer.name if issuer else None}
    said = Statement(assertion, public_key=issuer.public_key if issuer else None, expected=expected)
    fault = signature_fault(said, now=asked.received_at, policy=policy)
    return AssertionProof(kind=kind, fault=fault or _other_person(situation))


def _of_attempt(asked: Asked) -> dict[str, str]:
    return {"attempt_id": str(asked.attempt_id), "session_id": str(asked.session_id)}


def _other_person(situation: Situation) -> str | None:
    return None if situation.document_owner == situation.trainee.trainee_id else "other_person"
