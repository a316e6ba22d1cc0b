"""Appeals against denials and doubts, who took part in what they are about, and the decisions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, insert, or_, select, union

from checkin_service.checkin.tables import attempt, review
from checkin_service.eligibility.model.appeals import Appeal
from checkin_service.eligibility.store.determinations import Scope
from checkin_service.eligibility.tables import appeal_decision, determination_appeal
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import assessment, training_class

_appeals = determination_appeal.c
_authority = bindparam("authority", type_=Text)
_READABLE = (
    select(
        _appeals.appeal_id,
        _appeals.trainee_id,
        _appeals.class_id,
        _appeals.determination_id,
        _appeals.reason,
        _appeals.raised_at,
        appeal_decision.c.upheld,
        appeal_decision.c.reason.label("decision_reason"),
        appeal_decision.c.decided_at,
    )
    .join(training_class, training_class.c.class_id == _appeals.class_id)
    .outerjoin(
        appeal_decision,
        (appeal_decision.c.trainee_id == _appeals.trainee_id) & (appeal_decision.c.appeal_id == _appeals.appeal_id),
    )
    .where(
        or_(
            training_class.c.paying_authority == _authority,
            training_class.c.institution_id == bindparam("institution", type_=Uuid),
            _appeals.trainee_id == bindparam("own_trainee", type_=Uuid),
        )
    )
)
_LIST = Statement(
    _READABLE.where(_appeals.appeal_id > bindparam("after", type_=Uuid))
    .order_by(_appeals.appeal_id)
    .limit(bindparam("count", type_=Integer)),
    Appeal,
)
_ONE = Statement(_READABLE.where(_appeals.appeal_id == bindparam("key", type_=Uuid)), Appeal)


async def appeals(database: Database, scope: Scope, page: PageRequest) -> list[Appeal]:
    """Oldest first, as far as the scope reaches: the paying authority decides."""
    return await database.read(_LIST, after=page.after, count=page.fetch, **_parameters(scope))


async def appeal_of(database: Database, appeal_id: UUID, scope: Scope) -> Appeal | None:
    return await database.read_one(_ONE, key=appeal_id, **_parameters(scope))


@question(
    union(
        select(review.c.reviewed_by.label("staff_id"))
        .join(attempt, (attempt.c.trainee_id == review.c.trainee_id) & (attempt.c.attempt_id == review.c.attempt_id))
        .where(matches(attempt, "trainee_id", "class_id")),
        select(assessment.c.entered_by.label("staff_id")).where(matches(assessment, "trainee_id", "class_id")),
        select(appeal_decision.c.decided_by.label("staff_id"))
        .join(
            determination_appeal,
            (_appeals.trainee_id == appeal_decision.c.trainee_id) & (_appeals.appeal_id == appeal_decision.c.appeal_id),
        )
        .where(_appeals.trainee_id == bindparam("trainee_id"), _appeals.class_id == bindparam("class_id")),
    )
)
async def took_part(database: Database, trainee_id: UUID, class_id: UUID) -> set[UUID]:
    """The staff whose decisions about this person in this class are on record."""


@fragment(insert(determination_appeal))
def add_appeal(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    appeal_id: UUID,
    class_id: UUID,
    determination_id: UUID,
    reason: str,
    raised_by: str,
    raised_at: datetime,
) -> None: ...


@fragment(insert(appeal_decision))
def _add_decision(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    appeal_id: UUID,
    upheld: bool,
    criteria: Sequence[str],
    reason: str,
    decided_by: UUID,
    decided_at: datetime,
) -> None: ...


def add_decision(
    unit: UnitOfWork,
    appeal: Appeal,
    *,
    upheld: bool,
    criteria: Sequence[str],
    reason: str,
    decided_by: UUID,
    decided_at: datetime,
) -> None:
    """A second decision on the same appeal makes the write stale."""
    _add_decision(
        unit,
        trainee_id=appeal.trainee_id,
        appeal_id=appeal.appeal_id,
        upheld=upheld,
        criteria=criteria,
        reason=reason,
        decided_by=decided_by,
        decided_at=decided_at,
    )


def _parameters(scope: Scope) -> dict[str, object]:
    return {"authority": scope.authority_code, "institution": scope.institution_id, "own_trainee": scope.trainee_id}
