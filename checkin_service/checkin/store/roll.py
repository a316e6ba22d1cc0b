"""Statements of who was accepted and who is in doubt in the lessons of a class, by the people of its roster."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, and_, bindparam, exists, func, select

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.tables import attempt, presence, review, scan
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, matches, question

_people = bindparam("trainee_ids", type_=ARRAY(Uuid))
_accepted_since = exists().where(alike(presence, attempt, "trainee_id", "class_id", "session_id", "phase"))
_reviewed = exists().where(alike(review, attempt, "trainee_id", "attempt_id"))


class AcceptedRow(NamedTuple):
    """A phase that somebody was accepted for, and when it was received."""

    trainee_id: UUID
    session_id: UUID
    phase: Phase
    at: datetime | None


class DoubtRow(NamedTuple):
    """A doubt that nothing has resolved, with the answer of then."""

    trainee_id: UUID
    session_id: UUID
    phase: Phase
    received_at: datetime
    answer: bytes


@question(
    select(
        presence.c.trainee_id,
        presence.c.session_id,
        presence.c.phase,
        func.coalesce(attempt.c.received_at, scan.c.received_at).label("at"),
    )
    .outerjoin(attempt, alike(attempt, presence, "trainee_id", "attempt_id"))
    .outerjoin(scan, and_(scan.c.trainee_id == presence.c.trainee_id, scan.c.scan_id == presence.c.attempt_id))
    .where(presence.c.trainee_id == func.any(_people), matches(presence, "class_id"))
)
async def accepted_in_class(database: Database, trainee_ids: Collection[UUID], class_id: UUID) -> list[AcceptedRow]: ...


@question(
    select(attempt.c.trainee_id, attempt.c.session_id, attempt.c.phase, attempt.c.received_at, attempt.c.answer)
    .where(matches(attempt, "class_id"), attempt.c.decision == "doubtful", ~_accepted_since, ~_reviewed)
    .order_by(attempt.c.received_at)
)
async def doubts_in_class(database: Database, class_id: UUID) -> list[DoubtRow]: ...
