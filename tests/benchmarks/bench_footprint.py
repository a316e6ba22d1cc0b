"""What a check-in leaves on disk and in the write-ahead log: at its answer, and once news and log have followed."""

import asyncio
import json
import time
from typing import Any

import psycopg

from tests.benchmarks.arrivals import Arrivals, require_accepted
from tests.benchmarks.load import send
from tests.benchmarks.stage import Stage, a_stage

_TRAINEES, _BURSTS, _CONNECTIONS = 100, 8, 8
_FOLLOW_S = 120.0
_SIZES = """
SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables WHERE schemaname = 'public'
"""
_WAITING = """
SELECT (SELECT count(*) FROM outbox WHERE delivered_at IS NULL) + (SELECT count(*) FROM log_pending)
"""


async def measure() -> dict[str, Any]:
    async with a_stage(trainees=_TRAINEES, faces=1, sessions=_BURSTS + 2, relay=True) as stage:
        arrivals = Arrivals(stage)
        with psycopg.connect(stage.cluster.url("checkin_bench_demo", role="postgres"), autocommit=True) as connection:
            await _burst(stage, arrivals)
            await _followed(connection)
            sizes, written = _sizes(connection), _written(connection)
            for _ in range(_BURSTS):
                await _burst(stage, arrivals)
            answered = _written(connection)
            await _followed(connection)
            return _figures(written, answered, _written(connection), sizes, _sizes(connection))


def _figures(before: int, answered: int, followed: int, sizes: dict[str, int], grown: dict[str, int]) -> dict[str, Any]:
    check_ins = _TRAINEES * _BURSTS
    by_table = {name: (grown[name] - sizes.get(name, 0)) / check_ins for name in grown}
    return {
        "check_ins": check_ins,
        "wal_bytes_until_about_the_answers": round((answered - before) / check_ins),
        "wal_bytes_in_all": round((followed - before) / check_ins),
        "bytes_on_disk": round(sum(by_table.values())),
        "bytes_by_table": [
            {"table": name, "bytes": round(size)}
            for name, size in sorted(by_table.items(), key=lambda each: -each[1])
            if size >= 1
        ],
    }


async def _burst(stage: Stage, arrivals: Arrivals) -> None:
    require_accepted(await send(arrivals.by_pin(), port=stage.service.port, connections=_CONNECTIONS))


async def _followed(connection: "psycopg.Connection[Any]") -> None:
    """Until no news and no fact waits; then what was deleted on the way is room again."""
    until = time.monotonic() + _FOLLOW_S
    while _one(connection, _WAITING):
        if time.monotonic() > until:
            raise TimeoutError("news or facts still wait")
        await asyncio.sleep(0.5)
    connection.execute("VACUUM")


def _sizes(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    return dict(connection.execute(_SIZES).fetchall())


def _written(connection: "psycopg.Connection[Any]") -> int:
    return _one(connection, "SELECT pg_current_wal_insert_lsn() - '0/0'")


def _one(connection: "psycopg.Connection[Any]", question: str) -> int:
    row = connection.execute(question.encode()).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure()), indent=2))  # noqa: T201 - the result
