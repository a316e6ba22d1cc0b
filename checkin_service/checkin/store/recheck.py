"""Stored attempts of a class with the sessions they were made for, to be judged once more."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, exists, select, true

from checkin_service.catalogue.tables import site
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.rechecks import StoredAttempt
from checkin_service.checkin.store.checks import ASKED
from checkin_service.checkin.store.fences import moving_fence_at, place_of_session
from checkin_service.checkin.store.sessions import SessionRow, session_columns, session_facts
from checkin_service.checkin.tables import attempt, review
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, matches
from checkin_service.kit.verdict import Decision
from checkin_service.timetable.tables import class_session, registration, training_class

_PAGE = 500

_place = place_of_session()
_moving = moving_fence_at(attempt.c.received_at)
_is_accepted_since = exists().where(alike(review, attempt, "trainee_id", "attempt_id"), review.c.accepted)


class _AttemptRow(NamedTuple):
    trainee_id: UUID
    attempt_id: UUID
    session: SessionRow
    phase: Phase
    received_at: datetime
    decision: Decision
    contrary_m: float | None
    answer: bytes
    evidence_sealed: bytes | None
    voucher_kind: str
    is_accepted_since: bool
    check_times: list[datetime] | None
    is_asked_together: bool


_ATTEMPTS = Statement(
    select(
        attempt.c.trainee_id,
        attempt.c.attempt_id,
        *session_columns(_place, _moving),
        attempt.c.phase,
        attempt.c.received_at,
        attempt.c.decision,
        attempt.c.contrary_m,
        attempt.c.answer,
        attempt.c.evidence_sealed,
        registration.c.voucher_kind,
        _is_accepted_since.label("is_accepted_since"),
        *ASKED,
    )
    .select_from(attempt)
    .join(registration, alike(registration, attempt, "trainee_id", "class_id"))
    .join(class_session, class_session.c.session_id == attempt.c.session_id)
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(_place, true())
    .outerjoin(_moving, true())
    .where(matches(attempt, "trainee_id", "class_id"), attempt.c.attempt_id > bindparam("after", type_=Uuid))
    .order_by(attempt.c.attempt_id)
    .limit(bindparam("count", type_=Integer)),
    _AttemptRow,
)


async def attempts_of(database: Database, trainee_id: UUID, class_id: UUID) -> AsyncIterator[StoredAttempt]:
    """Everything a trainee sent for a class, page by page."""
    after = UUID(int=0)
    while True:
        rows = await database.read(_ATTEMPTS, trainee_id=trainee_id, class_id=class_id, after=after, count=_PAGE)
        for row in rows:
            yield _stored(row)
        if len(rows) < _PAGE:
            return
        after = rows[-1].attempt_id


def _stored(row: _AttemptRow) -> StoredAttempt:
    return StoredAttempt(
        trainee_id=row.trainee_id,
        attempt_id=row.attempt_id,
        session=session_facts(row.session),
        phase=row.phase,
        received_at=row.received_at,
        decision=row.decision,
        contrary_m=row.contrary_m,
        answer=row.answer,
        evidence_sealed=row.evidence_sealed,
        voucher_kind=row.voucher_kind,
        is_accepted_since=row.is_accepted_since,
        check=None if row.check_times is None else (row.check_times[0], row.check_times[1]),
        is_asked_together=row.is_asked_together,
    )
