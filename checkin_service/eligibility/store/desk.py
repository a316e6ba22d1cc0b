"""Statements of the decision desk: open doubts, decisions on them, the second person's word."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, and_, bindparam, func, insert, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.eligibility.model.doubts import OpenCase, Proposed
from checkin_service.eligibility.store.determinations import is_latest
from checkin_service.eligibility.tables import determination, doubt_confirmation, doubt_decision
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import alike, question
from checkin_service.timetable.tables import training_class

_class = bindparam("class_", type_=Uuid)
_earlier, _settled = determination.alias("earlier"), determination.alias("settled")
_last_settled = (
    select(func.coalesce(func.max(_settled.c.ordinal), 0))
    .where(alike(_settled, determination, "trainee_id", "class_id"), _settled.c.outcome != "doubtful")
    .correlate(determination)
    .scalar_subquery()
)
_since = (
    select(func.min(_earlier.c.determined_at))
    .where(alike(_earlier, determination, "trainee_id", "class_id"), _earlier.c.ordinal > _last_settled)
    .correlate(determination)
    .scalar_subquery()
)
_OPEN = Statement(
    select(
        determination.c.determination_id,
        determination.c.trainee_id,
        determination.c.class_id,
        # Never absent: the determination itself is one of them.
        type_coerce(_since, DateTime(timezone=True)).label("since"),
        determination.c.document,
    )
    .join(training_class, training_class.c.class_id == determination.c.class_id)
    .where(
        determination.c.outcome == "doubtful",
        is_latest,
        training_class.c.paying_authority == bindparam("authority", type_=Text),
        _class.is_(None) | (determination.c.class_id == _class),
        determination.c.determination_id > bindparam("after", type_=Uuid),
    )
    .order_by(determination.c.determination_id)
    .limit(bindparam("count", type_=Integer)),
    OpenCase,
)


async def open_cases(
    database: Database, authority_code: str, class_id: UUID | None, page: PageRequest
) -> list[OpenCase]:
    """Determinations in doubt that the authority would pay, oldest first."""
    return await database.read(_OPEN, authority=authority_code, class_=class_id, after=page.after, count=page.fetch)


_decision = doubt_decision.c
_PROPOSED = (
    select(
        _decision.decision_id,
        _decision.trainee_id,
        _decision.class_id,
        _decision.determination_id,
        _decision.criterion,
        _decision.doubt,
        _decision.met,
        _decision.reason,
        _decision.document,
        _decision.decided_by,
        _decision.decided_at,
        doubt_confirmation.c.confirmed,
    )
    .outerjoin(
        doubt_confirmation,
        and_(
            doubt_confirmation.c.trainee_id == _decision.trainee_id,
            doubt_confirmation.c.decision_id == _decision.decision_id,
        ),
    )
    .order_by(_decision.decided_at, _decision.decision_id)
)


@question(_PROPOSED.where(_decision.determination_id == func.any(bindparam("determination_ids", type_=ARRAY(Uuid)))))
async def decisions_about(database: Database, determination_ids: Collection[UUID]) -> list[Proposed]:
    """Every decision on doubts of these determinations, oldest first."""


@question(_PROPOSED.where(_decision.decision_id == bindparam("decision_id", type_=Uuid)))
async def decision_of(database: Database, decision_id: UUID) -> Proposed | None: ...


@fragment(insert(doubt_decision))
def _add_decision(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    decision_id: UUID,
    class_id: UUID,
    determination_id: UUID,
    criterion: str,
    ordinal: int,
    doubt: str,
    measured: str | None,
    met: bool,
    reason: str,
    document: str,
    decided_by: UUID,
    decided_at: datetime,
) -> None: ...


def add_decision(unit: UnitOfWork, made: Proposed, *, ordinal: int, measured: str | None) -> None:
    """A second one of the same ordinal makes the write stale."""
    _add_decision(
        unit,
        trainee_id=made.trainee_id,
        decision_id=made.decision_id,
        class_id=made.class_id,
        determination_id=made.determination_id,
        criterion=made.criterion,
        ordinal=ordinal,
        doubt=made.doubt,
        measured=measured,
        met=made.met,
        reason=made.reason,
        document=made.document,
        decided_by=made.decided_by,
        decided_at=made.decided_at,
    )


@fragment(insert(doubt_confirmation))
def add_confirmation(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    decision_id: UUID,
    confirmed: bool,
    reason: str | None,
    confirmed_by: UUID,
    confirmed_at: datetime,
) -> None:
    """A second word on the same decision makes the write stale."""
