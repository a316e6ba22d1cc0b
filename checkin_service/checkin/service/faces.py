"""Measuring a face: the photo is computed once, in the pool; what it means is asked at every look at the facts."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from biometrics import Decision as Comparison
from biometrics import (
    Embedding,
    ImageReason,
    LivenessEvidence,
    OtherVersion,
    Reference,
    Refusal,
    differing_bits,
    without_metadata,
)
from biometrics.worker import EmbedResult, embed_photo, embed_photos
from checkin_service.access.model import Subject
from checkin_service.checkin.model.attempts import Evidence, FaceProof, FaceSituation, Situation
from checkin_service.checkin.model.cases import FaceQuestion
from checkin_service.checkin.store import faces as face_store
from checkin_service.identity import service as identity
from checkin_service.identity.model import FacePhoto
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

NO_PAD, PASSED, FAILED = (label.value for label in LivenessEvidence)
EVIDENCE_PHOTO = Purpose(Realm.FACE, "evidence-photo")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Photo:
    """The photo of an attempt, on its way through; it never prints."""

    data: bytes
    photo_hash: bytes
    attempt_id: UUID
    session_id: UUID
    challenge_id: UUID | None
    is_proof: bool
    """Sent to show who it is; otherwise to renew a reference beside another proof."""

    def question(self) -> FaceQuestion:
        return FaceQuestion(photo_hash=self.photo_hash, challenge_id=self.challenge_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the engine saw in the photo."""

    outcome: Embedding | Refusal
    fingerprint: int | None


@dataclass(frozen=True, slots=True)
class Renewal:
    """What becomes of a photo sent to renew a reference, if one was, and the new reference where it does."""

    became: str | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Trail:
    """What keeping an attempt with a photo has to write besides."""

    photo: Photo
    seen: Seen
    kept_until: datetime | None = None
    """How long the photo itself is kept; not at all by default."""
    renewal: Reference | None = None
    """The new reference, should the attempt be accepted."""


def photo_in(
    resources: Resources,
    text: str,
    *,
    attempt_id: UUID,
    session_id: UUID,
    challenge_id: UUID | None = None,
    is_proof: bool = True,
) -> Photo:
    """The photo that an attempt brings in base64, whether as its proof or to renew a reference."""
    data = _decoded(text)
    return Photo(
        data=data,
        photo_hash=identity.photo_hash(resources, data),
        attempt_id=attempt_id,
        session_id=session_id,
        challenge_id=challenge_id,
        is_proof=is_proof,
    )


def is_worth_a_look(resources: Resources, situation: Situation, photo: Photo, now: datetime) -> bool:
    """Whether there is something to compare with; after failures in a row the person waits, or others have to help."""
    tries = situation.face.tries
    # A stopped face is not computed: it would cost a core and give whoever guesses one more try.
    if photo.is_proof and identity.is_face_stopped(tries, now):
        return False
    if photo.is_proof:
        identity.require_patience(tries, now)
    return _reference(resources, situation) is not None


async def compute_photo(resources: Resources, photo: Photo) -> Seen:
    """Compute the photo in the bounded pool; a file that is no photo ends the request."""
    # A proof is compared with a reference; what renews one is held to the stricter quality of an enrolment.
    if photo.is_proof:
        result: EmbedResult = await resources.faces.run_together(embed_photos, photo.data)
    else:
        result = await resources.faces.run(partial(embed_photo, photo.data, for_enrolment=True))
    if isinstance(result.outcome, ImageReason):
        advice = Words(result.outcome.advice("zh"), result.outcome.advice("en"))
        raise Problem(ProblemKind.MALFORMED, advice, fields={"reason": result.outcome.value})
    return Seen(outcome=result.outcome, fingerprint=result.fingerprint)


def measured(
    resources: Resources,
    subject: Subject,
    situation: Situation,
    photo: Photo,
    seen: Seen | None,
    policy: PolicyView,
    now: datetime,
) -> FaceProof:
    """The photo beside what is known: reference, challenge, photos seen before."""
    label, fault = _liveness(subject, photo, situation.face, policy, now)
    return FaceProof(
        **_result(resources, situation, seen, now),
        liveness=label,
        liveness_fault=fault,
        was_seen=situation.face.was_seen,
        differing_bits=_nearest(resources, situation, seen),
    )


def renewal_by(resources: Resources, situation: Situation, photo: Photo | None, seen: Seen | None) -> Renewal:
    """What becomes of a photo that was sent to renew a reference.

    Only a readable reference of another version is renewed: the way must not lead past an authority's approval to
    another person's face.
    """
    if photo is None or photo.is_proof:
        return Renewal()
    known = _reference(resources, situation)
    if known is None or seen is None:
        return Renewal("no_reference")
    if isinstance(seen.outcome, Refusal):
        return Renewal(str(seen.outcome.reason))
    if known.version == seen.outcome.version:
        return Renewal("not_needed")
    return Renewal("renewed", Reference.of(seen.outcome))


