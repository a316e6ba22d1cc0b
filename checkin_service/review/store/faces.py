"""Statements of the authority's face desk: changes waiting, faces searched, photos kept for reviewers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, exists, func, insert, select

from checkin_service.checkin.tables import attempt, evidence_photo, face_search
from checkin_service.identity.tables import face_change
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import registration, training_class


class _KeptPhoto(NamedTuple):
    class_id: UUID
    sealed: bytes


_PHOTO = Statement(
    select(attempt.c.class_id, evidence_photo.c.sealed)
    .join(attempt, alike(attempt, evidence_photo, "trainee_id", "attempt_id"))
    .where(
        evidence_photo.c.trainee_id == bindparam("of_trainee", type_=Uuid),
        evidence_photo.c.attempt_id == bindparam("of_attempt", type_=Uuid),
        evidence_photo.c.kept_until > bindparam("now", type_=DateTime(timezone=True)),
    ),
    _KeptPhoto,
)
_of_authority = training_class.c.supervising_authority == bindparam("authority_code", type_=Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChange:
    """A change of reference that waits for the authority."""

    trainee_id: UUID
    change_id: UUID
    class_id: UUID
    reason: str
    photos: int
    asked_at: datetime


_IS_THEIRS = Statement(
    select(func.count().label("classes"))
    .select_from(registration)
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(registration.c.trainee_id == bindparam("of_trainee", type_=Uuid), _of_authority),
    int,
)
_IS_THEIR_CHANGE = Statement(
    select(func.count().label("changes"))
    .select_from(face_change)
    .join(training_class, training_class.c.class_id == face_change.c.class_id)
    .where(
        face_change.c.trainee_id == bindparam("of_trainee", type_=Uuid),
        face_change.c.change_id == bindparam("of_change", type_=Uuid),
        _of_authority,
    ),
    int,
)
_IS_REGISTERED = Statement(
    select(
        exists()
        .where(
            registration.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            registration.c.class_id == bindparam("of_class", type_=Uuid),
        )
        .label("found")
    ),
    bool,
)


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


@question(
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
async def open_changes(database: Database, *, authority_code: str, after: UUID, count: int) -> list[OpenChange]:
    """Changes that trainees of the authority's classes ask for, oldest first."""


async def is_trainee_supervised_by(database: Database, trainee_id: UUID, *, authority_code: str) -> bool:
    """Whether the trainee is registered in a class that the authority supervises."""
    return bool(await database.read_one(_IS_THEIRS, of_trainee=trainee_id, authority_code=authority_code))


async def is_change_supervised_by(
    database: Database, trainee_id: UUID, change_id: UUID, *, authority_code: str
) -> bool:
    """Whether the change was asked for in a class that the authority supervises."""
    return bool(
        await database.read_one(
            _IS_THEIR_CHANGE, of_trainee=trainee_id, of_change=change_id, authority_code=authority_code
        )
    )


async def is_registered(database: Database, trainee_id: UUID, class_id: UUID) -> bool:
    return bool(await database.read_one(_IS_REGISTERED, of_trainee=trainee_id, of_class=class_id))


@question(
    select(registration.c.trainee_id)
    .distinct()
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .where(matches(training_class, "institution_id"), _of_authority)
    .limit(bindparam("count", type_=Integer))
)
async def people_of_institution(
    database: Database, institution_id: UUID, *, authority_code: str, count: int
) -> list[UUID]:
    """Who is or was registered in the institution's classes, as far as this authority supervises them."""


add_search = fragment_of(
    FaceSearch,
    insert(face_search),
)


async def kept_photo(
    database: Database, *, trainee_id: UUID, attempt_id: UUID, now: datetime
) -> tuple[UUID, bytes] | None:
    """The sealed photo of an attempt and the class it belongs to, until its time is over."""
    return await database.read_one(_PHOTO, of_trainee=trainee_id, of_attempt=attempt_id, now=now)
