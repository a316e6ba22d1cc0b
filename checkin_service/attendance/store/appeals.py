"""Appeals about class hours, the decisions on them, and confirmations; all append-only."""

from uuid import UUID

from sqlalchemy import Boolean, Integer, Uuid, bindparam, func, insert, or_, select

from checkin_service.attendance.model.credits import Appeal, AppealDecision, Confirmation, FiledAppeal
from checkin_service.attendance.tables import appeal, correction_confirmation, correction_decision
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, matches_if_given, question

add_appeal = fragment_of(Appeal, insert(appeal))
"""Filed once: another one about the same session at the same time finds the write refused."""


add_decision = fragment_of(AppealDecision, insert(correction_decision))
"""One decision on an appeal; a second one finds the write refused."""


add_confirmation = fragment_of(Confirmation, insert(correction_confirmation))


_filed = select(appeal, correction_decision).outerjoin(
    correction_decision, alike(correction_decision, appeal, "trainee_id", "appeal_id")
)


@question(_filed.where(matches(appeal, "trainee_id", "appeal_id")))
async def filed_appeal(database: Database, trainee_id: UUID, appeal_id: UUID) -> FiledAppeal | None: ...


@question(
    _filed.where(
        or_(matches(appeal, "trainee_id"), matches(appeal, "institution_id"), matches(appeal, "authority_code")),
        matches_if_given(appeal, "class_id"),
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


@question(_filed.where(matches(appeal, "trainee_id", "session_id")))
async def appeals_about(database: Database, trainee_id: UUID, session_id: UUID) -> list[FiledAppeal]:
    """Everything filed about a trainee's hours of a session."""


@question(
    select(correction_decision.c.decided_by)
    .join(appeal, alike(appeal, correction_decision, "trainee_id", "appeal_id"))
    .where(matches(correction_decision, "trainee_id"), matches(appeal, "class_id"), correction_decision.c.accepted)
)
async def deciders(database: Database, trainee_id: UUID, class_id: UUID) -> frozenset[UUID]:
    """Who gave a trainee hours in a class by decision."""


@question(
    select(func.count().label("number"))
    .select_from(correction_confirmation)
    .where(matches(correction_confirmation, "trainee_id", "class_id"))
)
async def number_of_confirmations(database: Database, trainee_id: UUID, class_id: UUID) -> int: ...
