"""Measuring: what an attempt brings becomes evidence, beside what is known; nothing is judged yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from checkin_service.access.model import Subject, SubjectKind
from checkin_service.checkin.model.attempts import (
    AssertionProof,
    Binding,
    CodeSource,
    CodeState,
    Evidence,
    PersonProof,
    PinProof,
    Situation,
)
from checkin_service.checkin.model.cases import Asked
from checkin_service.checkin.rules import beacon, code_claim, offline
from checkin_service.checkin.rules.beacon import Beacon
from checkin_service.checkin.rules.code_claim import CodeClaim
from checkin_service.checkin.schemas.attempts import (
    CardPinProofBody,
    CheckInRequest,
    ECardProofBody,
    FaceProofBody,
    PinCodeProofBody,
)
from checkin_service.checkin.service import assertions, faces
from checkin_service.checkin.service.faces import Photo, Seen, Trail
from checkin_service.checkin.service.typed_codes import NOT_TYPED, CodeUse, Screen, Typed, typed, typed_then
from checkin_service.identity import service as identity
from checkin_service.identity.rules import pins
from checkin_service.identity.rules.bindings import is_proven_at
from checkin_service.kit.idempotency import stamp_of
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_of
from checkin_service.policy.proofs import ProofKind

_Signed = CardPinProofBody | ECardProofBody


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Brought:
    """A check-in taken apart at the door; it never prints, because it holds a PIN, a document or a photo."""

    asked: Asked
    proof_kind: ProofKind
    proof: Photo | PinCodeProofBody | _Signed
    document_hash: bytes | None
    """Of the document that a signed statement claims to have read; not yet believed."""
    typed_code: str | None
    claim: CodeClaim | None
    """Signed by us; whose and how old it is is not looked at yet."""
    has_claim: bool
    beacon: Beacon | None
    """Of an attempt made without a network; whose it is is not looked at yet."""
    renewal_photo: Photo | None
    """Sent beside another proof, to renew a face reference."""

    @property
    def photo(self) -> Photo | None:
        return self.proof if isinstance(self.proof, Photo) else self.renewal_photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An attempt ready to be judged: what was asked, what is known, the evidence and the rules of its day."""

    asked: Asked
    situation: Situation
    evidence: Evidence
    policy: PolicyView
    code: Typed = NOT_TYPED
    """The classroom code that the attempt itself brought."""
    claim_id: UUID | None = None
    """The claim that it uses up."""
    trail: Trail | None = None
    """What a photo may leave behind."""


def brought(resources: Resources, body: CheckInRequest, *, now: datetime, is_offline: bool = False) -> Brought:
    """What a check-in brings; a photo that is no base64 ends the request."""
    proof, renewal = body.person_proof, None
    photo_in = partial(faces.photo_in, resources, attempt_id=body.attempt_id, session_id=body.session_id)
    if body.renewal_photo is not None and not isinstance(proof, FaceProofBody):
        renewal = photo_in(body.renewal_photo, is_proof=False)
    return Brought(
        proof_kind=ProofKind(proof.kind),
        proof=photo_in(proof.photo, challenge_id=proof.challenge_id) if isinstance(proof, FaceProofBody) else proof,
        # It says whose facts are read, before anybody can know whether the key of the terminal has signed it.
        document_hash=identity.claimed_hash(resources, proof.assertion) if isinstance(proof, _Signed) else None,
        typed_code=(proof.code if isinstance(proof, PinCodeProofBody) else None) or body.classroom_code,
        claim=None if body.code_claim is None else code_claim.opened(resources.code_key, body.code_claim),
        has_claim=body.code_claim is not None,
        beacon=beacon.parsed(body.beacon) if is_offline and body.beacon is not None else None,
        renewal_photo=renewal,
        asked=Asked(
            attempt_id=body.attempt_id,
            session_id=body.session_id,
            phase=body.phase,
            captured_at=body.captured_at,
            received_at=now,
            fix=body.position.sighting(now, sent_at=body.captured_at) if body.position else None,
            digest=stamp_of(resources.database, body),
            is_offline=is_offline,
        ),
    )