def trail_of(photo: Photo | None, seen: Seen | None, renewal: Renewal, *, kept_until: datetime | None) -> Trail | None:
    """What a photo may leave behind: as a proof a trace and perhaps itself, otherwise the reference it renews."""
    if photo is None or seen is None or not (photo.is_proof or renewal.reference):
        return None
    kept_until = kept_until if photo.is_proof else None
    return Trail(photo=photo, seen=seen, renewal=renewal.reference, kept_until=kept_until)


def add_trail(
    resources: Resources, unit: UnitOfWork, situation: Situation, trail: Trail, *, evidence: Evidence, accepted: bool
) -> None:
    """Add to the attempt's write what its photo leaves behind; the photo itself only where that was decided.

    Only an accepted attempt renews a reference; a photo sent for nothing else leaves nothing otherwise.
    """
    if not (trail.photo.is_proof or accepted):
        return
    face, trainee_id, at = situation.face, situation.trainee.trainee_id, evidence.received_at
    # Remembered whatever became of the attempt: sent once more, it shows as a replay.
    if not face.was_seen:
        trace = FacePhoto(photo_hash=trail.photo.photo_hash, fingerprint=trail.seen.fingerprint)
        identity.remember_photo(resources, unit, trainee_id, trace, at=at, must_be_new=True)
    if isinstance(evidence.proof, FaceProof):
        _count_try(unit, situation, trail, evidence.proof, at=at)
    if trail.renewal is not None:
        identity.renew_reference(resources, unit, trainee_id, trail.renewal, ordinal=face.ordinal + 1, at=at)
    if trail.kept_until is not None:
        sealed = resources.sealer.seal(trainee_id, EVIDENCE_PHOTO, without_metadata(trail.photo.data))
        face_store.add_photo(
            unit,
            trainee_id=trainee_id,
            attempt_id=trail.photo.attempt_id,
            sealed=sealed,
            kept_until=trail.kept_until,
        )


def _count_try(unit: UnitOfWork, situation: Situation, trail: Trail, proof: FaceProof, *, at: datetime) -> None:
    trainee_id = situation.trainee.trainee_id
    if proof.result in set(Comparison):
        identity.count_face_try(unit, trainee_id, situation.face.tries, decision=proof.result, at=at)
    if proof.liveness != NO_PAD and trail.photo.challenge_id is not None:
        identity.use_answer(unit, trainee_id, trail.photo.challenge_id, attempt_id=trail.photo.attempt_id)


def _result(resources: Resources, situation: Situation, seen: Seen | None, now: datetime) -> dict[str, Any]:
    if identity.is_face_stopped(situation.face.tries, now):
        return {"result": "stopped"}
    if seen is None:
        return {"result": "no_reference"}
    if isinstance(seen.outcome, Refusal):
        return {"result": str(seen.outcome.reason), "measured": seen.outcome.measured}
    reference = _reference(resources, situation)
    if reference is None:
        return {"result": "no_reference"}
    try:
        comparison = identity.compared(resources, reference, seen.outcome)
    except OtherVersion:
        return {"result": "other_version"}
    return {
        "result": comparison.decision.value,
        "distance": round(comparison.distance, 4),
        "match_at_most": comparison.thresholds.match,
        "assurance": comparison.assurance.value,
    }


def _liveness(
    subject: Subject, photo: Photo, face: FaceSituation, policy: PolicyView, now: datetime
) -> tuple[str, str | None]:
    """The label of the evidence, and why a challenge that was named does not count or did not help."""
    challenge = face.challenge
    if challenge is None:
        return NO_PAD, None if photo.challenge_id is None else "unknown"
    serves_for = timedelta(seconds=policy.value("face.challenge_valid_s").integer)
    obstacles = {
        "used": challenge.attempt_id is not None,
        "other_device": challenge.device_id != subject.device_id,
        "other_session": challenge.session_id != photo.session_id,
        "too_old": now > challenge.answered_at + serves_for,
    }
    fault = next((name for name, stands in obstacles.items() if stands), None)
    if fault is not None:
        return NO_PAD, fault
    if challenge.label == PASSED and challenge.same_person != Comparison.MATCH:
        # Somebody turned the head as asked; that it was this person is not shown.
        return FAILED, "other_person"
    return challenge.label, None


def _nearest(resources: Resources, situation: Situation, seen: Seen | None) -> int | None:
    """Bits by which the picture differs from the most similar of the latest ones."""
    if seen is None or seen.fingerprint is None:
        return None
    # No hand holds a phone twice alike: a picture nearly like an earlier one was made from it.
    before = identity.opened_fingerprints(resources, situation.trainee.trainee_id, situation.face.sealed_fingerprints)
    return min((differing_bits(seen.fingerprint, each) for each in before), default=None)


def _reference(resources: Resources, situation: Situation) -> Reference | None:
    return identity.opened_reference(resources, situation.trainee.trainee_id, situation.face.sealed_reference)


def _decoded(photo: str) -> bytes:
    try:
        return base64.b64decode(photo, validate=True)
    except (binascii.Error, ValueError):
        raise Problem(ProblemKind.MALFORMED, Words("照片须为 base64 编码。", "The photo must be base64.")) from None
