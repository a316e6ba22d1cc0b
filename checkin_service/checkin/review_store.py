"""Statements of the review queue (人工复核)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, Uuid, and_, bindparam, exists, insert, select

from checkin_service.checkin.model import Phase
from checkin_service.checkin.tables import attempt, presence, review
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork
from checkin_service.timetable.tables import training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A doubtful attempt that nothing has resolved."""

    trainee_id: UUID
    attempt_id: UUID
    class_id: UUID
    session_id: UUID
    phase: Phase
    answer: bytes


_accepted_since = exists().where(
    presence.c.trainee_id == attempt.c.trainee_id,
    presence.c.class_id == attempt.c.class_id,
    presence.c.session_id == attempt.c.session_id,
    presence.c.phase == attempt.c.phase,
)
_reviewed = exists().where(review.c.trainee_id == attempt.c.trainee_id, review.c.attempt_id == attempt.c.attempt_id)
_unresolved = and_(attempt.c.decision == "doubtful", ~_accepted_since, ~_reviewed)
_columns = (
    attempt.c.trainee_id,
    attempt.c.attempt_id,
    attempt.c.class_id,
    attempt.c.session_id,
    attempt.c.phase,
    attempt.c.answer,
)

_QUEUE = Statement(
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


async def queue(
    database: Database, *, authority_code: str, class_id: UUID | None, after: UUID, count: int
) -> list[Doubt]:
    """Doubts of the classes an authority supervises, oldest first."""
    rows = await database.read(_QUEUE, authority_code=authority_code, class_id=class_id, after=after, count=count)
    return [_doubt(row) for row in rows]


_ONE = Statement(
    select(*_columns)
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .where(
        attempt.c.trainee_id == bindparam("trainee_id"),
        attempt.c.attempt_id == bindparam("attempt_id"),
        training_class.c.supervising_authority == bindparam("authority_code"),
        _unresolved,
    )
)


async def doubt(database: Database, *, authority_code: str, trainee_id: UUID, attempt_id: UUID) -> Doubt | None:
    """One unresolved doubt of a class the authority supervises."""
    row = await database.read_one(_ONE, authority_code=authority_code, trainee_id=trainee_id, attempt_id=attempt_id)
    return None if row is None else _doubt(row)


def _doubt(row: object) -> Doubt:
    fields = row._asdict()  # type: ignore[attr-defined]
    return Doubt(**{**fields, "phase": Phase(fields["phase"]), "answer": bytes(fields["answer"])})


_ADD = Fragment(Statement(insert(review).values({each.name: bindparam(each.name) for each in review.c})))


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
    unit.add(
        _ADD,
        trainee_id=trainee_id,
        attempt_id=attempt_id,
        accepted=accepted,
        reason=reason,
        reviewed_by=reviewed_by,
        reviewed_at=reviewed_at,
    )


_REJECTERS = Statement(
    select(review.c.reviewed_by)
    .join(attempt, (attempt.c.trainee_id == review.c.trainee_id) & (attempt.c.attempt_id == review.c.attempt_id))
    .where(
        review.c.trainee_id == bindparam("trainee_id"),
        attempt.c.session_id == bindparam("session_id"),
        ~review.c.accepted,
    )
)


async def rejecters(database: Database, trainee_id: UUID, session_id: UUID) -> frozenset[UUID]:
    """Who has rejected check-ins of a trainee to a session."""
    rows = await database.read(_REJECTERS, trainee_id=trainee_id, session_id=session_id)
    return frozenset(row.reviewed_by for row in rows)
