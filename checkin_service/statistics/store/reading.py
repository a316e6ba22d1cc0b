"""Statements that add counters up: totals of a place by month, parts of it, and what it is broken down by."""

from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Date, Integer, Text, Uuid, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority, institution, project
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import question
from checkin_service.registry.tables import claim_channel
from checkin_service.statistics.model import Figure
from checkin_service.statistics.tables import statistics_counter, statistics_total

_FIRST_CODE, _LAST_CODE = bindparam("first_code", type_=Text), bindparam("last_code", type_=Text)
_IN_MONTHS = (bindparam("since", type_=Date), bindparam("until", type_=Date))
_division = func.left(statistics_total.c.authority_code, bindparam("digits", type_=Integer))


@question(
    select(
        _division.label("authority_code"),
        statistics_total.c.month,
        statistics_total.c.measure,
        statistics_total.c.fund,
        cast(func.sum(statistics_total.c.value), BigInteger).label("value"),
    )
    .where(
        statistics_total.c.role == bindparam("role", type_=Text),
        statistics_total.c.authority_code.between(_FIRST_CODE, _LAST_CODE),
        statistics_total.c.month.between(*_IN_MONTHS),
    )
    .group_by(_division, statistics_total.c.month, statistics_total.c.measure, statistics_total.c.fund)
)
async def figures(
    database: Database, *, role: str, first_code: str, last_code: str, digits: int, since: date, until: date
) -> list[Figure]:
    """The totals of the divisions below a place, cut to so many digits of their codes."""


class Part(NamedTuple):
    """A part of a breakdown."""

    part: str
    measure: str
    fund: str
    value: int


_SOURCES = {
    "institution": cast(statistics_counter.c.institution_id, Text),
    "project": cast(statistics_counter.c.project_id, Text),
    "occupation": func.coalesce(project.c.occupation, ""),
    "kind": statistics_counter.c.kind,
    "channel": statistics_counter.c.channel,
}


@cache
def _breakdown(by: str, role: str) -> Statement[Part]:
    part: ColumnElement[str] = _SOURCES[by]
    of = statistics_counter.c[role]
    return Statement(
        select(
            part.label("part"),
            statistics_counter.c.measure,
            statistics_counter.c.fund,
            cast(func.sum(statistics_counter.c.value), BigInteger).label("value"),
        )
        .outerjoin(project, project.c.project_id == statistics_counter.c.project_id)
        .where(
            of.between(_FIRST_CODE, _LAST_CODE),
            statistics_counter.c.month.between(*_IN_MONTHS),
            ~statistics_counter.c.measure.contains(":"),
        )
        .group_by(part, statistics_counter.c.measure, statistics_counter.c.fund),
        Part,
    )


async def breakdown(
    database: Database, by: str, role: str, *, first_code: str, last_code: str, since: date, until: date
) -> list[Part]:
    """What a place comes to, told apart by one dimension."""
    statement = _breakdown(by, role)
    return await database.read(statement, first_code=first_code, last_code=last_code, since=since, until=until)


class Named(NamedTuple):
    key: str
    name: str


@question(
    select(authority.c.authority_code.label("key"), authority.c.name).where(
        authority.c.authority_code == func.any(bindparam("codes", type_=ARRAY(Text)))
    )
)
async def authorities(database: Database, *, codes: list[str]) -> list[Named]: ...


@question(
    select(cast(institution.c.institution_id, Text).label("key"), institution.c.name).where(
        institution.c.institution_id == func.any(bindparam("ids", type_=ARRAY(Uuid)))
    )
)
async def institutions(database: Database, *, ids: list[UUID]) -> list[Named]: ...


@question(
    select(cast(project.c.project_id, Text).label("key"), project.c.name).where(
        project.c.project_id == func.any(bindparam("ids", type_=ARRAY(Uuid)))
    )
)
async def projects(database: Database, *, ids: list[UUID]) -> list[Named]: ...


class Channels(NamedTuple):
    authority_code: str
    channels: int


@question(
    select(claim_channel.c.authority_code, func.count().label("channels"))
    .where(
        claim_channel.c.authority_code.between(_FIRST_CODE, _LAST_CODE),
        claim_channel.c.opens_on <= bindparam("on", type_=Date),
        func.coalesce(claim_channel.c.closes_on, bindparam("on", type_=Date)) >= bindparam("on", type_=Date),
    )
    .group_by(claim_channel.c.authority_code)
)
async def open_channels(database: Database, *, first_code: str, last_code: str, on: date) -> list[Channels]: ...
