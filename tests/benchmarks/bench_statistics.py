"""Figures measured: a province's month, the ministry's year and a breakdown over a million counters."""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from types import SimpleNamespace
from typing import Any

import psycopg

from checkin_service import migrate
from checkin_service.host.cluster import Cluster
from checkin_service.kit.database import Database
from checkin_service.kit.scope import Work
from checkin_service.statistics.model import Role
from checkin_service.statistics.service import board
from checkin_service.statistics.service.scope import Scope
from tests.tools.seeing import seeing

_DATABASE = "checkin_bench_statistics"
_ROUNDS = 15
_FILL = """
INSERT INTO statistics_counter (month, supervising, paying, counting, institution_id, project_id, kind, channel, fund,
    measure, value)
SELECT month::date, code, code, code, md5(code || school)::uuid, md5(code || school)::uuid, 'targeted', 'desk', '',
    measure, 40
FROM generate_series('2024-01-01'::date, '2026-12-01', '1 month') month,
    (SELECT (330000 + city * 100 + county)::text code FROM generate_series(1, 11) city, generate_series(1, 9) county)
        places,
    generate_series(1, 14) school,
    unnest(ARRAY['issued','claimed','activated','used','completed','paid','written_off','returned','expired','trained',
        'certified','hours','doubtful','refused','age:to_24','age:25_34','age:35_44','employer:enterprise',
        'insurance:enterprise_pension','employment:employed']) measure
"""
_TOTALS = """
INSERT INTO statistics_total (role, authority_code, month, measure, fund, value)
SELECT role, paying, month, measure, fund, sum(value) FROM statistics_counter,
    unnest(ARRAY['supervising','paying','counting']) role GROUP BY 1, 2, 3, 4, 5
"""


def fill(url: str) -> int:
    """99 counties, 14 schools each, 36 months."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_FILL)
        connection.execute(_TOTALS)
        connection.execute("ANALYZE")
        row = connection.execute("SELECT count(*) FROM statistics_counter").fetchone()
    return int(row[0]) if row else 0


async def measure(url: str) -> dict[str, float]:
    rows = fill(url)
    month, year = date(2026, 3, 1), date(2026, 12, 1)
    province = Scope(division="330000", role=Role.PAYING, since=month, until=month)
    city = Scope(division="330600", role=Role.PAYING, since=month, until=month)
    ministry = Scope(division="000000", role=Role.COUNTING, since=date(2026, 1, 1), until=year)
    async with Database.connected(url, connections=2, work=Work.OPERATOR) as database:
        resources: Any = SimpleNamespace(database=database)
        return {
            "counters": rows,
            "province_month_ms_median": await _median(lambda: board.board(resources, province)),
            "ministry_year_ms_median": await _median(lambda: board.board(resources, ministry)),
            "city_month_by_school_ms_median": await _median(lambda: board.breakdown(resources, city, "institution")),
            "province_month_by_school_ms_median": await _median(
                lambda: board.breakdown(resources, province, "institution")
            ),
        }


async def _median(ask: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        await ask()
        taken.append(time.perf_counter() - began)
    return round(1000 * statistics.median(taken), 1)


def main() -> None:
    with Cluster.at().lease() as cluster:
        cluster.recreate(_DATABASE)
        try:
            url = seeing(cluster.url(_DATABASE))
            migrate.upgrade(url)
            print(json.dumps(asyncio.run(measure(url)), indent=2))  # noqa: T201 - this is the program's output
        finally:
            with suppress(psycopg.Error):
                cluster.drop(_DATABASE)


if __name__ == "__main__":
    main()
