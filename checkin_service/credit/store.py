"""Statements about credit scores, and the facts that one is counted from."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.attendance.tables import attendance
from checkin_service.catalogue.tables import institution, project
from checkin_service.catalogue.tables.institutions import is_active
from checkin_service.conduct.tables import is_listed
from checkin_service.credit.model import Counted, KeptScore, Listed, Score, ScoreAppeal, ScoreAppealDecision
from checkin_service.credit.tables import credit_appeal, credit_appeal_decision, credit_score
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.timetable.tables import assessment, registration, training_class
from checkin_service.voucher.tables import transfer

add_score = fragment_of(Score, insert(credit_score))
"""Of two at once one finds its ordinal taken."""
add_appeal = fragment_of(ScoreAppeal, insert(credit_appeal))
add_decision = fragment_of(ScoreAppealDecision, insert(credit_appeal_decision))

_scores = (
    select(
        *credit_score.c,
        credit_appeal.c.words.label("appeal_words"),
        credit_appeal.c.filed_at.label("appeal_at"),
        credit_appeal_decision.c.upheld,
        credit_appeal_decision.c.set_aside,
        credit_appeal_decision.c.until,
        credit_appeal_decision.c.reason.label("appeal_reason"),
        credit_appeal_decision.c.decided_at.label("appeal_decided_at"),
    )
    .outerjoin(credit_appeal, alike(credit_appeal, credit_score, "score_id"))
    .outerjoin(credit_appeal_decision, alike(credit_appeal_decision, credit_score, "score_id"))
)
_later = credit_score.alias("later")
_is_latest = ~exists().where(alike(_later, credit_score, "institution_id"), _later.c.ordinal > credit_score.c.ordinal)


@question(_scores.where(matches(credit_score, "score_id")))
async def score_of(database: Database, score_id: UUID) -> KeptScore | None: ...


@question(_scores.where(matches(credit_score, "institution_id")).order_by(credit_score.c.ordinal))
async def scores_of(database: Database, institution_id: UUID) -> list[KeptScore]:
    """Of an institution, oldest first."""


@question(
    _scores.where(matches(credit_score, "authority_code"), _is_latest)
    .order_by(credit_score.c.institution_id)
    .limit(5000)
)
async def latest(database: Database, authority_code: str) -> list[KeptScore]:
    """The scores that hold, of the institutions of an authority."""


@question(
    _scores.where(
        credit_score.c.authority_code.between(bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)),
        _is_latest,
        is_active(credit_score.c.institution_id),
        is_listed(credit_score.c.institution_id, bindparam("on_day", type_=Date)),
    )
    .order_by(credit_score.c.institution_id)
    .limit(5000)
)
async def public_latest(database: Database, *, first_code: str, last_code: str, on_day: date) -> list[KeptScore]:
    """The scores that hold of the places between two codes, of who stands and is off the lists by no sanction."""


@question(
    _scores.where(credit_score.c.institution_id == func.any(bindparam("institutions", type_=ARRAY(Uuid))), _is_latest)
)
async def latest_of(database: Database, institutions: Collection[UUID]) -> list[KeptScore]:
    """The scores that hold of these institutions, of those that have any."""


_taught = (
    select(project.c.occupation)
    .join(training_class, training_class.c.project_id == project.c.project_id)
    .where(training_class.c.institution_id == institution.c.institution_id, training_class.c.opened_at.is_not(None))
    .correlate(institution)
)
_occupation = bindparam("occupation", type_=Text)


@question(
    select(
        institution.c.institution_id,
        institution.c.name,
        institution.c.authority_code,
        func.array(_taught.distinct().order_by(project.c.occupation).scalar_subquery(), type_=ARRAY(Text)).label(
            "occupations"
        ),
    )
    .where(
        institution.c.authority_code.between(bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)),
        is_active(institution.c.institution_id),
        is_listed(institution.c.institution_id, bindparam("on_day", type_=Date)),
        or_(
            _occupation == "",
            _taught.where(func.strpos(project.c.occupation, _occupation) > 0).exists(),
        ),
        institution.c.institution_id > bindparam("after", type_=Uuid),
    )
    .order_by(institution.c.institution_id)
    .limit(bindparam("fetch"))
)
async def listed(
    database: Database, *, first_code: str, last_code: str, occupation: str, on_day: date, after: UUID, fetch: int
) -> list[Listed]:
    """Institutions of the places between two codes that stand and are listed, by what they have taught."""


_mine = training_class.c.institution_id == bindparam("institution_id", type_=Uuid)
_in_period = and_(
    training_class.c.state == "completed",
    training_class.c.completed_at >= bindparam("since", type_=DateTime(timezone=True)),
)
_newer = assessment.alias("newer")
_last_result = (
    select(assessment.c.passed)
    .where(alike(assessment, registration, "trainee_id", "class_id"), assessment.c.part.is_(None))
    .where(
        ~exists().where(
            alike(_newer, assessment, "trainee_id", "class_id"),
            _newer.c.part.is_(None),
            _newer.c.ordinal > assessment.c.ordinal,
        )
    )
    .scalar_subquery()
)
_people = (
    select(
        registration.c.trainee_id,
        registration.c.voucher_id,
        registration.c.withdrawn_at,
        func.coalesce(attendance.c.credited_hours, 0).label("credited"),
        func.coalesce(attendance.c.corrected_hours, 0).label("corrected"),
        _last_result.label("passed"),
        exists()
        .where(
            transfer.c.trainee_id == registration.c.trainee_id,
            transfer.c.voucher_id == registration.c.voucher_id,
            transfer.c.kind == "claw_back",
        )
        .label("is_clawed_back"),
    )
    .join(training_class, training_class.c.class_id == registration.c.class_id)
    .outerjoin(attendance, alike(attendance, registration, "trainee_id", "class_id"))
    .where(_mine, _in_period)
    .subquery("people")
)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), Integer)


@question(
    select(
        func.count().label("registered"),
        _number(and_(_people.c.withdrawn_at.is_(None), _people.c.credited > 0)).label("stayed"),
        _number(_people.c.passed.is_not(None)).label("assessed"),
        _number(_people.c.passed).label("passed"),
        _sum(_people.c.credited).label("credited_hours"),
        _sum(_people.c.corrected).label("corrected_hours"),
        _number(_people.c.is_clawed_back).label("clawed_back"),
    ).select_from(_people)
)
async def counted(database: Database, *, institution_id: UUID, since: datetime) -> Counted:
    """What the classes of an institution that were completed since then come to."""


@question(select(training_class.c.institution_id).where(_in_period).distinct())
async def institutions_with_classes(database: Database, *, since: datetime) -> list[UUID]:
    """Those that completed a class since then."""
