"""One check-in's questions to the database: statements, flushes of the log, and how the rows are found."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg

from checkin_service.access import model
from checkin_service.checkin.schemas.attempts import CheckInRequest
from checkin_service.checkin.service import attempts
from tests.benchmarks.arrivals import Arrivals
from tests.benchmarks.load import body_of
from tests.benchmarks.stage import Stage
from tests.tools.statements import Recorded, plan_of, read_from_end_to_end, recorded

_FEW_ROWS = {"site", "terminal", "training_class"}
# PostgreSQL 18 moved the figure; each knows only its own place.
_FLUSHES = {
    True: "SELECT sum(fsyncs)::bigint FROM pg_stat_io WHERE object = 'wal'",
    False: "SELECT wal_sync FROM pg_stat_wal",
}
_VERSION_18 = 180_000


class ReadsWholeTables(Exception):
    """A table that grows is read from end to end: cheap today, ruinous in a year."""


async def told(stage: Stage, arrivals: Arrivals) -> dict[str, Any]:
    """Check-ins of one class, in this process and over one connection, watched."""
    requests = [CheckInRequest.model_validate_json(body_of(each)) for each in arrivals.by_pin()]
    async with recorded(stage.database_url) as asked:
        # The first one reads the timetable of the class, which is kept from then on.
        await _check_in(stage, asked, requests, range(1))
        before = await _flushes(asked)
        asked.sent.clear()
        people = range(1, len(requests))
        await _check_in(stage, asked, requests, people)
        statements = asked.sent.copy()
        flushes = await _flushes(asked) - before
    with psycopg.connect(stage.database_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        plans = {name: plan_of(connection, sent) for name, sent in zip(("read", "write"), statements, strict=False)}
    whole = {table for plan in plans.values() for table in read_from_end_to_end(plan)} - _FEW_ROWS
    if whole:
        raise ReadsWholeTables(whole)
    return {
        "statements_per_check_in": round(len(statements) / len(people), 2),
        "wal_flushes_per_check_in": round(flushes / len(people), 2),
        "plans": plans,
    }


async def _check_in(stage: Stage, asked: Recorded, requests: Sequence[CheckInRequest], people: range) -> None:
    resources = replace(stage.resources, database=asked.database)
    for number in people:
        trainee = stage.world.trainees[number]
        subject = model.trainee(trainee.trainee_id, device_id=trainee.phone.device_id)
        await attempts.record_attempt(resources, subject, requests[number])


async def _flushes(asked: Recorded) -> int:
    """Counted by the server; its processes report when they are told to, or else once a second."""
    async with asked.pool.connection() as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        await connection.execute("SELECT 1")
        cursor = await connection.execute(_FLUSHES[connection.info.server_version >= _VERSION_18])
        return int((await cursor.fetchall())[0][0])
