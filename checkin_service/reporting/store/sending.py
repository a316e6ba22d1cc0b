"""Statements about reports on their way: which are due, what became of them, and how far an authority is behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Double,
    Integer,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of_many
from checkin_service.kit.questions import alike, matches, question
from checkin_service.reporting.model import DayCount, Due, Refused, ReportKind, ReportStep
from checkin_service.reporting.tables import report, report_ground, report_queue, report_step

_before = report_queue.alias("before")
_waits_for_another = exists().where(
    alike(report_ground, report_queue, "authority_code", "report_id"),
    alike(_before, report_ground, "authority_code"),
    _before.c.report_id == report_ground.c.ground_id,
)
_of_queue = alike(report, report_queue, "authority_code", "report_id")


_DUE = (
    report.c.authority_code,
    report.c.report_id,
    report.c.kind,
    report.c.trainee_id,
    report.c.object_id,
    report.c.part,
    report.c.value,
    report.c.day,
)


@question(
    select(*_DUE, report_queue.c.attempts, report_queue.c.steps)
    .select_from(report_queue.join(report, _of_queue))
    .where(matches(report_queue, "authority_code"), ~report_queue.c.is_refused, ~_waits_for_another)
    # What has been tried in vain does not keep the others waiting.
    .order_by(report_queue.c.attempts, report_queue.c.rank, report_queue.c.sequence)
    .limit(bindparam("count", type_=Integer))
)
async def due(database: Database, authority_code: str, *, count: int) -> list[Due]:
    """What may go up now: everything it rests on has been answered, or settled by somebody."""


_add_steps = fragment_of_many(ReportStep, report_step)
_IS_AMONG = report_queue.c.report_id == func.any(bindparam("reports", type_=ARRAY(Uuid)))


@fragment(
    update(report_queue)
    .values(attempts=report_queue.c.attempts + 1)
    .where(matches(report_queue, "authority_code"), _IS_AMONG)
)
def tried(unit: UnitOfWork, authority_code: str, reports: list[UUID]) -> None: ...


_moved = (
    func.unnest(bindparam("reports", type_=ARRAY(Uuid)), bindparam("ordinals", type_=ARRAY(Integer)))
    .table_valued(column("report_id", Uuid), column("ordinal", Integer))
    .render_derived("moved")
)


@fragment(
    update(report_queue)
    .values(
        steps=_moved.c.ordinal,
        is_refused=bindparam("refused", type_=Boolean),
    )
    .where(matches(report_queue, "authority_code"), report_queue.c.report_id == _moved.c.report_id),
    must_change_each="reports",
)
def _move(
    unit: UnitOfWork, *, authority_code: str, reports: list[UUID], ordinals: list[int], refused: bool
) -> None: ...


class Taken(NamedTuple):
    report_id: UUID
    steps: int


@question(
    select(report_queue.c.report_id, report_queue.c.steps).where(matches(report_queue, "authority_code"), _IS_AMONG)
)
async def _waiting_among(database: Database, authority_code: str, reports: list[UUID]) -> list[Taken]: ...


async def waiting_among(database: Database, authority_code: str, reports: list[UUID]) -> dict[UUID, int]:
    """Those of some reports that have no answer yet, with the steps they have taken."""
    return dict(await _waiting_among(database, authority_code, reports))


@fragment(update(report_queue).values(attempts=0).where(matches(report_queue, "authority_code", "report_id")))
def start_anew(unit: UnitOfWork, *, authority_code: str, report_id: UUID) -> None:
    """As if it had never been tried."""


@fragment(delete(report_queue).where(matches(report_queue, "authority_code"), _IS_AMONG), must_change_each="reports")
def _leave(unit: UnitOfWork, *, authority_code: str, reports: list[UUID]) -> None: ...


def keep_steps(unit: UnitOfWork, authority_code: str, steps: Sequence[ReportStep], *, refused: bool = False) -> None:
    """Steps of reports that stay in the queue; refused ones go up no more until somebody sends them again."""
    if steps:
        _add_steps(unit, steps)
        _move(
            unit,
            authority_code=authority_code,
            reports=[each.report_id for each in steps],
            ordinals=[each.ordinal for each in steps],
            refused=refused,
        )


def keep_last_steps(unit: UnitOfWork, authority_code: str, steps: Sequence[ReportStep]) -> None:
    """Steps after which nothing is owed any more."""
    if steps:
        _add_steps(unit, steps)
        _leave(unit, authority_code=authority_code, reports=[each.report_id for each in steps])


_is_between = report.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date))

# Reading -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What an authority still owes, and how long the oldest of it waits."""

    waiting: int
    refused: int
    oldest_at: datetime | None
    last_answer_at: datetime | None


