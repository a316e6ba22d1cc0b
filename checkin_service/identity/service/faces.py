"""Faces: photos become one sealed vector and are gone; what the check-in needs to compare with it."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from biometrics import (
    Comparison,
    Decision,
    Embedding,
    OtherVersion,
    Reference,
    Refusal,
    Thresholds,
    Version,
    compare,
    thresholds_for,
)
from biometrics.worker import EmbedResult, embed_photos
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.model import FacePhoto, Origin
from checkin_service.identity.rules import people as rules
from checkin_service.identity.schemas import FaceReferenceAnswer, NewFaceReference
from checkin_service.identity.service import face_traces
from checkin_service.identity.service.metrics import FACE_PEOPLE
from checkin_service.identity.store import faces
from checkin_service.identity.store.faces import FaceFacts, SealedReference
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words

REFERENCE = Purpose(Realm.FACE, "reference")

_log = structlog.get_logger("checkin_service.identity")

_ENROLLED = Words(
    "已登记过人脸；更换须提出申请，由人社部门同意。",
    "A face has been enrolled before; ask for a change, which an authority approves.",
)
_DIFFERENT_PEOPLE = Words("几张照片似乎不是同一个人。", "The photos do not seem to show the same person.")


@once_per("reference_id")
async def enrol_face(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewFaceReference
) -> FaceReferenceAnswer:
    """Enrol from one to three photos, once; with no consent nothing is computed and nothing stored."""
    facts = await require_room(resources, subject.subject_id)
    if facts.ordinal:
        raise Problem(ProblemKind.STATE_CONFLICT, _ENROLLED)
    reference, photos = await look_at(resources, body.photos)
    return await _enrol(resources, unit, subject, body, reference, photos)


async def require_room(resources: Resources, trainee_id: UUID) -> FaceFacts:
    """The facts of somebody whose face may be stored: consent given, and the operator's duties met."""
    facts = await faces.face_facts(resources.database, trainee_id)
    if not facts.has_consent:
        raise Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "face"})
    tell_people(resources, facts.people)
    obstacle = rules.obstacle_to_storing(facts.people, resources.face_duties)
    if obstacle is not None:
        raise unfit(obstacle)
    return facts


def tell_people(resources: Resources, people: int) -> None:
    """Keep the count of stored faces visible, and raise the alarm before the law's limit is reached."""
    FACE_PEOPLE.set(people)
    if people >= resources.face_duties.alarm_at_people:
        _log.warning("face_people_alarm", people=people, filing_needed_at=resources.face_duties.most_people)


async def people_with_faces(resources: Resources) -> int:
    return await faces.people_stored(resources.database)


async def look_at(resources: Resources, photos: Sequence[bytes]) -> tuple[Reference, list[FacePhoto]]:
    """The reference that enrolment photos of one person make, and what is remembered of each photo."""
    results = await resources.faces.run(partial(embed_photos, photos, for_enrolment=True))
    embeddings = [_embedding(number, result) for number, result in enumerate(results, start=1)]
    reference = _averaged(embeddings)
    if any(compared(resources, embeddings[0], other).decision is Decision.NO_MATCH for other in embeddings[1:]):
        raise unfit(_DIFFERENT_PEOPLE)
    seen = {
        face_traces.photo_hash(resources, photo): result.fingerprint
        for photo, result in zip(photos, results, strict=True)
    }
    return reference, [FacePhoto(photo_hash=each, fingerprint=fingerprint) for each, fingerprint in seen.items()]


def sealed_reference(
    resources: Resources, trainee_id: UUID, reference: Reference, *, ordinal: int, origin: Origin, at: datetime
) -> SealedReference:
    return SealedReference(
        trainee_id=trainee_id,
        ordinal=ordinal,
        sealed=resources.sealer.seal(trainee_id, REFERENCE, reference.to_bytes()),
        engine=reference.engine,
        model_hash=reference.model_hash,
        path_version=reference.path_version,
        photos=reference.photos,
        enrolled_at=at,
        origin=origin,
    )


def renew_reference(
    resources: Resources, unit: UnitOfWork, trainee_id: UUID, reference: Reference, *, ordinal: int, at: datetime
) -> None:
    """Add a reference of the present engine after one of another; who it is was shown by another proof."""
    renewed = sealed_reference(resources, trainee_id, reference, ordinal=ordinal, origin=Origin.RENEWAL, at=at)
    faces.add_reference(unit, renewed)


def opened_reference(resources: Resources, trainee_id: UUID, sealed: bytes | None) -> Reference | None:
    """The reference, or `None` when there is none or its key has been destroyed."""
    try:
        return Reference.from_bytes(resources.sealer.open(trainee_id, REFERENCE, sealed)) if sealed else None
    except SealBroken:
        return None


async def latest_references(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, Reference]:
    """The references of these people; whoever has none that can be opened is left out."""
    sealed = await faces.latest_references(resources.database, trainee_ids)

    def opened() -> dict[UUID, Reference]:
        found = {trainee_id: opened_reference(resources, trainee_id, each) for trainee_id, each in sealed.items()}
        return {trainee_id: reference for trainee_id, reference in found.items() if reference is not None}

    return await asyncio.to_thread(opened)


def compared(resources: Resources, reference: Reference | Embedding, probe: Embedding) -> Comparison:
    """The comparison at the operator's thresholds where there are any; raises `OtherVersion`."""
    return compare(reference, probe, thresholds_at(resources, probe.version))


def thresholds_at(resources: Resources, version: Version) -> Thresholds:
    return resources.face_thresholds.get((version.engine, version.path_version)) or thresholds_for(version)


async def _enrol(
    resources: Resources,
    unit: UnitOfWork,
    subject: Subject,
    body: NewFaceReference,
    reference: Reference,
    photos: Iterable[FacePhoto],
) -> FaceReferenceAnswer:
    now, trainee_id = resources.clock.now(), subject.subject_id

    def add() -> None:
        added = sealed_reference(resources, trainee_id, reference, ordinal=1, origin=Origin.ENROLMENT, at=now)
        faces.add_reference(unit, added)
        for photo in photos:
            face_traces.remember_photo(resources, unit, trainee_id, photo, at=now)

    # A person's first key is written to disk and made durable; the event loop does not wait for the disk.
    await asyncio.to_thread(add)
    audit.record(unit, subject, Permission.FACE_ENROL, body.reference_id, at=now)
    return FaceReferenceAnswer(
        reference_id=body.reference_id,
        engine=reference.engine,
        path_version=reference.path_version,
        photos=reference.photos,
        assurance=thresholds_at(resources, reference.version).assurance,
        enrolled_at=now,
    )


def _averaged(embeddings: Sequence[Embedding]) -> Reference:
    try:
        return Reference.of(*embeddings)
    except OtherVersion as error:
        # Two workers of different versions: a deployment in progress, over in a moment.
        raise Problem(ProblemKind.BUSY, retry_after_s=5) from error


def _embedding(number: int, result: EmbedResult) -> Embedding:
    """The photo's vector, or why there is none and what to do about it."""
    outcome = result.outcome
    if isinstance(outcome, Embedding):
        return outcome
    advice = Words(outcome.advice("zh"), outcome.advice("en"))
    if isinstance(outcome, Refusal):
        raise unfit(advice, photo=number, reason=outcome.reason.value)
    raise Problem(ProblemKind.MALFORMED, advice, fields={"photo": number, "reason": outcome.value})
