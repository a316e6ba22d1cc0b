"""Statements about evaluations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, and_, bindparam, cast, exists, insert, or_, select

from checkin_service.evaluations.model import Evaluation, Given, SealedWords
from checkin_service.evaluations.tables import evaluation
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

add_evaluation = fragment_of(Evaluation, insert(evaluation))
"""Of two at once one finds its ordinal taken."""

_later, _first = evaluation.alias("later"), evaluation.alias("first")
_is_latest = ~exists().where(
    alike(_later, evaluation, "trainee_id", "class_id"), _later.c.ordinal > evaluation.c.ordinal
)


@question(
    select(evaluation).where(matches(evaluation, "trainee_id")).order_by(evaluation.c.class_id, evaluation.c.ordinal)
)
async def evaluations_of(database: Database, trainee_id: UUID) -> list[Evaluation]:
    """Of one person, each class's in turn."""


@question(
    select(
        evaluation.c.class_id,
        evaluation.c.institution_id,
        evaluation.c.project_id,
        evaluation.c.marks,
        evaluation.c.closes_on,
    )
    .join(_first, and_(alike(_first, evaluation, "trainee_id", "class_id"), _first.c.ordinal == 1))
    .where(
        or_(
            evaluation.c.institution_id == bindparam("institution_id", type_=Uuid),
            evaluation.c.authority_code.between(
                bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)
            ),
        ),
        _first.c.given_at >= bindparam("since", type_=DateTime(timezone=True)),
        cast(evaluation.c.marks, Text) != "{}",
        _is_latest,
    )
    # Replacing one does not move it: groups are made in the order of the first coming.
    .order_by(_first.c.given_at, _first.c.trainee_id)
)
async def standing(
    database: Database,
    *,
    institution_id: UUID | None,
    first_code: str | None,
    last_code: str | None,
    since: datetime,
) -> list[Given]:
    """Those that stand, of an institution or of the places between two codes, in the order of their coming."""


@question(
    select(evaluation.c.trainee_id, evaluation.c.words_sealed).where(
        matches(evaluation, "class_id"), evaluation.c.words_sealed.is_not(None), _is_latest
    )
)
async def words_of(database: Database, class_id: UUID) -> list[SealedWords]:
    """What was written about a class and stands."""
