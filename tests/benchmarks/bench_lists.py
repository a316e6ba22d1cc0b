"""Pages of registers of 100,000: the first, one sorted, one filtered, the last, and all of it in a file.

`python -m tests.benchmarks.bench_lists 0.1` makes a tenth of it.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

import psycopg

from checkin_service import migrate
from checkin_service.catalogue.store import registers, sites
from checkin_service.host.cluster import Cluster
from checkin_service.kit.database import Database
from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.kit.scope import Work
from checkin_service.registry.store import entries
from checkin_service.timetable.store import classes
from tests.benchmarks.stage import own_cluster
from tests.building.many import AUTHORITY, fill
from tests.tools.seeing import seeing

_DATABASE = "checkin_bench_lists"
_MANY = round(100_000 * (float(sys.argv[1]) if len(sys.argv) > 1 and __name__ == "__main__" else 1))
_ROUNDS = 5
_ON = date(2026, 3, 2)
_WHOSE = classes.Whose(None, AUTHORITY, None, None)
_BEFORE = """
INSERT INTO authority (authority_code, name, created_at) VALUES ('330681', '诸暨', now());
INSERT INTO project (project_id, authority_code, name, occupation, training_type, subsidy_fen, approved_by, approved_at)
VALUES (gen_random_uuid(), '330681', '电工', '电工', 'certificate', 150000, gen_random_uuid(), now())
"""
Asked = Callable[[Database, Wanted], Awaitable[ListPart[Any]]]
_SORT = {"institutions": "name", "sites": "institution", "people": "entered_on", "classes": "institution"}
_WORD = {"institutions": "鹿山05001", "sites": "教学点05001", "people": "名单05001", "classes": "班005001"}


async def _people(database: Database, wanted: Wanted) -> ListPart[Any]:
    return await entries.listed_entries(database, AUTHORITY, wanted, names=[b"nobody's"], sources=[])


_LISTS: dict[str, Asked] = {
    "institutions": lambda database, wanted: registers.INSTITUTIONS.part(database, wanted, reach=AUTHORITY),
    "sites": lambda database, wanted: sites.listed_sites(
        database, wanted, on=_ON, reach=AUTHORITY, institution_id=None
    ),
    "people": _people,
    "classes": lambda database, wanted: classes.listed_classes(database, wanted, _WHOSE),
}


def measure(cluster: Cluster) -> dict[str, Any]:
    cluster.create(_DATABASE)
    url = seeing(cluster.url(_DATABASE))
    migrate.upgrade(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in _BEFORE.split(";\n"):
            connection.execute(statement.encode())
    fill(url, _MANY)
    return {"rows": _MANY, "lists": asyncio.run(_asked(url))}


async def _asked(url: str) -> list[dict[str, Any]]:
    async with Database.connected(url, connections=2, work=Work.OPERATOR) as database:
        return [{"list": name, **await _figures(name, database)} for name in _LISTS]


async def _figures(name: str, database: Database) -> dict[str, float]:
    sort, pages = _SORT[name], _MANY // 50
    ways = {
        "first_ms": Wanted(),
        "sorted_ms": Wanted(sort=sort),
        "filtered_ms": Wanted(words=_WORD[name]),
        "filtered_and_sorted_ms": Wanted(words="1", sort=sort),
        "last_ms": Wanted(sort=sort, page=pages),
        "whole_ms": Wanted(sort=sort, is_whole=True),
    }
    return {way: await _median_ms(partial(_LISTS[name], database, wanted)) for way, wanted in ways.items()}


async def _median_ms(ask: Callable[[], Awaitable[ListPart[Any]]]) -> float:
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        part = await ask()
        took.append(time.perf_counter() - began)
        assert part.found, "a list of nothing measures nothing"
    return round(1000 * statistics.median(took), 1)


if __name__ == "__main__":
    with own_cluster() as bench_cluster:
        print(json.dumps(measure(bench_cluster)))  # noqa: T201 - the report is the purpose
