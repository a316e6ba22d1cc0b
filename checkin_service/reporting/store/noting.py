"""Statements that note of whom there is news, and keep the reports that follow from it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, column, delete, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of_many
from checkin_service.kit.outbox import Event
from checkin_service.kit.questions import question
from checkin_service.reporting.model import Report
from checkin_service.reporting.rules import RANKS
from checkin_service.reporting.store.facts import everybody
from checkin_service.reporting.tables import report, report_ground, report_noted, report_queue, report_switch

_news = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), bindparam("events", type_=ARRAY(Uuid)))
    .table_valued(column("trainee_id", Uuid), column("event_id", Uuid))
    .render_derived("news")
)


@fragment(
    insert(report_noted)
    .from_select(
        ["trainee_id", "event_id"],
        # Where no authority has ever decided to report, nothing is noted and nothing costs.
        select(_news).where(exists().where(report_switch.c.is_on)),
    )
    .on_conflict_do_nothing()
)
def _note(unit: UnitOfWork, *, trainees: list[UUID], events: list[UUID]) -> None: ...


def note(unit: UnitOfWork, events: Sequence[Event]) -> None:
    """Part of the write that delivers events: what they tell of these people may have to go up."""
    _note(unit, trainees=[event.trainee_id for event in events], events=[event.event_id for event in events])


@fragment(
    insert(report_noted)
    .from_select(
        ["trainee_id", "event_id"],
        select(everybody.c.trainee_id, bindparam("cause", type_=Uuid).label("event_id")),
    )
    .on_conflict_do_nothing()
)
def note_everybody(unit: UnitOfWork, *, authority_code: str, cause: UUID) -> None:
    """Whoever an authority has to do with is looked at anew, whatever has happened to them before."""


class Noted(NamedTuple):
    trainee_id: UUID
    event_id: UUID


NOTED = Statement(
    select(report_noted.c.trainee_id, report_noted.c.event_id)
    .order_by(report_noted.c.event_id)
    .limit(bindparam("count", type_=Integer))
    .with_for_update(skip_locked=True),
    Noted,
)


@question(select(func.count().label("noted")).select_from(report_noted))
async def number_noted(database: Database) -> int: ...


@fragment(
    delete(report_noted).where(
        report_noted.c.trainee_id == _news.c.trainee_id, report_noted.c.event_id == _news.c.event_id
    )
)
def _done(unit: UnitOfWork, *, trainees: list[UUID], events: list[UUID]) -> None: ...


def done(unit: UnitOfWork, noted: Sequence[Noted]) -> None:
    _done(unit, trainees=[each.trainee_id for each in noted], events=[each.event_id for each in noted])


class Known(NamedTuple):
    report_id: UUID
    value: str


@question(
    select(report.c.report_id, report.c.value).where(
        report.c.authority_code == bindparam("authority_code", type_=report.c.authority_code.type),
        report.c.report_id == func.any(bindparam("reports", type_=ARRAY(Uuid))),
    )
)
async def known_among(database: Database, authority_code: str, reports: list[UUID]) -> list[Known]:
    """Those of some reports that an authority has kept already, with what they say."""


class Ground(NamedTuple):
    """One report rests on another."""

    authority_code: str
    report_id: UUID
    ground_id: UUID


class Queued(NamedTuple):
    authority_code: str
    report_id: UUID
    rank: int


_add_reports = fragment_of_many(Report, report, [each.name for each in report.columns])
_add_grounds = fragment_of_many(Ground, report_ground)
_add_to_queue = fragment_of_many(Queued, report_queue, Queued._fields)


def add(unit: UnitOfWork, reports: Sequence[Report]) -> None:
    """Keep reports and let them wait; of two at once the second finds the write refused and looks again."""
    _add_reports(unit, reports)
    _add_grounds(unit, [Ground(each.authority_code, each.report_id, on) for each in reports for on in each.rests_on])
    _add_to_queue(unit, [Queued(each.authority_code, each.report_id, RANKS[each.kind]) for each in reports])