_last_answer = (
    select(func.max(report_step.c.taken_at))
    .where(matches(report_step, "authority_code"), report_step.c.step == "answered")
    .scalar_subquery()
    .label("last_answer_at")
)


@question(
    select(
        func.count().filter(~report_queue.c.is_refused).label("waiting"),
        func.count().filter(report_queue.c.is_refused).label("refused"),
        func.min(report.c.noted_at).label("oldest_at"),
        _last_answer,
    )
    .select_from(report_queue.join(report, _of_queue))
    .where(matches(report_queue, "authority_code"))
)
async def backlog(database: Database, authority_code: str) -> Backlog: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How long the platform's answers took, from when a fact was noted; nothing without an answer."""

    answered: int
    median_s: float | None
    slowest_s: float | None


_took = cast(func.extract("epoch", report_step.c.taken_at - report.c.noted_at), Double)


@question(
    select(
        func.count().label("answered"),
        cast(func.percentile_cont(0.5).within_group(_took), Double).label("median_s"),
        func.max(_took).label("slowest_s"),
    )
    .select_from(report_step.join(report, alike(report, report_step, "authority_code", "report_id")))
    .where(
        matches(report_step, "authority_code"),
        report_step.c.step == "answered",
        report_step.c.taken_at >= bindparam("since", type_=DateTime(timezone=True)),
    )
)
async def lag(database: Database, authority_code: str, *, since: datetime) -> Lag:
    """Of what was answered since a moment (准实时回流)."""


_behind = (
    select(func.count())
    .select_from(report_ground)
    .where(alike(report_ground, report_queue, "authority_code"), report_ground.c.ground_id == report_queue.c.report_id)
    .scalar_subquery()
    .label("held_up")
)
_refusals = (
    select(
        report.c.authority_code,
        report.c.report_id,
        report.c.kind,
        report.c.trainee_id,
        report.c.object_id,
        report.c.value,
        report.c.day,
        func.coalesce(report_step.c.words_zh, "").label("words_zh"),
        func.coalesce(report_step.c.words_en, "").label("words_en"),
        report_step.c.taken_at.label("refused_at"),
        report_queue.c.steps,
        _behind,
    )
    .select_from(report_queue.join(report, _of_queue))
    .join(
        report_step,
        and_(
            alike(report_step, report_queue, "authority_code", "report_id"),
            report_step.c.ordinal == report_queue.c.steps,
        ),
    )
    .where(matches(report_queue, "authority_code"), report_queue.c.is_refused)
)


@question(_refusals.order_by(report_queue.c.sequence).limit(500))
async def refused(database: Database, authority_code: str) -> list[Refused]:
    """What the platform did not take, oldest first."""


@question(_refusals.where(matches(report_queue, "report_id")))
async def refused_one(database: Database, authority_code: str, report_id: UUID) -> Refused | None: ...


@question(
    select(
        report.c.day,
        report.c.kind,
        func.count().label("noted"),
        func.count(report_queue.c.report_id).label("owed"),
    )
    .select_from(report.outerjoin(report_queue, _of_queue))
    .where(
        matches(report, "authority_code"),
        _is_between,
    )
    .group_by(report.c.day, report.c.kind)
    .order_by(report.c.day.desc(), report.c.kind)
)
async def day_counts(database: Database, authority_code: str, *, first: date, last: date) -> list[DayCount]: ...


@question(
    select(
        *_DUE,
        func.coalesce(report_queue.c.attempts, 0).label("attempts"),
        func.coalesce(report_queue.c.steps, 0).label("steps"),
    )
    .select_from(report.outerjoin(report_queue, _of_queue))
    .where(
        matches(report, "authority_code", "kind"),
        _is_between,
    )
    .order_by(report.c.day, report.c.report_id)
    .limit(bindparam("count", type_=Integer))
)
async def of_days(
    database: Database, authority_code: str, kind: ReportKind, *, first: date, last: date, count: int
) -> list[Due]:
    """The same rows for a file: facts of a kind on some days."""
