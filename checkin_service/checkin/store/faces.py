"""What the one read of the hot path asks about a face; photos kept for reviewers, faces searched, changes waiting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    LargeBinary,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.checkin.model import FaceSituation
from checkin_service.checkin.tables import attempt, evidence_photo, face_search
from checkin_service.identity.model import AnsweredChallenge, FaceTries, Purpose
from checkin_service.identity.tables import (
    consent,
    face_change,
    face_photo,
    face_reference,
    face_tries,
    liveness_answer,
    liveness_challenge,
)
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.timetable.tables import registration, training_class

# Part of the one read ----------------------------------------------------------------------------------------------

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
_was_seen = exists().where(
    face_photo.c.trainee_id == _trainee, face_photo.c.photo_hash == bindparam("photo_hash", type_=LargeBinary)
)


def with_face(situation: Select[Any]) -> Select[Any]:
    """The one read of an attempt that brings a photo; attempts without one do not pay for this."""
    return (
        situation.add_columns(
            _latest_sealed.scalar_subquery().label("face_sealed"),
            func.coalesce(_latest_ordinal.scalar_subquery(), 0).label("face_ordinal"),
            func.array(_latest_fingerprints.scalar_subquery()).label("face_fingerprints"),
            _was_seen.label("face_was_seen"),
            func.coalesce(_may_keep_photo.scalar_subquery(), False).label("face_may_keep_photo"),
            func.coalesce(face_tries.c.failures, 0).label("face_failures"),
            face_tries.c.last_failed_at.label("face_last_failed_at"),
            func.coalesce(face_tries.c.version, 0).label("face_tries_version"),
            liveness_challenge.c.device_id.label("challenge_device_id"),
            liveness_challenge.c.session_id.label("challenge_session_id"),
            liveness_answer.c.label.label("challenge_label"),
            liveness_answer.c.same_person.label("challenge_same_person"),
            liveness_answer.c.answered_at.label("challenge_answered_at"),
            liveness_answer.c.attempt_id.label("challenge_attempt_id"),
        )
        .outerjoin(face_tries, face_tries.c.trainee_id == _trainee)
        .outerjoin(
            liveness_answer,
            and_(
                liveness_answer.c.trainee_id == _trainee,
                liveness_answer.c.challenge_id == bindparam("challenge_id", type_=Uuid),
            ),
        )
        .outerjoin(
            liveness_challenge,
            and_(
                liveness_challenge.c.trainee_id == liveness_answer.c.trainee_id,
                liveness_challenge.c.challenge_id == liveness_answer.c.challenge_id,
            ),
        )
    )


def face_situation(row: Row) -> FaceSituation:
    """The part of the row that `with_face` asked for."""
    return FaceSituation(
        sealed_reference=row.face_sealed,
        ordinal=row.face_ordinal,
        was_seen=row.face_was_seen,
        may_keep_photo=row.face_may_keep_photo,
        sealed_fingerprints=tuple(row.face_fingerprints),
        tries=FaceTries(
            failures=row.face_failures, last_failed_at=row.face_last_failed_at, version=row.face_tries_version
        ),
        challenge=_challenge(row),
    )


def _challenge(row: Row) -> AnsweredChallenge | None:
    if row.challenge_label is None:
        return None
    return AnsweredChallenge(
        device_id=row.challenge_device_id,
        session_id=row.challenge_session_id,
        label=row.challenge_label,
        same_person=row.challenge_same_person,
        answered_at=row.challenge_answered_at,
        attempt_id=row.challenge_attempt_id,
    )


# Photos kept for a while -------------------------------------------------------------------------------------------

_ADD_PHOTO = Fragment(
    Statement(insert(evidence_photo).values({each.name: bindparam(each.name) for each in evidence_photo.c}))
)
_PHOTO = Statement(
    select(attempt.c.class_id, evidence_photo.c.sealed)
    .join(
        attempt,
        and_(attempt.c.trainee_id == evidence_photo.c.trainee_id, attempt.c.attempt_id == evidence_photo.c.attempt_id),
    )
    .where(
        evidence_photo.c.trainee_id == bindparam("of_trainee", type_=Uuid),
        evidence_photo.c.attempt_id == bindparam("of_attempt", type_=Uuid),
        evidence_photo.c.kept_until > bindparam("now", type_=DateTime(timezone=True)),
    )
)
_PURGE_PHOTOS = Fragment(
    Statement(
        delete(evidence_photo).where(evidence_photo.c.kept_until <= bindparam("now", type_=DateTime(timezone=True)))
    )
)


def add_photo(unit: UnitOfWork, *, trainee_id: UUID, attempt_id: UUID, sealed: bytes, kept_until: datetime) -> None:
    unit.add(_ADD_PHOTO, trainee_id=trainee_id, attempt_id=attempt_id, sealed=sealed, kept_until=kept_until)


async def kept_photo(
    database: Database, *, trainee_id: UUID, attempt_id: UUID, now: datetime
) -> tuple[UUID, bytes] | None:
    """The sealed photo of an attempt and the class it belongs to, until its time is over."""
    row = await database.read_one(_PHOTO, of_trainee=trainee_id, of_attempt=attempt_id, now=now)
    return None if row is None else (row.class_id, bytes(row.sealed))


def purge_photos(unit: UnitOfWork, *, now: datetime) -> None:
    unit.add(_PURGE_PHOTOS, now=now)


# An authority's desk -----------------------------------------------------------------------------------------------

_of_authority = training_class.c.supervising_authority == bindparam("authority_code", type_=Text)
_OPEN_CHANGES = Statement(
    select(
        face_change.c.trainee_id,
        face_change.c.change_id,
        face_change.c.class_id,
        face_change.c.reason,
        face_change.c.photos,
        face_change.c.asked_at,
    )
    .join(training_class, training_class.c.class_id == face_change.c.class_id)
    .where(_of_authority, face_change.c.sealed != b"", face_change.c.change_id > bindparam("after", type_=Uuid))
    .order_by(face_change.c.change_id)
    .limit(bindparam("count", type_=Integer))
)
_IS_THEIRS = Statement(
    select(func.count().label("classes"))
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(registration.c.trainee_id == bindparam("of_trainee", type_=Uuid), _of_authority)
)
_IS_THEIR_CHANGE = Statement(
    select(func.count().label("changes"))
    .select_from(face_change)
    .join(training_class, training_class.c.class_id == face_change.c.class_id)
    .where(
        face_change.c.trainee_id == bindparam("of_trainee", type_=Uuid),
        face_change.c.change_id == bindparam("of_change", type_=Uuid),
        _of_authority,
    )
)
_IS_REGISTERED = Statement(
    select(
        exists()
        .where(
            registration.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            registration.c.class_id == bindparam("of_class", type_=Uuid),
        )
        .label("found")
    )
)
_PEOPLE_OF_INSTITUTION = Statement(
    select(registration.c.trainee_id)
    .distinct()
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(training_class.c.institution_id == bindparam("of_institution", type_=Uuid), _of_authority)
    .limit(bindparam("count", type_=Integer))
)
_ADD_SEARCH = Fragment(
    Statement(
        insert(face_search).values(
            {each.name: bindparam(each.name, type_=JSONB if each.name == "pairs" else None) for each in face_search.c}
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChange:
    """A change of reference that waits for the authority."""

    trainee_id: UUID
    change_id: UUID
    class_id: UUID
    reason: str
    photos: int
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSearch:
    """A search for one face enrolled for two people, and what it found."""

    authority_code: str
    search_id: UUID
    institution_id: UUID
    searched_by: UUID
    searched_at: datetime
    reason: str
    people: int
    left_out: int
    pairs: list[dict[str, Any]]


async def open_changes(database: Database, *, authority_code: str, after: UUID, count: int) -> list[OpenChange]:
    """Changes that trainees of the authority's classes ask for, oldest first."""
    rows = await database.read(_OPEN_CHANGES, authority_code=authority_code, after=after, count=count)
    return [OpenChange(**row._asdict()) for row in rows]


