"""Another reference in the place of one that exists: the person asks, an authority decides, both are logged."""

import asyncio
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.schemas import (
    FaceChangeAnswer,
    FaceChangeDecision,
    FaceChangeDecisionAnswer,
    NewFaceChange,
)
from checkin_service.identity.service import face_traces
from checkin_service.identity.service.faces import REFERENCE, look_at, require_room
from checkin_service.identity.store import face_traces as traces
from checkin_service.identity.store import faces
from checkin_service.identity.store.faces import SealedChange
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_NOTHING_TO_CHANGE = Words("尚未登记人脸，请直接登记。", "No face has been enrolled; enrol it, nothing has to change.")
_ASKED = Words("已有一项更换申请待审批。", "A change you asked for waits for a decision.")


@once_per("change_id")
async def ask_for_change(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewFaceChange
) -> FaceChangeAnswer:
    """Take new photos for a reference that takes effect once an authority has approved it."""
    facts = await require_room(resources, subject.subject_id)
    if not facts.ordinal:
        raise Problem(ProblemKind.STATE_CONFLICT, _NOTHING_TO_CHANGE)
    if facts.has_open_change:
        raise Problem(ProblemKind.STATE_CONFLICT, _ASKED)
    reference, photos = await look_at(resources, body.photos)
    now, trainee_id = resources.clock.now(), subject.subject_id

    def add() -> None:
        change = SealedChange(
            trainee_id=trainee_id,
            change_id=body.change_id,
            class_id=body.class_id,
            reason=body.reason,
            sealed=resources.sealer.seal(trainee_id, REFERENCE, reference.to_bytes()),
            engine=reference.engine,
            model_hash=reference.model_hash,
            path_version=reference.path_version,
            photos=reference.photos,
            asked_at=now,
        )
        faces.add_change(unit, change)
        for photo in photos:
            face_traces.remember_photo(resources, unit, trainee_id, photo, at=now)

    # A destroyed key is made anew, which is written to disk; the event loop does not wait for the disk.
    await asyncio.to_thread(add)
    audit.record(unit, subject, Permission.FACE_ENROL, body.change_id, at=now)
    return FaceChangeAnswer(change_id=body.change_id, class_id=body.class_id, photos=reference.photos, asked_at=now)


@once_per("request_id", operation="face-change")
async def decide_change(
    unit: UnitOfWork, resources: Resources, subject: Subject, change_id: UUID, body: FaceChangeDecision
) -> FaceChangeDecisionAnswer:
    """The authority's word: an approved reference counts at once, and the row of failed tries begins anew."""
    found = existing(await faces.open_change(resources.database, body.trainee_id, change_id))
    change, ordinal = found
    now = resources.clock.now()
    if body.approved:
        faces.add_reference(unit, change.as_reference(ordinal=ordinal + 1, at=now))
        traces.release(unit, change.trainee_id)
    faces.decide_change(unit, change, approved=body.approved, reason=body.reason, decided_by=subject.subject_id, at=now)
    audit.record(
        unit,
        subject,
        Permission.FACE_CHANGE_DECIDE,
        change_id,
        at=now,
        detail={"trainee": str(change.trainee_id), "approved": body.approved},
    )
    return FaceChangeDecisionAnswer(change_id=change_id, approved=body.approved, decided_at=now)


def release_face(unit: UnitOfWork, trainee_id: UUID) -> None:
    """Somebody has helped: the row of failed tries begins anew."""
    traces.release(unit, trainee_id)
