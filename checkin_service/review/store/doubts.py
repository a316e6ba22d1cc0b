"""Statements of the review queue (人工复核)."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, and_, bindparam, exists, insert, or_, select

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.tables import attempt, presence, review
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import alike, matches, question
from checkin_service.review.tables import review_opening, second_look, second_review
from checkin_service.timetable.tables import registration, training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A doubtful attempt that nothing has resolved, or that another person decided and somebody looks at again."""

    trainee_id: UUID
    attempt_id: UUID
    class_id: UUID
    session_id: UUID
    phase: Phase
    answer: bytes
    first_by: UUID | None = None
    """Who decided first, where this is a second look."""
    opened_at: datetime | None = None
    """When who asks opened the evidence."""


_accepted_since = exists().where(alike(presence, attempt, "trainee_id", "class_id", "session_id", "phase"))
_reviewed = exists().where(alike(review, attempt, "trainee_id", "attempt_id"))
_reviewer = bindparam("reviewer", type_=Uuid)
_look = second_look.c
_seconded = exists().where(alike(second_review, second_look, "trainee_id", "attempt_id"))
# A second look is one for everybody but who decided first; who may not decide has no id to compare.
_to_look_at = and_(_look.first_by != _reviewer, ~_seconded)
_open = and_(attempt.c.decision == "doubtful", or_(and_(~_accepted_since, ~_reviewed), _to_look_at))
_columns = (
    attempt.c.trainee_id,
    attempt.c.attempt_id,
    attempt.c.class_id,
    attempt.c.session_id,
    attempt.c.phase,
    attempt.c.answer,
    _look.first_by,
    select(review_opening.c.opened_at)
    .where(alike(review_opening, attempt, "trainee_id", "attempt_id"), review_opening.c.opened_by == _reviewer)
    .scalar_subquery()
    .label("opened_at"),
)
_attempts = (
    select(*_columns)
    .select_from(attempt)
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .outerjoin(second_look, alike(second_look, attempt, "trainee_id", "attempt_id"))
    .where(training_class.c.supervising_authority == bindparam("authority_code"))
)
_queue = _attempts.where(_open)


@question(
    _queue.where(
        (bindparam("class_id", type_=Uuid).is_(None)) | (attempt.c.class_id == bindparam("class_id", type_=Uuid)),
        attempt.c.attempt_id > bindparam("after", type_=Uuid),
    )
    .order_by(attempt.c.attempt_id)
    .limit(bindparam("count", type_=Integer))
)
async def doubts_supervised_by(
    database: Database, *, authority_code: str, class_id: UUID | None, reviewer: UUID | None, after: UUID, count: int
) -> list[Doubt]:
    """Doubts of the classes an authority supervises, and what this reviewer is to look at again, oldest first."""


@question(_queue.where(matches(attempt, "trainee_id", "attempt_id")))
async def doubt(
    database: Database, *, authority_code: str, trainee_id: UUID, attempt_id: UUID, reviewer: UUID
) -> Doubt | None:
    """One of them."""


@question(_attempts.where(matches(attempt, "trainee_id", "attempt_id")))
async def decided(
    database: Database, *, authority_code: str, trainee_id: UUID, attempt_id: UUID, reviewer: UUID
) -> Doubt | None:
    """An attempt, whatever people have decided about it."""


@fragment(insert(review))
def add_review(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    attempt_id: UUID,
    accepted: bool,
    reason: str,
    opened_s: int,
    is_hasty: bool,
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
