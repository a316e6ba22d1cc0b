"""The read of one of a person's own sessions: what was tried there, what was decided, and what counts."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, and_, bindparam, literal, null, select, true, union_all

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.tables import counted, credit, is_counted
from checkin_service.catalogue.tables import site
from checkin_service.checkin.tables import attempt, platform_sign_in, review, scan
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, question
from checkin_service.kit.verdict import Decision
from checkin_service.timetable.model import Session
from checkin_service.timetable.tables import class_session, registration, training_class

_own, _asked = bindparam("trainee_id", type_=Uuid), bindparam("session_id", type_=Uuid)


class OwnSessionRow(NamedTuple):
    """A session with its site, the rules it is under, and the class hours that count of it."""

    session: Session
    supervising_authority: str
    phases: tuple[str, ...]
    site_name: str
    address: str
    credited_hours: int
    corrected_hours: int


class ReviewedRow(NamedTuple):
    accepted: bool
    reason: str
    reviewed_at: datetime


class TriedRow(NamedTuple):
    """A check-in, scan or sign-in as it was judged, and the reviewer's word on it."""

    kind: str
    decision: Decision
    received_at: datetime
    answer: bytes
    review: ReviewedRow | None


_counted = (
    select(counted().label("hours"), counted(CreditMode.CORRECTED).label("corrected"))
    .where(credit.c.trainee_id == _own, credit.c.session_id == _asked, is_counted)
    .subquery("counted")
)
_tried = union_all(
    select(
        literal("attempt", Text).label("kind"),
        attempt.c.decision,
        attempt.c.received_at,
        attempt.c.answer,
        review.c.accepted,
        review.c.reason,
        review.c.reviewed_at,
    )
    .outerjoin(review, alike(review, attempt, "trainee_id", "attempt_id"))
    .where(attempt.c.trainee_id == _own, attempt.c.session_id == _asked),
    *(
        select(
            literal(kind, Text).label("kind"),
            table.c.decision,
            table.c.received_at,
            table.c.answer,
            null().label("accepted"),
            null().label("reason"),
            null().label("reviewed_at"),
        ).where(table.c.trainee_id == _own, table.c.session_id == _asked)
        for kind, table in (("scan", scan), ("platform", platform_sign_in))
    ),
).subquery("tried")


@question(
    select(
        class_session,
        training_class.c.supervising_authority,
        training_class.c.phases,
        site.c.name.label("site_name"),
        site.c.address,
        _counted.c.hours.label("credited_hours"),
        _counted.c.corrected.label("corrected_hours"),
    )
    .select_from(class_session)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .join(registration, and_(registration.c.trainee_id == _own, registration.c.class_id == class_session.c.class_id))
    .join(site, site.c.site_id == class_session.c.site_id)
    .join(_counted, true())
    .where(class_session.c.session_id == _asked)
)
async def own_session(database: Database, trainee_id: UUID, session_id: UUID) -> OwnSessionRow | None:
    """A session of a class that the person is registered in; `None` for anybody else's."""


@question(select(_tried).order_by(_tried.c.received_at))
async def tried_at(database: Database, trainee_id: UUID, session_id: UUID) -> list[TriedRow]:
    """What a person has sent for a session, or others have about them, oldest first."""
