"""Parts of the check-in's read about a face, and the statements that keep and delete evidence photos."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)

from checkin_service.checkin.model.attempts import FaceSituation
from checkin_service.checkin.tables import evidence_photo
from checkin_service.identity.model import FaceTries, Purpose
from checkin_service.identity.tables import (
    consent,
    face_photo,
    face_reference,
    face_tries,
    liveness_answer,
    liveness_challenge,
)
from checkin_service.kit.database import UnitOfWork, fragment
from checkin_service.kit.questions import alike, matches
from checkin_service.timetable.tables import registration

_FINGERPRINTS_COMPARED = 16
_trainee = registration.c.trainee_id
_references = select(face_reference.c.sealed).where(face_reference.c.trainee_id == _trainee)
_latest_sealed = _references.order_by(face_reference.c.ordinal.desc()).limit(1)
_latest_ordinal = _references.with_only_columns(func.max(face_reference.c.ordinal))
_latest_fingerprints = (
    select(face_photo.c.fingerprint_sealed)
    .where(face_photo.c.trainee_id == _trainee, face_photo.c.fingerprint_sealed.is_not(None))
    .order_by(face_photo.c.seen_at.desc())
    .limit(_FINGERPRINTS_COMPARED)
)
_may_keep_photo = (
    select(consent.c.given)
    .where(consent.c.trainee_id == _trainee, consent.c.purpose == Purpose.FACE_PHOTO.value)
    .order_by(consent.c.ordinal.desc())
    .limit(1)
)
_was_seen = exists().where(face_photo.c.trainee_id == _trainee, matches(face_photo, "photo_hash"))

WITHOUT_FACE = FaceSituation(
    sealed_reference=None,
    ordinal=0,
    was_seen=False,
    may_keep_photo=False,
    sealed_fingerprints=(),
    tries=FaceTries(),
    challenge=None,
)
"""Of an attempt that brings no photo."""


def with_face(situation: Select[Any]) -> Select[Any]:
    """The one read of an attempt that brings a photo, ending in a `FaceSituation`; others do not pay for it."""
    return (
        situation.add_columns(
            _latest_sealed.scalar_subquery().label("sealed_reference"),
            func.coalesce(_latest_ordinal.scalar_subquery(), 0).label("ordinal"),
            _was_seen.label("was_seen"),
            func.coalesce(_may_keep_photo.scalar_subquery(), False).label("may_keep_photo"),
            func.array(_latest_fingerprints.scalar_subquery()).label("sealed_fingerprints"),
            func.coalesce(face_tries.c.failures, 0).label("failures"),
            face_tries.c.last_failed_at,
            func.coalesce(face_tries.c.version, 0).label("version"),
            liveness_challenge.c.device_id,
            liveness_challenge.c.session_id,
            liveness_answer.c.label,
            liveness_answer.c.same_person,
            liveness_answer.c.answered_at,
            liveness_answer.c.attempt_id,
        )
        .outerjoin(face_tries, face_tries.c.trainee_id == _trainee)
        .outerjoin(
            liveness_answer,
            and_(liveness_answer.c.trainee_id == _trainee, matches(liveness_answer, "challenge_id")),
        )
        .outerjoin(liveness_challenge, alike(liveness_challenge, liveness_answer, "trainee_id", "challenge_id"))
    )


@fragment(insert(evidence_photo))
def add_photo(unit: UnitOfWork, *, trainee_id: UUID, attempt_id: UUID, sealed: bytes, kept_until: datetime) -> None: ...


@fragment(delete(evidence_photo).where(evidence_photo.c.kept_until <= bindparam("now", type_=DateTime(timezone=True))))
def purge_photos(unit: UnitOfWork, *, now: datetime) -> None: ...
