"""Credits of class hours: each a row for the hours of a session that one thing earned."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    FromClause,
    Integer,
    Select,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from checkin_service.attendance.model.credits import CreditedSession, CreditMode
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.tables import HOUR_BITS, counted, credit, is_counted
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question

_hours = bindparam("hours", type_=Integer)


# As an array: PostgreSQL guesses ten hours, and plans the whole write once. It guesses a thousand numbers of a series
# whose ends are parameters, and plans each write anew.
_within = func.unnest(bindparam("within", type_=ARRAY(SmallInteger))).table_valued("hour").render_derived(name="within")
_is_taken = (
    select(credit.c.hour)
    .where(
        matches(credit, "trainee_id", "session_id"),
        HOUR_BITS.op("&")(literal(1, Integer).op("<<")(_within.c.hour)) != 0,
    )
    .exists()
)
_free = select(_within.c.hour).where(~_is_taken).order_by(_within.c.hour).limit(_hours).subquery("free")
_columns = (
    "trainee_id",
    "session_id",
    "hour",
    "hour_bits",
    "class_id",
    "mode",
    "attempt_id",
    "credited_at",
    "evidence_class",
)


def _row(hours: FromClause) -> Select[Any]:
    """One credit of these hours; none where there are none."""
    return select(
        bindparam("trainee_id", type_=Uuid),
        bindparam("session_id", type_=Uuid),
        func.min(hours.c.hour),
        func.bit_or(literal(1, Integer).op("<<")(hours.c.hour)),
        bindparam("class_id", type_=Uuid),
        bindparam("mode", type_=Text),
        bindparam("attempt_id", type_=Uuid),
        bindparam("at", type_=DateTime(timezone=True)),
        bindparam("evidence_class", type_=Text),
    ).having(func.count() > 0)


@fragment(insert(credit).from_select(_columns, _row(_within)))
def _credit_all(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    session_id: UUID,
    within: Sequence[int],
    mode: CreditMode,
    attempt_id: UUID,
    evidence_class: EvidenceClass,
    at: datetime,
) -> None: ...


@fragment(insert(credit).from_select(_columns, _row(_free)))
def _credit_free(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    session_id: UUID,
    within: Sequence[int],
    hours: int,
    mode: CreditMode,
    attempt_id: UUID,
    evidence_class: EvidenceClass,
    at: datetime,
) -> None: ...


def credit_session(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    class_id: UUID,
    session_id: UUID,
    hours: int,
    mode: CreditMode,
    attempt_id: UUID,
    evidence_class: EvidenceClass,
    at: datetime,
    hours_before: int = 0,
    missed_hours: int = 0,
) -> None:
    """Credit the first hours of a session that are free after those missed at its beginning.

    What others credit meanwhile makes the whole write fail: the same hours by their key, other hours by the counter.
    """
    given: dict[str, Any] = {
        "trainee_id": trainee_id,
        "class_id": class_id,
        "session_id": session_id,
        "within": list(range(missed_hours + 1, missed_hours + hours_before + hours + 1)),
        "mode": mode,
        "attempt_id": attempt_id,
        "evidence_class": evidence_class,
        "at": at,
    }
    if hours_before:
        _credit_free(unit, **given, hours=hours)
    else:
        _credit_all(unit, **given)


@question(
    select(
        credit.c.session_id,
        counted().label("hours"),
        func.min(credit.c.mode).label("mode"),
        cast(func.min(cast(credit.c.attempt_id, Text)), Uuid).label("attempt_id"),
    )
    .where(matches(credit, "trainee_id", "class_id"), is_counted)
    .group_by(credit.c.session_id)
)
async def credited_sessions(database: Database, trainee_id: UUID, class_id: UUID) -> list[CreditedSession]:
    """The sessions of a class credited to a trainee."""


class _Credited(NamedTuple):
    trainee_id: UUID
    session_id: UUID
    hours: int


_CREDITED_AMONG = Statement(
    select(credit.c.trainee_id, credit.c.session_id, counted().label("hours"))
    .where(
        credit.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))),
        credit.c.session_id == func.any(bindparam("session_ids", type_=ARRAY(Uuid))),
        is_counted,
    )
    .group_by(credit.c.trainee_id, credit.c.session_id),
    _Credited,
)


async def credited_among(
    database: Database, trainee_ids: Sequence[UUID], session_ids: Sequence[UUID]
) -> dict[UUID, dict[UUID, int]]:
    """Which of these sessions are credited, by trainee, and how many class hours of each."""
    if not session_ids:
        return {}
    rows = await database.read(_CREDITED_AMONG, trainee_ids=list(trainee_ids), session_ids=list(session_ids))
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in rows:
        found[row.trainee_id][row.session_id] = row.hours
    return found