def measured(
    resources: Resources, subject: Subject, brought: Brought, situation: Situation, seen: Seen | None
) -> Measured:
    """A check-in beside what is known of its session, trainee and sender."""
    asked, photo = brought.asked, brought.photo
    # As known when it arrived: what is ruled or published afterwards changes no verdict.
    policy = policy_of(situation.session, known_at=asked.received_at)
    proof = _proof(resources, subject, brought, situation, seen, policy)
    code, claim = _code(resources, subject, brought, situation, policy)
    # The typed code first: whoever typed one has seen the screen, and only what counted is used up.
    code = _or_beacon(code, brought, situation, policy)
    renewal = faces.renewal_by(resources, situation, photo, seen)
    evidence = asked.evidence(
        proof_kind=brought.proof_kind,
        proof=proof,
        code=code.state,
        code_source=claim.source if claim else code.use.source if code.use else None,
        code_claimed_at=claim.claimed_at if claim else None,
        at_terminal=_is_at_terminal(subject, situation),
        sender_is_active=situation.sender_is_active,
        recent_failures=pins.failures_within(situation.failed_at, asked.received_at, policy),
        pin_waits_s=_pin_waits_s(brought, situation, policy),
        renewal=renewal.became,
        binding=binding_of(situation, asked.received_at, policy),
        agent_family=situation.agent_family,
        bracketed_at=_bracketed_at(brought, code, claim, policy),
        **fence_facts(situation),
    )
    return Measured(
        asked=asked,
        situation=situation,
        evidence=evidence,
        policy=policy,
        code=code,
        claim_id=claim.claim_id if claim else None,
        trail=faces.trail_of(photo, seen, renewal, kept_until=_photo_kept_until(situation, policy, asked.received_at)),
    )


def attested(asked: Asked, situation: Situation, proof: AssertionProof) -> Measured:
    """An attempt to which somebody else bears witness: the trainee sends nothing, types no code and fails no proof."""
    return Measured(
        asked=asked,
        situation=situation,
        policy=policy_of(situation.session, known_at=asked.received_at),
        evidence=asked.evidence(
            proof_kind=proof.kind,
            proof=proof,
            code=CodeState.ABSENT,
            at_terminal=False,
            sender_is_active=True,
            recent_failures=0,
            # The fix is the witness's: it tells where the class is, and bears out no fence in the trainee's name.
            fix_is_own=False,
            **fence_facts(situation),
        ),
    )


def _bracketed_at(brought: Brought, code: Typed, claim: CodeClaim | None, policy: PolicyView) -> datetime | None:
    """When an offline attempt was made, as the code or beacon of then shows, or the claim that was got in time."""
    asked = brought.asked
    if not asked.is_offline:
        return None
    if claim is not None:
        return offline.moment_of_claim(claim.claimed_at, made_at=asked.captured_at, policy=policy)
    if code.use is None:
        return None
    if code.use.source is CodeSource.BEACON and brought.beacon is not None:
        return beacon.moment_of_beacon(brought.beacon, made_at=asked.captured_at)
    return offline.moment_of_then(code.use.window, claimed_at=asked.captured_at, policy=policy)


def binding_of(situation: Situation, now: datetime, policy: PolicyView) -> Binding | None:
    """How surely the sending phone is the person's own; nothing where no phone of theirs sent it."""
    if situation.phone is None:
        return None
    return Binding.PROVEN if is_proven_at(situation.phone, now, policy) else Binding.SELF_BOUND


def _pin_waits_s(brought: Brought, situation: Situation, policy: PolicyView) -> int | None:
    """Only of a PIN that was typed for us to compare: what a card's reader found it has told already."""
    proof = brought.proof
    if not isinstance(proof, PinCodeProofBody | CardPinProofBody) or proof.pin is None:
        return None
    return pins.wait_s(situation.failed_at, brought.asked.received_at, policy) or None


