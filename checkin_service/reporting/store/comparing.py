"""Statements about comparisons with the platform, the differences found and how they were resolved."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, bindparam, exists, func, insert, select

from checkin_service.kit.database import Database, fragment_of, fragment_of_many
from checkin_service.kit.questions import alike, matches, question
from checkin_service.reporting.model import Comparison, Difference, DifferenceRuling, ReportKind
from checkin_service.reporting.tables import (
    report,
    report_comparison,
    report_difference,
    report_difference_ruling,
    report_step,
)


class AnsweredRow(NamedTuple):
    """A report of a day that the platform has taken."""

    report_id: UUID
    kind: ReportKind
    trainee_id: UUID | None
    value: str


@question(
    select(report.c.report_id, report.c.kind, report.c.trainee_id, report.c.value).where(
        matches(report, "authority_code", "day"),
        exists().where(alike(report_step, report, "authority_code", "report_id"), report_step.c.step == "answered"),
    )
)
async def answered_of_day(database: Database, authority_code: str, day: date) -> list[AnsweredRow]:
    """What both sides should have."""


@question(
    select(report.c.report_id).where(
        matches(report, "authority_code", "day"),
        ~exists().where(alike(report_step, report, "authority_code", "report_id"), report_step.c.step == "answered"),
    )
)
async def unanswered_of_day(database: Database, authority_code: str, day: date) -> set[UUID]:
    """What is still on its way, and may be there or not."""


@question(
    select(func.coalesce(func.max(report_comparison.c.ordinal), 0).label("ordinal")).where(
        matches(report_comparison, "authority_code", "day")
    )
)
async def latest_ordinal(database: Database, authority_code: str, day: date) -> int: ...


add_comparisons = fragment_of_many(Comparison, report_comparison)
add_differences = fragment_of_many(Difference, report_difference)
add_ruling = fragment_of(DifferenceRuling, insert(report_difference_ruling))

_later = report_comparison.alias("later")


@question(
    select(report_comparison)
    .where(
        matches(report_comparison, "authority_code"),
        report_comparison.c.day >= bindparam("first", type_=Date),
        ~exists().where(
            alike(_later, report_comparison, "authority_code", "day"),
            _later.c.ordinal > report_comparison.c.ordinal,
        ),
    )
    .order_by(report_comparison.c.day.desc(), report_comparison.c.kind)
)
async def latest_comparisons(database: Database, authority_code: str, *, first: date) -> list[Comparison]:
    """How each day from one on compares by the latest look."""


@question(select(report_difference.c.difference_id).where(matches(report_difference, "authority_code")))
async def known(database: Database, authority_code: str) -> set[UUID]:
    """Differences found before, resolved or not."""


_open = select(report_difference).where(
    matches(report_difference, "authority_code"),
    ~exists().where(alike(report_difference_ruling, report_difference, "authority_code", "difference_id")),
)


@question(_open.order_by(report_difference.c.found_at, report_difference.c.difference_id).limit(500))
async def open_differences(database: Database, authority_code: str) -> list[Difference]:
    """Those that nobody has resolved, oldest first."""


@question(_open.where(matches(report_difference, "difference_id")))
async def open_difference(database: Database, authority_code: str, difference_id: UUID) -> Difference | None: ...
