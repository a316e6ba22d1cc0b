"""Statements of the review queue (人工复核)."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, and_, bindparam, exists, insert, select

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.tables import attempt, presence, review
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import registration, training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A doubtful attempt that nothing has resolved."""

    trainee_id: UUID
    attempt_id: UUID
    class_id: UUID
    session_id: UUID
    phase: Phase
    answer: bytes


_accepted_since = exists().where(alike(presence, attempt, "trainee_id", "class_id", "session_id", "phase"))
_reviewed = exists().where(alike(review, attempt, "trainee_id", "attempt_id"))
_unresolved = and_(attempt.c.decision == "doubtful", ~_accepted_since, ~_reviewed)
_columns = (
    attempt.c.trainee_id,
    attempt.c.attempt_id,
    attempt.c.class_id,
    attempt.c.session_id,
    attempt.c.phase,
    attempt.c.answer,
)


@question(
    select(*_columns)
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .where(
        training_class.c.supervising_authority == bindparam("authority_code"),
        (bindparam("class_id", type_=Uuid).is_(None)) | (attempt.c.class_id == bindparam("class_id", type_=Uuid)),
        attempt.c.attempt_id > bindparam("after", type_=Uuid),
        _unresolved,
    )
    .order_by(attempt.c.attempt_id)
    .limit(bindparam("count", type_=Integer))
)
async def doubts_supervised_by(
    database: Database, *, authority_code: str, class_id: UUID | None, after: UUID, count: int
) -> list[Doubt]:
    """Doubts of the classes an authority supervises, oldest first."""


@question(
    select(*_columns)
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .where(
        matches(attempt, "trainee_id", "attempt_id"),
        training_class.c.supervising_authority == bindparam("authority_code"),
        _unresolved,
    )
)
async def doubt(database: Database, *, authority_code: str, trainee_id: UUID, attempt_id: UUID) -> Doubt | None:
    """One unresolved doubt of a class the authority supervises."""


@fragment(insert(review))
def add_review(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    attempt_id: UUID,
    accepted: bool,
    reason: str,
    reviewed_by: UUID,
    reviewed_at: datetime,
) -> None:
    """One decision on an attempt; a second one finds the write refused."""


_own = attempt.alias("own")


class ClassmateRow(NamedTuple):
    """The sealed evidence of somebody else's accepted attempt."""

    trainee_id: UUID
    evidence_sealed: bytes | None


@question(
    select(attempt.c.trainee_id, attempt.c.evidence_sealed)
    .join(registration, alike(registration, attempt, "trainee_id", "class_id"))
    .join(_own, alike(_own, attempt, "class_id", "session_id"))
    .where(
        registration.c.class_id == bindparam("class_id", type_=Uuid),
        _own.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        _own.c.attempt_id == bindparam("attempt_id", type_=Uuid),
        attempt.c.trainee_id != _own.c.trainee_id,
        attempt.c.decision == "accepted",
    )
    .limit(100)
)
async def classmates_evidence(
    database: Database, *, class_id: UUID, trainee_id: UUID, attempt_id: UUID
) -> list[ClassmateRow]:
    """What was measured of others who were accepted for the same lesson, as far as it has not been erased."""


@question(
    select(review.c.reviewed_by)
    .join(attempt, (attempt.c.trainee_id == review.c.trainee_id) & (attempt.c.attempt_id == review.c.attempt_id))
    .where(matches(review, "trainee_id"), matches(attempt, "session_id"), ~review.c.accepted)
)
async def rejecters(database: Database, trainee_id: UUID, session_id: UUID) -> frozenset[UUID]:
    """Who has rejected check-ins of a trainee to a session."""