async def is_theirs(database: Database, trainee_id: UUID, *, authority_code: str) -> bool:
    """Whether the trainee is registered in a class that the authority supervises."""
    (row,) = await database.read(_IS_THEIRS, of_trainee=trainee_id, authority_code=authority_code)
    return bool(row.classes)


async def is_their_change(database: Database, trainee_id: UUID, change_id: UUID, *, authority_code: str) -> bool:
    """Whether the change was asked for in a class that the authority supervises."""
    (row,) = await database.read(
        _IS_THEIR_CHANGE, of_trainee=trainee_id, of_change=change_id, authority_code=authority_code
    )
    return bool(row.changes)


async def is_registered(database: Database, trainee_id: UUID, class_id: UUID) -> bool:
    (row,) = await database.read(_IS_REGISTERED, of_trainee=trainee_id, of_class=class_id)
    return bool(row.found)


async def people_of_institution(
    database: Database, institution_id: UUID, *, authority_code: str, count: int
) -> list[UUID]:
    """Who is or was registered in the institution's classes, as far as this authority supervises them."""
    rows = await database.read(
        _PEOPLE_OF_INSTITUTION, of_institution=institution_id, authority_code=authority_code, count=count
    )
    return [row.trainee_id for row in rows]


def add_search(unit: UnitOfWork, search: FaceSearch) -> None:
    unit.add(_ADD_SEARCH, **{each.name: getattr(search, each.name) for each in face_search.c})
