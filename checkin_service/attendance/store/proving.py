"""Statements that list attendance counters which differ from the sum of their facts, in pages."""

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import array

from checkin_service.attendance.model.credits import CounterDifference, CreditMode
from checkin_service.attendance.tables import attendance, counted, credit, is_counted
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, question

_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)
_PAGE = 20_000

_after, _upto = bindparam("after", type_=Uuid), bindparam("upto", type_=Uuid)
_BOUND = Statement(
    select(credit.c.trainee_id)
    .where(credit.c.trainee_id > _after)
    .order_by(credit.c.trainee_id)
    .offset(_PAGE)
    .limit(1),
    UUID,
)
_counters = (
    select(attendance).where(attendance.c.trainee_id > _after, attendance.c.trainee_id <= _upto).subquery("counters")
)
_facts = (
    select(
        credit.c.trainee_id,
        credit.c.class_id,
        counted().label("hours"),
        counted(CreditMode.CORRECTED).label("corrected"),
        counted(CreditMode.IMPORTED).label("imported"),
        counted(CreditMode.ASSERTED_BY_PLATFORM).label("asserted"),
    )
    .where(credit.c.trainee_id > _after, credit.c.trainee_id <= _upto, is_counted)
    .group_by(credit.c.trainee_id, credit.c.class_id)
    .subquery("facts")
)


def _or_none(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(column, 0)


_PARTS = (
    (_counters.c.credited_hours, _facts.c.hours),
    (_counters.c.corrected_hours, _facts.c.corrected),
    (_counters.c.imported_hours, _facts.c.imported),
    (_counters.c.asserted_hours, _facts.c.asserted),
)
_DIFFERENCES = Statement(
    select(
        func.coalesce(_counters.c.trainee_id, _facts.c.trainee_id).label("trainee_id"),
        func.coalesce(_counters.c.class_id, _facts.c.class_id).label("class_id"),
        array([_or_none(counted) for counted, _ in _PARTS]).label("counted"),
        array([_or_none(facts) for _, facts in _PARTS]).label("facts"),
    )
    .select_from(_counters)
    .join(
        _facts,
        alike(_facts, _counters, "trainee_id", "class_id"),
        full=True,
    )
    .where(or_(*(_or_none(counted) != _or_none(facts) for counted, facts in _PARTS))),
    CounterDifference,
)


async def counter_differences(database: Database) -> list[CounterDifference]:
    """Every counter that is not the number of its facts; memory and statements stay small at any size."""
    found: list[CounterDifference] = []
    after = _FIRST
    while True:
        bound = await database.read_one(_BOUND, after=after)
        upto = bound or _LAST
        found += await database.read(_DIFFERENCES, after=after, upto=upto)
        if bound is None:
            return found
        after = upto


@question(select(func.count().label("number")).select_from(attendance))
async def number_of_counters(database: Database) -> int: ...
