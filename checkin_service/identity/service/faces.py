"""Face enrolment: photos become one sealed vector and are gone."""

from collections.abc import Sequence
from functools import partial

from biometrics import Decision, Embedding, OtherVersion, Reference, Refusal, compare, thresholds_for
from biometrics.worker import EmbedResult, embed_photos
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import store
from checkin_service.identity.schemas import FaceReferenceAnswer, NewFaceReference
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

SEALED_AS = "face"

_ENROLLED = Words(
    "已注册过人脸；更换须由发券部门办理。",
    "A face has been enrolled before; replacing it goes through the issuing authority.",
)
_DIFFERENT_PEOPLE = Words("几张照片似乎不是同一个人。", "The photos do not seem to show the same person.")


async def enrol_face(resources: Resources, subject: Subject, body: NewFaceReference) -> bytes:
    """Enrol from one to three photos; with no consent nothing is computed and nothing stored."""

    async def act(unit: UnitOfWork) -> FaceReferenceAnswer:
        facts = await store.face_facts(resources.database, subject.subject_id)
        if not facts.has_consent:
            raise Problem(ProblemKind.CONSENT_REQUIRED)
        if facts.has_reference:
            raise Problem(ProblemKind.STATE_CONFLICT, _ENROLLED)
        results = await resources.faces.run(partial(embed_photos, body.photos, for_enrolment=True))
        return _enrol(resources, unit, subject, body, _reference(results))

    return await once(resources.database, caller=subject.tenant, request_id=body.reference_id, body=body, act=act)


def _enrol(
    resources: Resources, unit: UnitOfWork, subject: Subject, body: NewFaceReference, reference: Reference
) -> FaceReferenceAnswer:
    now = resources.clock.now()
    store.add_reference(
        unit,
        store.SealedReference(
            trainee_id=subject.subject_id,
            ordinal=1,
            sealed=resources.sealer.seal(subject.subject_id, SEALED_AS, reference.to_bytes()),
            engine=reference.engine,
            model_hash=reference.model_hash,
            path_version=reference.path_version,
            photos=reference.photos,
            enrolled_at=now,
        ),
    )
    audit.record(unit, subject=subject, action=Permission.FACE_ENROL, object_id=body.reference_id, at=now)
    return FaceReferenceAnswer(
        reference_id=body.reference_id,
        engine=reference.engine,
        path_version=reference.path_version,
        photos=reference.photos,
        assurance=thresholds_for(reference.version).assurance,
        enrolled_at=now,
    )


def _reference(results: Sequence[EmbedResult]) -> Reference:
    embeddings = [_embedding(number, result) for number, result in enumerate(results, start=1)]
    reference = _averaged(embeddings)
    if any(compare(embeddings[0], other).decision is Decision.NO_MATCH for other in embeddings[1:]):
        raise Problem(ProblemKind.RULE_REFUSED, _DIFFERENT_PEOPLE)
    return reference


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
        raise Problem(ProblemKind.RULE_REFUSED, advice, fields={"photo": number, "reason": outcome.reason.value})
    raise Problem(ProblemKind.MALFORMED, advice, fields={"photo": number, "reason": outcome.value})
