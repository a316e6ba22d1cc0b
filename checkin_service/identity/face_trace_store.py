"""Statements about what face comparisons leave behind: failed tries, photos seen before, liveness challenges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from checkin_service.identity.model import FaceTries
from checkin_service.identity.tables import face_photo, face_tries, liveness_answer, liveness_challenge
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)
_AT = bindparam("at", type_=DateTime(timezone=True))
_BEFORE = bindparam("before", type_=DateTime(timezone=True))

# Tries -------------------------------------------------------------------------------------------------------------

_TRIES = Statement(
    select(face_tries.c.failures, face_tries.c.last_failed_at, face_tries.c.version).where(
        face_tries.c.trainee_id == _OF_TRAINEE
    )
)
_IS_SEEN = face_tries.c.version == bindparam("seen_version", type_=Integer)
_FIRST_FAILURE = upsert(face_tries).values(trainee_id=_OF_TRAINEE, failures=1, last_failed_at=_AT, version=1)
_FAILED = Fragment(
    Statement(
        _FIRST_FAILURE.on_conflict_do_update(
            index_elements=[face_tries.c.trainee_id],
            set_={
                "failures": face_tries.c.failures + 1,
                "last_failed_at": _FIRST_FAILURE.excluded.last_failed_at,
                "version": face_tries.c.version + 1,
            },
            where=_IS_SEEN,
        )
    ),
    must_change_one=True,
)
_BEGIN_ANEW = update(face_tries).values(failures=0, version=face_tries.c.version + 1)
_SUCCEEDED = Fragment(
    Statement(_BEGIN_ANEW.where(face_tries.c.trainee_id == _OF_TRAINEE, _IS_SEEN)), must_change_one=True
)
_RELEASED = Fragment(Statement(_BEGIN_ANEW.where(face_tries.c.trainee_id == _OF_TRAINEE)))


async def tries(database: Database, trainee_id: UUID) -> FaceTries:
    row = await database.read_one(_TRIES, of_trainee=trainee_id)
    return FaceTries() if row is None else FaceTries(**row._asdict())


def add_failure(unit: UnitOfWork, trainee_id: UUID, *, seen_version: int, at: datetime) -> None:
    """Fails the write when another try came between: it has to be counted too."""
    unit.add(_FAILED, of_trainee=trainee_id, seen_version=seen_version, at=at)


def forget_failures(unit: UnitOfWork, trainee_id: UUID, *, seen_version: int) -> None:
    """A success ends the row of failures; fails the write when another try came between."""
    unit.add(_SUCCEEDED, of_trainee=trainee_id, seen_version=seen_version)


def release(unit: UnitOfWork, trainee_id: UUID) -> None:
    """A person has helped."""
    unit.add(_RELEASED, of_trainee=trainee_id)


# Photos ------------------------------------------------------------------------------------------------------------

_PHOTO = upsert(face_photo).values({each.name: bindparam(each.name) for each in face_photo.c})
_INSERT_NEW_PHOTO = Fragment(Statement(_PHOTO))
_INSERT_PHOTO = Fragment(Statement(_PHOTO.on_conflict_do_nothing()))
_PURGE_PHOTOS = Fragment(Statement(delete(face_photo).where(face_photo.c.seen_at < _BEFORE)))


def add_photo(
    unit: UnitOfWork, trainee_id: UUID, *, photo_hash: bytes, fingerprint_sealed: bytes | None, at: datetime
) -> None:
    row = {"photo_hash": photo_hash, "fingerprint_sealed": fingerprint_sealed, "seen_at": at}
    unit.add(_INSERT_PHOTO, trainee_id=trainee_id, **row)


def add_new_photo(
    unit: UnitOfWork, trainee_id: UUID, *, photo_hash: bytes, fingerprint_sealed: bytes | None, at: datetime
) -> None:
    """Fails the write when the very same file was seen before."""
    row = {"photo_hash": photo_hash, "fingerprint_sealed": fingerprint_sealed, "seen_at": at}
    unit.add(_INSERT_NEW_PHOTO, trainee_id=trainee_id, **row)


def purge_photos(unit: UnitOfWork, *, before: datetime) -> None:
    unit.add(_PURGE_PHOTOS, before=before)


# Liveness ----------------------------------------------------------------------------------------------------------

_OF_CHALLENGE = bindparam("of_challenge", type_=Uuid)
_INSERT_CHALLENGE = Fragment(
    Statement(
        insert(liveness_challenge).values(
            {each.name: bindparam(each.name, type_=each.type) for each in liveness_challenge.c}
        )
    )
)
_CHALLENGE = Statement(
    select(
        *liveness_challenge.c,
        exists()
        .where(
            liveness_answer.c.trainee_id == liveness_challenge.c.trainee_id,
            liveness_answer.c.challenge_id == liveness_challenge.c.challenge_id,
        )
        .label("is_answered"),
    ).where(liveness_challenge.c.trainee_id == _OF_TRAINEE, liveness_challenge.c.challenge_id == _OF_CHALLENGE)
)
_INSERT_ANSWER = Fragment(
    Statement(
        insert(liveness_answer).values(
            trainee_id=bindparam("trainee_id"),
            challenge_id=bindparam("challenge_id"),
            label=bindparam("label", type_=Text),
            same_person=bindparam("same_person", type_=Text),
            report=bindparam("report", type_=JSONB),
            answered_at=bindparam("answered_at"),
        )
    )
)
_USE = Fragment(
    Statement(
        update(liveness_answer)
        .values(attempt_id=bindparam("for_attempt", type_=Uuid))
        .where(
            liveness_answer.c.trainee_id == _OF_TRAINEE,
            liveness_answer.c.challenge_id == _OF_CHALLENGE,
            liveness_answer.c.attempt_id.is_(None),
        )
    ),
    must_change_one=True,
)
_PURGE_CHALLENGES = Fragment(Statement(delete(liveness_challenge).where(liveness_challenge.c.expires_at < _BEFORE)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChallenge:
    trainee_id: UUID
    challenge_id: UUID
    device_id: UUID
    session_id: UUID
    nonce: str
    turns: list[str]
    issued_at: datetime
    expires_at: datetime
    is_answered: bool = False


async def challenge(database: Database, trainee_id: UUID, challenge_id: UUID) -> KeptChallenge | None:
    row = await database.read_one(_CHALLENGE, of_trainee=trainee_id, of_challenge=challenge_id)
    return None if row is None else KeptChallenge(**row._asdict())


def add_challenge(unit: UnitOfWork, added: KeptChallenge) -> None:
    unit.add(_INSERT_CHALLENGE, **{each.name: getattr(added, each.name) for each in liveness_challenge.c})


def add_answer(
    unit: UnitOfWork,
    kept: KeptChallenge,
    *,
    label: str,
    same_person: str,
    report: dict[str, Any],
    at: datetime,
) -> None:
    """Fails the write when the challenge was answered before."""
    unit.add(
        _INSERT_ANSWER,
        trainee_id=kept.trainee_id,
        challenge_id=kept.challenge_id,
        label=label,
        same_person=same_person,
        report=report,
        answered_at=at,
    )


def use_answer(unit: UnitOfWork, trainee_id: UUID, challenge_id: UUID, *, attempt_id: UUID) -> None:
    """Fails the write when another check-in has used it."""
    unit.add(_USE, of_trainee=trainee_id, of_challenge=challenge_id, for_attempt=attempt_id)


def purge_challenges(unit: UnitOfWork, *, before: datetime) -> None:
    """What they proved stands in the evidence of the check-ins they served."""
    unit.add(_PURGE_CHALLENGES, before=before)
