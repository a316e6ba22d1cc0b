"""Leaves and the decisions on them; all append-only."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import Boolean, Integer, Uuid, bindparam, insert, or_, select

from checkin_service.attendance.model.leave import FiledLeave, Leave, LeaveDecision
from checkin_service.attendance.tables import leave_decision, leave_request
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.questions import alike, matches, matches_if_given, question

add_leave = fragment_of(Leave, insert(leave_request))


add_leave_decision = fragment_of(LeaveDecision, insert(leave_decision))
"""One decision on a leave; a second one finds the write refused."""


_filed = select(leave_request, leave_decision).outerjoin(
    leave_decision, alike(leave_decision, leave_request, "trainee_id", "leave_id")
)


@question(_filed.where(matches(leave_request, "trainee_id", "leave_id")))
async def filed_leave(database: Database, trainee_id: UUID, leave_id: UUID) -> FiledLeave | None: ...


@question(
    _filed.where(
        or_(
            matches(leave_request, "trainee_id"),
            matches(leave_request, "institution_id"),
            matches(leave_request, "authority_code"),
        ),
        matches_if_given(leave_request, "class_id"),
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
    class_id: UUID | None,
    only_open: bool,
    after: UUID,
    count: int,
) -> list[FiledLeave]:
    """The leaves of a trainee, of an institution or of an authority, whichever is given, oldest first."""


_GRANTED = Statement(
    select(leave_request)
    .join(leave_decision, alike(leave_decision, leave_request, "trainee_id", "leave_id"))
    .where(matches(leave_request, "class_id"), leave_decision.c.granted),
    Leave,
)


async def granted_leaves(database: Database, class_id: UUID) -> dict[UUID, list[Leave]]:
    """The leaves granted in a class, by trainee."""
    found: dict[UUID, list[Leave]] = defaultdict(list)
    for leave in await database.read(_GRANTED, class_id=class_id):
        found[leave.trainee_id].append(leave)
    return found
