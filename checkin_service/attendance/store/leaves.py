"""Leaves and the decisions on them; all append-only."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import Boolean, Integer, Text, Uuid, and_, bindparam, insert, or_, select

from checkin_service.attendance.absence import FiledLeave, Leave, LeaveDecision
from checkin_service.attendance.model import AppealOrigin
from checkin_service.attendance.tables import leave_decision, leave_request
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork

_ADD = Fragment(Statement(insert(leave_request).values({each.name: bindparam(each.name) for each in leave_request.c})))
_ADD_DECISION = Fragment(
    Statement(insert(leave_decision).values({each.name: bindparam(each.name) for each in leave_decision.c}))
)


def add_leave(unit: UnitOfWork, new: Leave) -> None:
    unit.add(_ADD, **{each.name: getattr(new, each.name) for each in leave_request.c})


def add_leave_decision(unit: UnitOfWork, decision: LeaveDecision) -> None:
    """One decision on a leave; a second one finds the write refused."""
    unit.add(_ADD_DECISION, **{each.name: getattr(decision, each.name) for each in leave_decision.c})


_filed = select(
    leave_request,
    leave_decision.c.granted,
    leave_decision.c.reason.label("decision_reason"),
    leave_decision.c.decided_by,
    leave_decision.c.decided_at,
).outerjoin(
    leave_decision,
    and_(
        leave_decision.c.trainee_id == leave_request.c.trainee_id,
        leave_decision.c.leave_id == leave_request.c.leave_id,
    ),
)
_ONE = Statement(
    _filed.where(
        leave_request.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        leave_request.c.leave_id == bindparam("leave_id", type_=Uuid),
    )
)


async def filed_leave(database: Database, trainee_id: UUID, leave_id: UUID) -> FiledLeave | None:
    row = await database.read_one(_ONE, trainee_id=trainee_id, leave_id=leave_id)
    return None if row is None else _filed_leave(row)


_READABLE = Statement(
    _filed.where(
        or_(
            leave_request.c.trainee_id == bindparam("trainee_id", type_=Uuid),
            leave_request.c.institution_id == bindparam("institution_id", type_=Uuid),
            leave_request.c.authority_code == bindparam("authority_code", type_=Text),
        ),
        leave_request.c.class_id == bindparam("class_id", type_=Uuid),
        or_(~bindparam("only_open", type_=Boolean), leave_decision.c.decided_at.is_(None)),
        leave_request.c.leave_id > bindparam("after", type_=Uuid),
    )
    .order_by(leave_request.c.leave_id)
    .limit(bindparam("count", type_=Integer))
)


async def readable_leaves(
    database: Database,
    *,
    trainee_id: UUID | None,
    institution_id: UUID | None,
    authority_code: str | None,
    class_id: UUID,
    only_open: bool,
    after: UUID,
    count: int,
) -> list[FiledLeave]:
    """The leaves in a class: one's own, of one's institution's class, or those one's authority supervises."""
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
    return [_filed_leave(row) for row in rows]


_GRANTED = Statement(
    select(leave_request)
    .join(
        leave_decision,
        and_(
            leave_decision.c.trainee_id == leave_request.c.trainee_id,
            leave_decision.c.leave_id == leave_request.c.leave_id,
        ),
    )
    .where(
        leave_request.c.class_id == bindparam("class_id", type_=Uuid),
        or_(
            bindparam("trainee_id", type_=Uuid).is_(None),
            leave_request.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        ),
        leave_decision.c.granted,
    )
)


async def granted_leaves(
    database: Database, class_id: UUID, *, trainee_id: UUID | None = None
) -> dict[UUID, list[Leave]]:
    """The leaves granted in a class, by trainee; of one trainee alone where one is named."""
    found: dict[UUID, list[Leave]] = defaultdict(list)
    for row in await database.read(_GRANTED, class_id=class_id, trainee_id=trainee_id):
        found[row.trainee_id].append(_leave(row))
    return found


def _filed_leave(row: Row) -> FiledLeave:
    if row.decided_at is None:
        return FiledLeave(leave=_leave(row), decision=None)
    decision = LeaveDecision(
        trainee_id=row.trainee_id,
        leave_id=row.leave_id,
        granted=row.granted,
        reason=row.decision_reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
    return FiledLeave(leave=_leave(row), decision=decision)


def _leave(row: Row) -> Leave:
    values = {name: getattr(row, name) for name in leave_request.c.keys()}  # noqa: SIM118 - columns, not a dictionary
    return Leave(**values | {"origin": AppealOrigin(row.origin)})
