"""Statements about what face comparisons leave behind: failed tries, photos seen before, liveness challenges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Uuid, bindparam, delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from checkin_service.identity.model import FaceTries
from checkin_service.identity.tables import face_photo, face_tries, liveness_answer, liveness_challenge
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import alike

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)
_AT = bindparam("at", type_=DateTime(timezone=True))
_BEFORE = bindparam("before", type_=DateTime(timezone=True))

# Tries -------------------------------------------------------------------------------------------------------------

_TRIES = Statement(
    select(face_tries.c.failures, face_tries.c.last_failed_at, face_tries.c.version).where(
        face_tries.c.trainee_id == _OF_TRAINEE
    ),
    FaceTries,
)
_IS_SEEN = face_tries.c.version == bindparam("seen_version", type_=Integer)
_FIRST_FAILURE = upsert(face_tries).values(trainee_id=_OF_TRAINEE, failures=1, last_failed_at=_AT, version=1)
_BEGIN_ANEW = update(face_tries).values(failures=0, version=face_tries.c.version + 1)


async def tries(database: Database, trainee_id: UUID) -> FaceTries:
    return await database.read_one(_TRIES, of_trainee=trainee_id) or FaceTries()


@fragment(
    _FIRST_FAILURE.on_conflict_do_update(
        index_elements=[face_tries.c.trainee_id],
        set_={
            "failures": face_tries.c.failures + 1,
            "last_failed_at": _FIRST_FAILURE.excluded.last_failed_at,
            "version": face_tries.c.version + 1,
        },
        where=_IS_SEEN,
    ),
    must_change_one=True,
)
def add_failure(unit: UnitOfWork, of_trainee: UUID, *, seen_version: int, at: datetime) -> None:
    """Fails the write when another try came between: it has to be counted too."""


@fragment(_BEGIN_ANEW.where(face_tries.c.trainee_id == _OF_TRAINEE, _IS_SEEN), must_change_one=True)
def forget_failures(unit: UnitOfWork, of_trainee: UUID, *, seen_version: int) -> None:
    """A success ends the row of failures; fails the write when another try came between."""


@fragment(_BEGIN_ANEW.where(face_tries.c.trainee_id == _OF_TRAINEE))
def release(unit: UnitOfWork, of_trainee: UUID) -> None:
    """A person has helped."""


# Photos ------------------------------------------------------------------------------------------------------------

_PHOTO = upsert(face_photo).values(
    trainee_id=_OF_TRAINEE,
    photo_hash=bindparam("photo_hash"),
    fingerprint_sealed=bindparam("fingerprint_sealed"),
    seen_at=_AT,
)


@fragment(_PHOTO.on_conflict_do_nothing())
def add_photo(
    unit: UnitOfWork, of_trainee: UUID, *, photo_hash: bytes, fingerprint_sealed: bytes | None, at: datetime
) -> None: ...


@fragment(_PHOTO)
def add_new_photo(
    unit: UnitOfWork, of_trainee: UUID, *, photo_hash: bytes, fingerprint_sealed: bytes | None, at: datetime
) -> None:
    """Fails the write when the very same file was seen before."""


@fragment(delete(face_photo).where(face_photo.c.seen_at < _BEFORE))
def purge_photos(unit: UnitOfWork, *, before: datetime) -> None: ...


# Liveness ----------------------------------------------------------------------------------------------------------

_OF_CHALLENGE = bindparam("of_challenge", type_=Uuid)


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


_CHALLENGE = Statement(
    select(
        *liveness_challenge.c,
        exists().where(alike(liveness_answer, liveness_challenge, "trainee_id", "challenge_id")).label("is_answered"),
    ).where(liveness_challenge.c.trainee_id == _OF_TRAINEE, liveness_challenge.c.challenge_id == _OF_CHALLENGE),
    KeptChallenge,
)


async def challenge(database: Database, trainee_id: UUID, challenge_id: UUID) -> KeptChallenge | None:
    return await database.read_one(_CHALLENGE, of_trainee=trainee_id, of_challenge=challenge_id)


add_challenge = fragment_of(KeptChallenge, insert(liveness_challenge))


@fragment(
    insert(liveness_answer).values(
        {
            name: bindparam(name)
            for name in ("trainee_id", "challenge_id", "label", "same_person", "report", "answered_at")
        }
    )
)
def _add_answer(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    challenge_id: UUID,
    label: str,
    same_person: str,
    report: dict[str, Any],
    answered_at: datetime,
) -> None: ...


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
    _add_answer(
        unit,
        trainee_id=kept.trainee_id,
        challenge_id=kept.challenge_id,
        label=label,
        same_person=same_person,
        report=report,
        answered_at=at,
    )


@fragment(
    update(liveness_answer)
    .values(attempt_id=bindparam("attempt_id", type_=Uuid))
    .where(
        liveness_answer.c.trainee_id == _OF_TRAINEE,
        liveness_answer.c.challenge_id == _OF_CHALLENGE,
        liveness_answer.c.attempt_id.is_(None),
    ),
    must_change_one=True,
)
def use_answer(unit: UnitOfWork, of_trainee: UUID, of_challenge: UUID, *, attempt_id: UUID) -> None:
    """Fails the write when another check-in has used it."""


@fragment(delete(liveness_challenge).where(liveness_challenge.c.expires_at < _BEFORE))
def purge_challenges(unit: UnitOfWork, *, before: datetime) -> None:
    """What they proved stands in the evidence of the check-ins they served."""
