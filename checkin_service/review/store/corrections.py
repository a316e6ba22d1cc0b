"""Statements about corrections of people as the desk sees them: cut to an authority's or an institution's classes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Integer, Text, Uuid, and_, bindparam, func, not_, or_, select

from checkin_service.identity.tables import person_correction, person_correction_decision
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches
from checkin_service.timetable.tables import training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCorrection:
    trainee_id: UUID
    correction_id: UUID
    class_id: UUID
    evidence: str
    reason: str
    asked_by: UUID
    asked_at: datetime
    approved: bool | None
    document_number: str | None
    decision_reason: str | None
    decided_at: datetime | None


_decided = person_correction_decision.c
_LISTED = Statement(
    select(
        person_correction.c.trainee_id,
        person_correction.c.correction_id,
        person_correction.c.class_id,
        person_correction.c.evidence,
        person_correction.c.reason,
        person_correction.c.asked_by,
        person_correction.c.asked_at,
        _decided.approved,
        _decided.document_number,
        _decided.reason.label("decision_reason"),
        _decided.decided_at,
    )
    .join(training_class, training_class.c.class_id == person_correction.c.class_id)
    .outerjoin(
        person_correction_decision,
        and_(
            _decided.trainee_id == person_correction.c.trainee_id,
            _decided.correction_id == person_correction.c.correction_id,
        ),
    )
    .where(
        or_(
            training_class.c.supervising_authority == bindparam("authority_code", type_=Text),
            matches(training_class, "institution_id"),
        ),
        or_(not_(bindparam("only_waiting", type_=Boolean)), _decided.decided_at.is_(None)),
        person_correction.c.correction_id > bindparam("after", type_=Uuid),
    )
    .order_by(person_correction.c.correction_id)
    .limit(bindparam("count", type_=Integer)),
    ListedCorrection,
)
_IS_THEIRS = Statement(
    select(func.count().label("corrections"))
    .select_from(person_correction)
    .join(training_class, training_class.c.class_id == person_correction.c.class_id)
    .where(
        person_correction.c.trainee_id == bindparam("of_trainee", type_=Uuid),
        person_correction.c.correction_id == bindparam("of_correction", type_=Uuid),
        training_class.c.supervising_authority == bindparam("authority_code", type_=Text),
    ),
    int,
)


async def listed(
    database: Database,
    *,
    authority_code: str | None,
    institution_id: UUID | None,
    only_waiting: bool,
    page: PageRequest,
) -> list[ListedCorrection]:
    """Corrections asked for in the classes of an authority, or of an institution, oldest first."""
    return await database.read(
        _LISTED,
        authority_code=authority_code,
        institution_id=institution_id,
        only_waiting=only_waiting,
        after=page.after,
        count=page.fetch,
    )


async def is_supervised_by(database: Database, trainee_id: UUID, correction_id: UUID, *, authority_code: str) -> bool:
    """Whether the correction was asked for in a class that the authority supervises."""
    return bool(
        await database.read_one(
            _IS_THEIRS, of_trainee=trainee_id, of_correction=correction_id, authority_code=authority_code
        )
    )
