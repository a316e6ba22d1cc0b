"""Statements that list presences and credits without an accepted attempt beneath them, in pages."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, and_, bindparam, cast, exists, literal, or_, select, union_all

from checkin_service.attendance.tables import credit
from checkin_service.checkin.model.rechecks import Unfounded
from checkin_service.checkin.tables import attempt, presence, review
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike
from checkin_service.timetable.tables import class_session

_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)
_PAGE = 20_000

_after, _upto = bindparam("after", type_=Uuid), bindparam("upto", type_=Uuid)
_BOUND = Statement(
    select(attempt.c.trainee_id)
    .where(attempt.c.trainee_id > _after)
    .order_by(attempt.c.trainee_id)
    .offset(bindparam("page", type_=Integer))
    .limit(1),
    UUID,
)
_accepted_by_review = exists().where(alike(review, attempt, "trainee_id", "attempt_id"), review.c.accepted)
_is_accepted = or_(attempt.c.decision == "accepted", _accepted_by_review)
_its_attempt = exists().where(
    alike(attempt, presence, "trainee_id", "attempt_id", "class_id", "session_id", "phase"), _is_accepted
)
_its_presence = exists().where(alike(presence, attempt, "trainee_id", "class_id", "session_id", "phase"))
_credited_presence = exists().where(alike(presence, credit, "trainee_id", "class_id", "session_id", "attempt_id"))
_ATTENDED = ("located", "scanned", "online")
"""Modes of credit that rest on a check-in."""

_UNFOUNDED = Statement(
    union_all(
        select(
            cast(literal("presence_without_attempt"), Text).label("fault"),
            presence.c.trainee_id,
            presence.c.class_id,
            presence.c.session_id,
            presence.c.attempt_id,
        ).where(presence.c.trainee_id > _after, presence.c.trainee_id <= _upto, ~_its_attempt),
        select(
            cast(literal("attempt_without_presence"), Text),
            attempt.c.trainee_id,
            attempt.c.class_id,
            attempt.c.session_id,
            attempt.c.attempt_id,
        ).where(attempt.c.trainee_id > _after, attempt.c.trainee_id <= _upto, _is_accepted, ~_its_presence),
        select(
            cast(literal("credit_without_presence"), Text),
            credit.c.trainee_id,
            credit.c.class_id,
            credit.c.session_id,
            credit.c.attempt_id,
        )
        .distinct()
        .where(
            and_(credit.c.trainee_id > _after, credit.c.trainee_id <= _upto),
            or_(*(credit.c.mode == mode for mode in _ATTENDED)),
            ~_credited_presence,
        ),
        select(
            cast(literal("credit_of_cancelled_session"), Text),
            credit.c.trainee_id,
            credit.c.class_id,
            credit.c.session_id,
            credit.c.attempt_id,
        )
        .distinct()
        .join(class_session, class_session.c.session_id == credit.c.session_id)
        .where(credit.c.trainee_id > _after, credit.c.trainee_id <= _upto, class_session.c.cancelled_at.is_not(None)),
    ),
    Unfounded,
)


async def unfounded(database: Database) -> AsyncIterator[Unfounded]:
    """Every presence, accepted attempt and credited session whose other half is missing."""
    after = _FIRST
    while True:
        bound = await database.read_one(_BOUND, after=after, page=_PAGE)
        upto = bound or _LAST
        for row in await database.read(_UNFOUNDED, after=after, upto=upto):
            yield row
        if bound is None:
            return
        after = upto
