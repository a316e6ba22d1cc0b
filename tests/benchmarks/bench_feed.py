"""The feed's rates: effects inside, webhooks to one subscriber, memory with a long backlog (`… bench_feed`)."""

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import httpx
import psycopg

from checkin_service import migrate
from checkin_service.assembly import Assembly
from checkin_service.feed.courier import Courier, _client
from checkin_service.feed.guard import Guard
from checkin_service.feed.relay import Relay
from checkin_service.kit.cluster import Cluster
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from tests.feed import receiver

INSIDE, OUTSIDE, TRAINEES, BACKLOG = 4_000, 3_000, 500, 100_000


async def measure(url: str, port: int) -> dict[str, float]:
    async with Assembly.from_environment(url).opened() as resources:
        inside = await _inside(resources, url)
        subscriber = new_id()
        _execute(
            url,
            "INSERT INTO subscriber VALUES (%s, '330600', %s, ARRAY['test.happened'], %s, now())",
            [subscriber, f"http://127.0.0.1:{port}/", new_id()],
        )
        _wait_for_subscriber(url, subscriber, OUTSIDE)
        courier = Courier(resources, Guard(allows_loopback=True))
        async with _client() as client:
            started, worked, taken = time.perf_counter(), time.process_time(), 0
            while taken < OUTSIDE:
                taken += await courier.deliver(client)
            outside = OUTSIDE / (time.perf_counter() - started)
            per_core = OUTSIDE / (time.process_time() - worked)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            _wait_for_subscriber(url, subscriber, BACKLOG)
            for _ in range(5):
                await courier.deliver(client)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "effects_per_second": round(inside),
        "webhooks_per_second": round(outside),
        "webhooks_per_second_of_one_core": round(per_core),
        "memory_grown_mib_with_100000_waiting": round(grown / 1024, 1),
    }


async def _inside(resources: Resources, url: str) -> float:
    _execute(url, "INSERT INTO authority VALUES ('330600', '测试人社局', now())")
    _fill(url, INSIDE, is_delivered=False)

    async def hear(resources: Resources, unit: UnitOfWork, event: Event) -> None:
        assert resources
        assert event
        assert unit.is_empty

    relay, started, delivered = Relay(resources, {"test.happened": hear}), time.perf_counter(), 0
    while delivered < INSIDE:
        delivered += await relay.deliver_batch()
    return INSIDE / (time.perf_counter() - started)


def _fill(url: str, count: int, *, is_delivered: bool) -> None:
    _execute(
        url,
        "INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at, delivered_at) "
        "SELECT ('00000000-0000-7000-8000-' || lpad((number %% %s)::text, 12, '0'))::uuid, gen_random_uuid(), "
        "'test.happened', '{\"credited_hours\": 4}', now(), CASE WHEN %s THEN now() END "
        "FROM generate_series(1, %s) AS number",
        [TRAINEES, is_delivered, count],
    )


def _wait_for_subscriber(url: str, subscriber: UUID, count: int) -> None:
    """Fill its backlog from delivered events."""
    _execute(url, "DELETE FROM feed_delivery")
    _fill(url, count, is_delivered=True)
    _execute(
        url,
        "INSERT INTO feed_delivery (trainee_id, event_id, subscriber_id, next_attempt_at) "
        "SELECT trainee_id, event_id, %s, now() - interval '1 day' FROM outbox ORDER BY sequence DESC LIMIT %s",
        [subscriber, count],
    )
    _execute(url, "ANALYZE feed_delivery, outbox")


def _execute(url: str, statement: str, values: list[object] | None = None) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement, values)  # type: ignore[call-overload]


@contextmanager
def _receiving(folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, str(receiver.__file__), str(port), str(folder / "journal")])
    try:
        for _ in range(100):
            try:
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


def main() -> None:
    name = f"checkin_bench_feed_{os.getpid()}"
    with TemporaryDirectory() as folder, Cluster.at().lease() as cluster, _receiving(Path(folder)) as port:
        cluster.recreate(name)
        try:
            migrate.upgrade(cluster.url(name))
            print(json.dumps(asyncio.run(measure(cluster.url(name), port))))  # noqa: T201 - the result
        finally:
            cluster.drop(name)


if __name__ == "__main__":
    main()