def _proof(
    resources: Resources,
    subject: Subject,
    brought: Brought,
    situation: Situation,
    seen: Seen | None,
    policy: PolicyView,
) -> PersonProof:
    match brought.proof:
        case Photo() as photo:
            return faces.measured(resources, subject, situation, photo, seen, policy, brought.asked.received_at)
        case PinCodeProofBody() as pin:
            return PinProof(
                is_right=identity.is_pin_right(
                    resources, device_id=subject.device_id, pin=pin.pin, pin_hash=situation.pin_hash
                )
            )
        case CardPinProofBody() as card:
            return assertions.card_proof(resources, subject, card, brought.asked, situation, policy)
        case ECardProofBody() as e_card:
            issuer = resources.e_card_issuer
            return assertions.platform_proof(
                ProofKind.E_CARD, issuer, e_card.assertion, brought.asked, situation, policy
            )


def _code(
    resources: Resources, subject: Subject, brought: Brought, situation: Situation, policy: PolicyView
) -> tuple[Typed, CodeClaim | None]:
    """What became of the classroom code, and the claim that was brought instead of one, if it holds."""
    if brought.has_claim:
        holds = brought.claim is not None and _holds(brought.claim, subject, brought.asked, situation, policy)
        return Typed(state=CodeState.VALID if holds else CodeState.CLAIM_INVALID), brought.claim if holds else None
    if brought.typed_code is None:
        return NOT_TYPED, None
    now, used = brought.asked.received_at, situation.used_code_windows
    found = Screen(resources.code_key, brought.asked.session_id, policy)
    # What was typed then is held against the code of then: guesses of today say nothing about it.
    if brought.asked.is_offline:
        return typed_then(found, brought.typed_code, brought.asked.captured_at, used=used), None
    return typed(found, brought.typed_code, now, used=used, wrong_before=situation.wrong_codes), None


def _or_beacon(code: Typed, brought: Brought, situation: Situation, policy: PolicyView) -> Typed:
    """Where no code of then holds, a beacon seen in the room counts in its place, and like a code once."""
    shown, asked = brought.beacon, brought.asked
    if shown is None or code.state is CodeState.VALID or shown.window in situation.used_code_windows:
        return code
    keys, made_at = situation.beacon_keys, asked.captured_at
    if not beacon.brackets(shown, session_id=asked.session_id, keys=keys, made_at=made_at, policy=policy):
        return code
    age_ms = max(0, round((made_at - shown.begins_at).total_seconds() * 1000))
    return Typed(state=CodeState.VALID, use=CodeUse(window=shown.window, source=CodeSource.BEACON, age_ms=age_ms))


def _is_at_terminal(subject: Subject, situation: Situation) -> bool:
    """A terminal speaks for the door it stands at, not for the institution's other sites.

    Of a class that is held away it speaks as long as it went along: left at the door it reads cards where nobody is.
    """
    if subject.kind is not SubjectKind.TERMINAL or situation.terminal_site_id != situation.session.site_id:
        return False
    return situation.moving is None or situation.moving.went_with(subject.subject_id)


def fence_facts(situation: Situation) -> dict[str, Any]:
    """How a moving fence is borne out; one that a device of the site has carried along needs nobody to do so."""
    moving = situation.moving
    if moving is None:
        return {}
    return {"fence_by_device": moving.by_device, "fence_others": None if moving.by_device else moving.others}


def _holds(claim: CodeClaim, subject: Subject, asked: Asked, situation: Situation, policy: PolicyView) -> bool:
    """The person's own claim for this session, young enough and not used up."""
    is_own = claim.is_of(
        trainee_id=situation.trainee.trainee_id, device_id=subject.device_id, session_id=asked.session_id
    )
    if asked.is_offline:
        is_young = offline.is_claim_of_then(claim.claimed_at, made_at=asked.captured_at, policy=policy)
    else:
        life = timedelta(seconds=policy.value("classroom_code.claim_s").integer)
        is_young = asked.received_at - claim.claimed_at <= life
    return is_own and is_young and not situation.is_claim_used


def _photo_kept_until(situation: Situation, policy: PolicyView, now: datetime) -> datetime | None:
    """Nobody's photo is kept unless the policy says for how long and the person has consented to that itself."""
    days = policy.value("face.evidence_photo_days").integer
    return now + timedelta(days=days) if days > 0 and situation.face.may_keep_photo else None
