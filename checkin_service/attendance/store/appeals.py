"""Appeals about class hours, the decisions on them, and confirmations; all append-only."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Integer, Text, Uuid, and_, bindparam, func, insert, or_, select

from checkin_service.attendance.model import Appeal, AppealDecision, AppealOrigin, Confirmation, FiledAppeal
from checkin_service.attendance.tables import appeal, correction_confirmation, correction_decision
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork

_ADD_APPEAL = Fragment(Statement(insert(appeal).values({each.name: bindparam(each.name) for each in appeal.c})))
_ADD_DECISION = Fragment(
    Statement(insert(correction_decision).values({each.name: bindparam(each.name) for each in correction_decision.c}))
)
_ADD_CONFIRMATION = Fragment(
    Statement(
        insert(correction_confirmation).values({each.name: bindparam(each.name) for each in correction_confirmation.c})
    )
)


def add_appeal(unit: UnitOfWork, new: Appeal) -> None:
    """Filed once: another one about the same session at the same time finds the write refused."""
    unit.add(_ADD_APPEAL, **_values(new, appeal.c.keys()))


def add_decision(unit: UnitOfWork, decision: AppealDecision) -> None:
    """One decision on an appeal; a second one finds the write refused."""
    unit.add(_ADD_DECISION, **_values(decision, correction_decision.c.keys()))


def add_confirmation(unit: UnitOfWork, confirmation: Confirmation) -> None:
    unit.add(_ADD_CONFIRMATION, **_values(confirmation, correction_confirmation.c.keys()))


_filed = select(
    appeal,
    correction_decision.c.accepted,
    correction_decision.c.reason.label("decision_reason"),
    correction_decision.c.decided_by,
    correction_decision.c.decided_at,
).outerjoin(
    correction_decision,
    and_(
        correction_decision.c.trainee_id == appeal.c.trainee_id,
        correction_decision.c.appeal_id == appeal.c.appeal_id,
    ),
)
_ONE = Statement(
    _filed.where(
        appeal.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        appeal.c.appeal_id == bindparam("appeal_id", type_=Uuid),
    )
)


async def filed_appeal(database: Database, trainee_id: UUID, appeal_id: UUID) -> FiledAppeal | None:
    row = await database.read_one(_ONE, trainee_id=trainee_id, appeal_id=appeal_id)
    return None if row is None else _filed_appeal(row)


_READABLE = Statement(
    _filed.where(
        or_(
            appeal.c.trainee_id == bindparam("trainee_id", type_=Uuid),
            appeal.c.institution_id == bindparam("institution_id", type_=Uuid),
            appeal.c.authority_code == bindparam("authority_code", type_=Text),
        ),
        or_(bindparam("class_id", type_=Uuid).is_(None), appeal.c.class_id == bindparam("class_id", type_=Uuid)),
        or_(~bindparam("only_open", type_=Boolean), correction_decision.c.decided_at.is_(None)),
        appeal.c.appeal_id > bindparam("after", type_=Uuid),
    )
    .order_by(appeal.c.appeal_id)
    .limit(bindparam("count", type_=Integer))
)


async def readable_appeals(
    database: Database,
    *,
    trainee_id: UUID | None,
    institution_id: UUID | None,
    authority_code: str | None,
    class_id: UUID | None,
    only_open: bool,
    after: UUID,
    count: int,
) -> list[FiledAppeal]:
    """The appeals of a trainee, of an institution or of an authority, whichever is given, oldest first."""
    rows = await database.read(
        _READABLE,
        trainee_id=trainee_id,
        institution_id=institution_id,
        authority_code=authority_code,
        class_id=class_id,
        only_open=only_open,
        after=after,
        count=count,
    )
    return [_filed_appeal(row) for row in rows]


_OF_SESSION = Statement(
    _filed.where(
        appeal.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        appeal.c.session_id == bindparam("session_id", type_=Uuid),
    )
)


async def appeals_about(database: Database, trainee_id: UUID, session_id: UUID) -> list[FiledAppeal]:
    """Everything filed about a trainee's hours of a session."""
    rows = await database.read(_OF_SESSION, trainee_id=trainee_id, session_id=session_id)
    return [_filed_appeal(row) for row in rows]


_DECIDERS = Statement(
    select(correction_decision.c.decided_by)
    .join(
        appeal,
        and_(
            appeal.c.trainee_id == correction_decision.c.trainee_id,
            appeal.c.appeal_id == correction_decision.c.appeal_id,
        ),
    )
    .where(
        correction_decision.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        appeal.c.class_id == bindparam("class_id", type_=Uuid),
        correction_decision.c.accepted,
    )
)
_CONFIRMATIONS = Statement(
    select(func.count().label("number"))
    .select_from(correction_confirmation)
    .where(
        correction_confirmation.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        correction_confirmation.c.class_id == bindparam("class_id", type_=Uuid),
    )
)


async def deciders(database: Database, trainee_id: UUID, class_id: UUID) -> frozenset[UUID]:
    """Who gave a trainee hours in a class by decision."""
    rows = await database.read(_DECIDERS, trainee_id=trainee_id, class_id=class_id)
    return frozenset(row.decided_by for row in rows)


async def number_of_confirmations(database: Database, trainee_id: UUID, class_id: UUID) -> int:
    row = await database.read_one(_CONFIRMATIONS, trainee_id=trainee_id, class_id=class_id)
    return 0 if row is None else int(row.number)


def _values(of: object, names: Any) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def _filed_appeal(row: Row) -> FiledAppeal:
    values = {name: getattr(row, name) for name in appeal.c.keys()}  # noqa: SIM118 - columns, not a dictionary
    filed = Appeal(**values | {"origin": AppealOrigin(row.origin)})
    if row.decided_at is None:
        return FiledAppeal(appeal=filed, decision=None)
    decision = AppealDecision(
        trainee_id=row.trainee_id,
        appeal_id=row.appeal_id,
        accepted=row.accepted,
        reason=row.decision_reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
    return FiledAppeal(appeal=filed, decision=decision)
