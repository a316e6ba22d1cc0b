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
from checkin_service.feed.courier import Courier
from checkin_service.feed.guard import Guard
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import subscribers_only
from checkin_service.feed.webhook import careful_client
from checkin_service.host.cluster import Cluster
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from checkin_service.worker import ROUTING
from tests.feed import receiver
from tests.tools.seeing import seeing

INSIDE, FOLLOWED, OUTSIDE, TRAINEES, BACKLOG = 4_000, 2_000, 3_000, 500, 100_000


async def measure(url: str, port: int) -> dict[str, float]:
    async with Assembly.from_environment(url).opened() as resources:
        inside = await _inside(resources, url)
        followed = await _followed(resources, url)
        subscriber = new_id()
        _execute(
            url,
            "INSERT INTO subscriber VALUES (%s, '330600', %s, ARRAY['test.happened'], %s, now())",
            [subscriber, f"http://127.0.0.1:{port}/", new_id()],
        )
        _wait_for_subscriber(url, subscriber, OUTSIDE)
        courier = Courier(resources, Guard(allows_loopback=True))
        async with careful_client() as client:
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
        "determinations_followed_by_the_ledger_per_second": round(followed),
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

    return await _drained(Relay(resources, {"test.happened": hear}), INSIDE)


async def _drained(relay: Relay, count: int) -> float:
    """Events per second."""
    started, delivered = time.perf_counter(), 0
    while delivered < count:
        delivered += await relay.deliver_batch()
    return count / (time.perf_counter() - started)


_RESERVED = """
    CREATE TEMP TABLE person AS
    SELECT n, gen_random_uuid() AS trainee_id, gen_random_uuid() AS voucher_id FROM generate_series(1, %(count)s) AS n;
    INSERT INTO trainee (trainee_id, name_sealed, document_kind, document_sealed, created_at)
    SELECT trainee_id, '', 'passport', '', now() FROM person;
    INSERT INTO voucher (trainee_id, voucher_id, voucher_code, kind, authority_code, graph, fund, state, ordinal,
        class_id, obtained_on, activate_by, use_by)
    SELECT trainee_id, voucher_id, 'CODE' || n, 'targeted', '330600', '330600', 'employment_subsidy_fund', 'used', 3,
        gen_random_uuid(), '2026-01-01', '2026-04-01', '2026-07-01' FROM person;
    INSERT INTO voucher_leg (trainee_id, voucher_id, leg, fund, fiscal_year, payee, amount_fen)
    SELECT trainee_id, voucher_id, 'training', 'employment_subsidy_fund', 2026, 'institution:x', 120000 FROM person;
    INSERT INTO transfer (trainee_id, voucher_id, leg, ordinal, kind, authority_code, fund, fiscal_year, payee,
        debit_account, credit_account, amount_fen, cause, at)
    SELECT trainee_id, voucher_id, 'training', 1, 'reserve', '330600', 'employment_subsidy_fund', 2026,
        'institution:x', 'budget', 'reserved', 120000, gen_random_uuid(), now() FROM person;
    INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at)
    SELECT trainee_id, gen_random_uuid(), 'eligibility.determined', jsonb_build_object('voucher_id', voucher_id,
        'outcome', 'eligible', 'amount_fen', 120000), now() FROM person;
    ANALYZE;
"""


async def _followed(resources: Resources, url: str) -> float:
    """What was reserved becomes payable: transfers, moves of vouchers with their history, and the news of it."""
    with psycopg.connect(url, autocommit=True) as connection:
        psycopg.ClientCursor(connection).execute(_RESERVED, {"count": FOLLOWED})
    quietly = {**ROUTING, "voucher.payable": subscribers_only}
    return await _drained(Relay(resources, quietly), FOLLOWED)


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
        connection.execute(statement, values)


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
            migrate.upgrade(seeing(cluster.url(name)))
            print(json.dumps(asyncio.run(measure(seeing(cluster.url(name)), port))))  # noqa: T201 - the result
        finally:
            cluster.drop(name)


if __name__ == "__main__":
    main()
