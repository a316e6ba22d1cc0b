"""Figures measured over the counters that ten million credits leave: a month's page of a city and of a province.

Ten credits a training make a million trainings; of twenty-five people a class, forty thousand classes, whose people
fall into two and a half months and at most twenty measures: two million counters. The counters are written as they
would stand; no check-in and no credit is there, for no board reads any.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import httpx
import psycopg

from checkin_service import migrate
from checkin_service.access.model import Role as StaffRole
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.host.cluster import Cluster
from checkin_service.host.folders import data_folder
from checkin_service.host.logs import set_up
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.database import Database
from checkin_service.kit.scope import Work
from checkin_service.kit.secrets import Secrets
from checkin_service.settings import FaceSettings
from checkin_service.statistics.model import Role
from checkin_service.statistics.service import board
from checkin_service.statistics.service.scope import Scope
from tests.building.desks import somebody
from tests.tools.seeing import seeing
from tests.web.staff_browser import a_browser, sign_in

_DATABASE = "checkin_bench_statistics"
_ROUNDS = 15
_A_PAGE = 5_000
_FILL = """
INSERT INTO statistics_counter (month, supervising, paying, counting, institution_id, project_id, kind, channel, fund,
    measure, value)
SELECT month::date, code, code, code, md5(code || school)::uuid, md5(code || school)::uuid, 'targeted', channel, '',
    measure, CASE measure WHEN 'hours' THEN 400 ELSE 10 END
FROM generate_series('2024-01-01'::date, '2026-12-01', '1 month') month,
    (SELECT (330000 + city * 100 + county)::text code FROM generate_series(1, 11) city, generate_series(1, 9) county)
        places,
    generate_series(1, 14) school,
    unnest(ARRAY['desk','own']) channel,
    unnest(ARRAY['issued','claimed','activated','used','completed','paid','written_off','returned','expired','trained',
        'certified','hours','doubtful','refused','age:to_24','age:25_34','age:35_44','employer:enterprise',
        'insurance:enterprise_pension','employment:employed']) measure
"""
_TOTALS = """
INSERT INTO statistics_total (role, authority_code, month, measure, fund, value)
SELECT role, paying, month, measure, fund, sum(value) FROM statistics_counter,
    unnest(ARRAY['supervising','paying','counting']) role GROUP BY 1, 2, 3, 4, 5
"""
_DROPPED = tuple(f"statistics_counter_{role}_idx" for role in ("supervising", "paying", "counting"))
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'statistics_counter_%_idx'"


def fill(url: str) -> int:
    """99 counties, 14 schools each, 36 months, two channels, twenty measures."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Indexes made afterwards are the same ones, sooner.
        made = [row[0] for row in connection.execute(_INDEXES).fetchall()]
        for name in _DROPPED:
            connection.execute(f"DROP INDEX {name}".encode())
        connection.execute(_FILL)
        for definition in made:
            connection.execute(definition.encode())
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
            **await _pages(url),
        }


async def _pages(url: str) -> dict[str, float]:
    """Over HTTP, signed in, from the request to the last byte of the page; in this process and by no network."""
    with TemporaryDirectory(prefix="checkin-bench-") as folder:
        application = create_app(_assembly(url, Path(folder)), with_relay=False)
        async with application.router.lifespan_context(application), a_browser(application) as browser:
            resources = application.state.resources
            figures: dict[str, float] = {}
            for name, code in (("city", "330600"), ("province", "330000")):
                transport = httpx.ASGITransport(app=application)
                async with httpx.AsyncClient(transport=transport, base_url="https://service") as client:
                    officer = await somebody(resources, client, StaffRole.OFFICER, code)
                await sign_in(browser, officer.login)
                for part, query in (("page", ""), ("page_by_school", "&by=institution")):
                    path = f"/statistics?since=2026-03&until=2026-03{query}"
                    figures[f"{name}_month_{part}_ms_median"] = await _median(partial(_page, browser, path))
            return figures


async def _page(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == httpx.codes.OK, answer.text[:200]
    assert len(answer.text) > _A_PAGE, "a page of nothing measures nothing"


def _assembly(url: str, home: Path) -> Assembly:
    return Assembly(
        database_url=url,
        database_connections=2,
        body_limit_bytes=2**20,
        secrets=Secrets(token_key=token_bytes(32), key_encryption_key=token_bytes(32), code_key=token_bytes(32)),
        clock=SystemClock(),
        keys=home / "keys",
        faces=FaceSettings(workers=1),
        face_options={"cache_dir": data_folder() / "models"},
        e_card_issuer=None,
    )


async def _median(ask: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        await ask()
        taken.append(time.perf_counter() - began)
    return round(1000 * statistics.median(taken), 1)


def main() -> None:
    set_up("WARNING")  # What is printed is the report.
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
