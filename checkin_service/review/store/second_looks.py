"""Statements of second looks: openings of evidence, what a draw may choose, what differs, and reviewers' figures."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Float, Integer, Text, and_, bindparam, cast, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or_leave

from checkin_service.checkin.tables import attempt, review
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.review.model import Decided, DisputeRuling, Opening, Pace, Pair, SecondLook, SecondReview
from checkin_service.review.tables import dispute_ruling, review_opening, second_look, second_review
from checkin_service.timetable.tables import training_class

_moment = DateTime(timezone=True)

add_opening = fragment_of(Opening, insert_or_leave(review_opening).on_conflict_do_nothing())
"""The first opening stays."""
add_look = fragment_of(SecondLook, insert_or_leave(second_look).on_conflict_do_nothing())
"""Two nodes may draw at once, and what was decided too fast may be drawn as well: one look is enough."""
add_second_review = fragment_of(SecondReview, insert(second_review))
add_ruling = fragment_of(DisputeRuling, insert(dispute_ruling))

_reviews = (
    select(review.c.trainee_id, review.c.attempt_id, review.c.reviewed_by)
    .join(attempt, alike(attempt, review, "trainee_id", "attempt_id"))
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .where(training_class.c.supervising_authority == bindparam("authority_code", type_=Text))
)


@question(
    _reviews.where(
        review.c.reviewed_at > bindparam("since", type_=_moment),
        review.c.reviewed_at <= bindparam("until", type_=_moment),
    ).order_by(review.c.attempt_id, review.c.trainee_id)
)
async def decided_between(
    database: Database, authority_code: str, *, since: datetime, until: datetime
) -> list[Decided]:
    """Decisions about check-ins of the classes that an authority supervises."""


class Dispute(NamedTuple):
    """An attempt that two people decided differently and that nobody has ruled on."""

    trainee_id: UUID
    attempt_id: UUID
    class_id: UUID
    answer: bytes
    first: bool
    first_reason: str
    first_by: UUID
    first_at: datetime
    second: bool
    second_reason: str
    second_by: UUID
    second_at: datetime


_disputes = (
    select(
        attempt.c.trainee_id,
        attempt.c.attempt_id,
        attempt.c.class_id,
        attempt.c.answer,
        review.c.accepted.label("first"),
        review.c.reason.label("first_reason"),
        review.c.reviewed_by.label("first_by"),
        review.c.reviewed_at.label("first_at"),
        second_review.c.accepted.label("second"),
        second_review.c.reason.label("second_reason"),
        second_review.c.reviewed_by.label("second_by"),
        second_review.c.reviewed_at.label("second_at"),
    )
    .select_from(second_look)
    .join(second_review, alike(second_review, second_look, "trainee_id", "attempt_id"))
    .join(review, alike(review, second_look, "trainee_id", "attempt_id"))
    .join(attempt, alike(attempt, second_look, "trainee_id", "attempt_id"))
    .outerjoin(dispute_ruling, alike(dispute_ruling, second_look, "trainee_id", "attempt_id"))
    .where(
        matches(second_look, "authority_code"),
        second_review.c.accepted != review.c.accepted,
        dispute_ruling.c.ruled_by.is_(None),
    )
)


@question(_disputes.order_by(second_review.c.reviewed_at, attempt.c.attempt_id).limit(200))
async def disputes(database: Database, authority_code: str) -> list[Dispute]:
    """The longest waiting first."""


@question(_disputes.where(matches(second_look, "trainee_id", "attempt_id")))
async def dispute(database: Database, authority_code: str, *, trainee_id: UUID, attempt_id: UUID) -> Dispute | None: ...


@question(
    select(
        review.c.reviewed_by,
        func.count(type_=Integer).label("decided"),
        func.count(type_=Integer).filter(review.c.accepted).label("accepted"),
        cast(func.percentile_cont(0.5).within_group(review.c.opened_s), Float).label("median_s"),
        func.count(type_=Integer).filter(review.c.is_hasty).label("hasty"),
    )
    .join(attempt, alike(attempt, review, "trainee_id", "attempt_id"))
    .join(training_class, training_class.c.class_id == attempt.c.class_id)
    .where(
        training_class.c.supervising_authority == bindparam("authority_code", type_=Text),
        review.c.reviewed_at > bindparam("since", type_=_moment),
    )
    .group_by(review.c.reviewed_by)
    .order_by(func.count().desc(), review.c.reviewed_by)
)
async def paces(database: Database, authority_code: str, *, since: datetime) -> list[Pace]: ...


@question(
    select(
        review.c.reviewed_by.label("first_by"),
        second_review.c.reviewed_by.label("second_by"),
        review.c.accepted.label("first"),
        second_review.c.accepted.label("second"),
    )
    .select_from(second_look)
    .join(second_review, alike(second_review, second_look, "trainee_id", "attempt_id"))
    .join(review, alike(review, second_look, "trainee_id", "attempt_id"))
    .where(
        and_(matches(second_look, "authority_code"), second_review.c.reviewed_at > bindparam("since", type_=_moment))
    )
)
async def pairs(database: Database, authority_code: str, *, since: datetime) -> list[Pair]: ...
