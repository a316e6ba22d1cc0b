"""Statements that move the counters: what waits, what each person adds, and the differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    Text,
    Uuid,
    bindparam,
    column,
    delete,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.outbox import Event
from checkin_service.kit.questions import question
from checkin_service.statistics.model import Cell
from checkin_service.statistics.tables import (
    statistics_counter,
    statistics_pending,
    statistics_share,
    statistics_total,
)

_news = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), bindparam("events", type_=ARRAY(Uuid)))
    .table_valued(column("trainee_id", Uuid), column("event_id", Uuid))
    .render_derived("news")
)


@fragment(insert(statistics_pending).from_select(["trainee_id", "event_id"], select(_news)))
def _wait(unit: UnitOfWork, *, trainees: list[UUID], events: list[UUID]) -> None: ...


def note(unit: UnitOfWork, events: Sequence[Event]) -> None:
    """Part of the write that delivers events: the people concerned are to be counted anew."""
    _wait(unit, trainees=[event.trainee_id for event in events], events=[event.event_id for event in events])


class Waiting(NamedTuple):
    trainee_id: UUID
    event_id: UUID


WAITING = Statement(
    select(statistics_pending.c.trainee_id, statistics_pending.c.event_id)
    .order_by(statistics_pending.c.event_id)
    .limit(bindparam("count", type_=Integer))
    .with_for_update(skip_locked=True),
    Waiting,
)


@question(select(func.count().label("waiting")).select_from(statistics_pending))
async def number_waiting(database: Database) -> int: ...


@fragment(
    delete(statistics_pending).where(
        statistics_pending.c.trainee_id == _news.c.trainee_id, statistics_pending.c.event_id == _news.c.event_id
    )
)
def _done(unit: UnitOfWork, *, trainees: list[UUID], events: list[UUID]) -> None: ...


def done(unit: UnitOfWork, waited: Sequence[Waiting]) -> None:
    _done(unit, trainees=[each.trainee_id for each in waited], events=[each.event_id for each in waited])


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredShare:
    """What a person has added so far."""

    trainee_id: UUID
    version: int
    cells: list[Any]


@question(
    select(statistics_share).where(statistics_share.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid))))
)
async def shares(database: Database, *, trainees: list[UUID]) -> list[StoredShare]: ...


@fragment(
    insert(statistics_share)
    .values(
        trainee_id=bindparam("trainee_id"),
        version=bindparam("seen_version", type_=Integer) + 1,
        cells=bindparam("cells"),
    )
    .on_conflict_do_update(
        index_elements=[statistics_share.c.trainee_id],
        set_={"version": statistics_share.c.version + 1, "cells": bindparam("cells")},
        where=statistics_share.c.version == bindparam("seen_version", type_=Integer),
    ),
    must_change_one=True,
)
def keep_share(unit: UnitOfWork, *, trainee_id: UUID, seen_version: int, cells: list[Any]) -> None:
    """`Stale` when somebody else has counted the person meanwhile."""


_CELL = (
    ("month", Date),
    ("supervising", Text),
    ("paying", Text),
    ("counting", Text),
    ("institution_id", Uuid),
    ("project_id", Uuid),
    ("kind", Text),
    ("channel", Text),
    ("fund", Text),
    ("measure", Text),
)
_changes = (
    func.unnest(*(bindparam(f"{name}s", type_=ARRAY(kind)) for name, kind in (*_CELL, ("value", BigInteger))))
    .table_valued(*(column(name, kind) for name, kind in (*_CELL, ("value", BigInteger))))
    .render_derived("changes")
)
_counters = insert(statistics_counter).from_select([name for name, _ in _CELL] + ["value"], select(_changes))


@fragment(
    _counters.on_conflict_do_update(
        index_elements=list(statistics_counter.primary_key.columns),
        set_={"value": statistics_counter.c.value + _counters.excluded.value},
    )
)
def _move_counters(
    unit: UnitOfWork,
    *,
    months: list[date],
    supervisings: list[str],
    payings: list[str],
    countings: list[str],
    institution_ids: list[UUID],
    project_ids: list[UUID],
    kinds: list[str],
    channels: list[str],
    funds: list[str],
    measures: list[str],
    values: list[int],
) -> None: ...


def move_counters(unit: UnitOfWork, changes: Sequence[tuple[Cell, int]]) -> None:
    """Add to counters, always in the same order: two that do so at once wait and never for one another."""
    ordered = sorted(changes)
    columns = {f"{name}s": [getattr(cell, name) for cell, _ in ordered] for name, _ in _CELL}
    _move_counters(unit, **columns, values=[value for _, value in ordered])


class TotalKey(NamedTuple):
    role: str
    authority_code: str
    month: date
    measure: str
    fund: str


_TOTAL = (("role", Text), ("authority_code", Text), ("month", Date), ("measure", Text), ("fund", Text))
_added = (
    func.unnest(*(bindparam(f"{name}s", type_=ARRAY(kind)) for name, kind in (*_TOTAL, ("value", BigInteger))))
    .table_valued(*(column(name, kind) for name, kind in (*_TOTAL, ("value", BigInteger))))
    .render_derived("added")
)
_totals = insert(statistics_total).from_select([name for name, _ in _TOTAL] + ["value"], select(_added))


@fragment(
    _totals.on_conflict_do_update(
        index_elements=list(statistics_total.primary_key.columns),
        set_={"value": statistics_total.c.value + _totals.excluded.value},
    )
)
def _move_totals(
    unit: UnitOfWork,
    *,
    roles: list[str],
    authority_codes: list[str],
    months: list[date],
    measures: list[str],
    funds: list[str],
    values: list[int],
) -> None: ...


def move_totals(unit: UnitOfWork, changes: Sequence[tuple[TotalKey, int]]) -> None:
    """The same for the totals of places."""
    ordered = sorted(changes)
    columns = {f"{name}s": [getattr(key, name) for key, _ in ordered] for name, _ in _TOTAL}
    _move_totals(unit, **columns, values=[value for _, value in ordered])
