"""A region of ten million credited class hours: determining 100,000 trainees, and what people ask for at that size.

`python -m tests.benchmarks.bench_scale 0.2` makes a fifth of it, which tells CPU per trainee in a minute or two.
"""

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from checkin_service import migrate
from checkin_service.assembly import Assembly
from checkin_service.attendance.store import counters_of_class
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.store.determinations import BY_VOUCHER, Scope
from checkin_service.host.cluster import Cluster
from checkin_service.host.cluster.configuration import BOOTSTRAP_ROLE
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind, IdentityDocument
from checkin_service.kit.database import Database
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.ids import new_id
from checkin_service.kit.scope import Work
from checkin_service.timetable.store.registrations import roster_of
from checkin_service.voucher.store.vouchers import voucher_by_code
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.stage import own_cluster
from tests.building.identities import a_name, a_resident_id
from tests.tools.seeing import seeing
from tests.tools.statements import Sent, read_from_end_to_end, recorded

_DATABASE = "checkin_bench_scale"
_REGION = Path(__file__).with_name("region.sql")
_WORKERS, _QUESTIONS = 2, 300
_SHARE = float(sys.argv[1]) if len(sys.argv) > 1 and __name__ == "__main__" else 1.0
_TRAINEES, _LONG_AGO = round(_SHARE * 25) * 4_000, round(_SHARE * 31) * 5_000
_CLASSES_OF_FIFTY = range(_TRAINEES // 40, _TRAINEES // 40 + _LONG_AGO // 50)
_FEW_ROWS = {"training_class", "subscriber", "project", "authority"}
_SCOPE = Scope(authority_code="330602")
_FIRST = PageRequest(UUID(int=0), 50)


class ReadsWholeTables(Exception):
    """A table that grows is read from end to end."""


def measure(cluster: Cluster, postmaster: int) -> dict[str, Any]:
    url = seeing(cluster.url(_DATABASE))
    cluster.create(_DATABASE)
    migrate.upgrade(url)
    asyncio.run(somebody(url))
    began = time.perf_counter()
    hours = _build(cluster.url(_DATABASE, role=BOOTSTRAP_ROLE))
    built_s = time.perf_counter() - began
    determined = _determine(url, postmaster)
    return {
        "credited_class_hours": hours,
        "building_s": round(built_s),
        "determining": determined,
        "asking": asyncio.run(_ask(url)),
    }


async def somebody(url: str) -> None:
    """A person with a key: a database of which the key folder opens nobody is refused by everything that starts."""
    async with Assembly.from_environment(url).opened() as resources, resources.database.write() as unit:
        document = IdentityDocument(kind=DocumentKind.RESIDENT_ID, number=a_resident_id()["number"], born_on=None)
        person = identity.NewPerson(new_id(), a_name(), document)
        await identity.register_persons(resources, unit, [person], at=resources.clock.now())


def _build(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        sizes = {"new": _TRAINEES, "people": _TRAINEES + _LONG_AGO, "classes": _CLASSES_OF_FIFTY.stop}
        text = _REGION.read_text(encoding="utf-8")
        for name, size in sizes.items():
            text = text.replace(f"{{{name}}}", str(size))
        for statement in text.split(";\n\n"):
            connection.execute(statement.encode())
        found = connection.execute("SELECT sum(bit_count(hour_bits::bit(32))) FROM credit").fetchone()
    return int(found[0]) if found else 0


def _determine(url: str, postmaster: int) -> dict[str, Any]:
    """As several workers do it, each a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.determining", url]
    before_s, began = cpu_seconds([postmaster]), time.perf_counter()
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(_WORKERS)]
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    seconds, database_s = time.perf_counter() - began, cpu_seconds([postmaster]) - before_s
    workers_s = sum(each["cpu_s"] for each in told)
    determined = sum(each["determined"] for each in told)
    assert determined == _TRAINEES, f"{determined} instead of {_TRAINEES}"
    return {
        "trainees": determined,
        "seconds": round(seconds, 1),
        "cpu_s_of_workers": round(workers_s, 1),
        "cpu_s_of_postgresql": round(database_s, 1),
        "cpu_ms_per_trainee": round(1000 * (workers_s + database_s) / determined, 2),
        "memory_grown_mib": max(each["memory_mib_at_the_end"] - each["memory_mib_early"] for each in told),
        "load": round(os.getloadavg()[0], 1),
    }


async def _ask(url: str) -> dict[str, float]:
    async with Database.connected(url, connections=2, work=Work.OPERATOR) as database, recorded(url) as asked:
        await _rates(asked.database)
        await _by_code(asked.database)
        _refuse_whole_tables(url, asked.sent)
        return {
            "rates_of_a_class_of_50_ms": await _median_ms(lambda: _rates(database)),
            "eligibility_by_voucher_code_ms": await _median_ms(lambda: _by_code(database)),
        }


async def _rates(database: Database) -> None:
    """Who is registered, and each one's exact rate."""
    class_id = _id(4, random.choice(_CLASSES_OF_FIFTY))
    roster, counters = await roster_of(database, class_id), await counters_of_class(database, class_id)
    rates = [counters[each.trainee_id].of(40).rate for each in roster]
    assert rates == [1] * 50


async def _by_code(database: Database) -> None:
    """A code that one of this authority's classes has put to use; its determination as it stands."""
    number = random.randrange(0, _TRAINEES // 40, 4) * 40
    voucher = await voucher_by_code(database, f"CODE{number}")
    assert voucher is not None
    [found] = await determinations.determinations_within(database, BY_VOUCHER, voucher.voucher_id, _SCOPE, _FIRST)
    assert found.trainee_id == voucher.trainee_id


async def _median_ms(ask: Callable[[], Awaitable[None]]) -> float:
    taken = []
    for _ in range(_QUESTIONS):
        began = time.perf_counter()
        await ask()
        taken.append(time.perf_counter() - began)
    return round(1000 * statistics.median(taken), 2)


def _refuse_whole_tables(url: str, asked: list[Sent]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for sent in asked:
            rows = psycopg.RawCursor(connection).execute(f"EXPLAIN (COSTS OFF) {sent.sql}", sent.values)
            whole = set(read_from_end_to_end([line for (line,) in rows])) - _FEW_ROWS
            if whole:
                raise ReadsWholeTables(whole)


def _id(kind: int, number: int) -> UUID:
    """As `region.sql` makes them."""
    return UUID(f"0189000{kind}-0000-7000-8000-{number:012x}")


def main() -> None:
    with own_cluster() as cluster:
        postmaster = int((cluster.home / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        print(json.dumps(measure(cluster, postmaster), indent=2))  # noqa: T201 - the result


if __name__ == "__main__":
    main()
