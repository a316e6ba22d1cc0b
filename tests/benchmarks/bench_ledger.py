"""The ledger measured: durable transfers in batches and one by one, look-ups by code, settling a class of fifty."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

import psycopg

from checkin_service import migrate
from checkin_service.host.cluster import Cluster
from checkin_service.kit.database import Database
from checkin_service.kit.ids import new_id
from checkin_service.kit.scope import Work
from checkin_service.voucher import rules
from checkin_service.voucher.model.codes import new_code
from checkin_service.voucher.model.ledger import Funds, Position, Transfer
from checkin_service.voucher.model.vouchers import Fund, Voucher, VoucherEvent
from checkin_service.voucher.rules.ledger import transfers_to
from checkin_service.voucher.store import many, money, vouchers
from tests.tools.seeing import seeing

_DATABASE = "checkin_bench_ledger"
_CONNECTIONS = 8
_AT = datetime(2026, 3, 2, tzinfo=UTC)
_VOUCHERS, _BATCH, _SINGLES, _CLASSES, _LOOK_UPS = 4000, 50, 800, 20, 500

_VOUCHER = """
    INSERT INTO voucher (trainee_id, voucher_id, voucher_code, kind, authority_code, graph, fund, state, ordinal,
        obtained_on, activate_by, use_by)
    VALUES (%s, %s, %s, 'targeted', '330600', '330600', 'employment_subsidy_fund', 'approved', 6,
        '2026-01-01', '2026-04-01', '2026-07-01')
"""


def fill(url: str) -> list[tuple[UUID, UUID, str]]:
    """Vouchers whose payment has been approved."""
    rows = [(new_id(), new_id(), new_code()) for _ in range(_VOUCHERS)]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO trainee (trainee_id, name_sealed, document_kind, document_sealed, created_at)"
            " VALUES (%s, '', 'passport', '', now())",
            [(trainee_id,) for trainee_id, _, _ in rows],
        )
        cursor.executemany(_VOUCHER, rows)
        cursor.executemany("INSERT INTO voucher_code (trainee_id, voucher_id, voucher_code) VALUES (%s, %s, %s)", rows)
    return rows


async def measure(url: str) -> dict[str, float]:
    rows = fill(url)
    async with Database.connected(url, connections=_CONNECTIONS, work=Work.OPERATOR) as database:
        batches_s = await _in_batches(database, rows)
        singles_s = await _one_by_one(database, rows[:_SINGLES])
        look_ups = [await _look_up(database, code) for _, _, code in rows[:_LOOK_UPS]]
        classes = [await _settle(database, list(group)) for group in list(_batched(rows[_SINGLES:], _BATCH))[:_CLASSES]]
    return {
        "transfers_per_s_in_batches_of_50": round(len(rows) / batches_s),
        "transfers_per_s_one_by_one": round(_SINGLES / singles_s),
        "look_up_by_code_ms_median": round(1000 * statistics.median(look_ups), 3),
        "settle_a_class_of_50_ms_median": round(1000 * statistics.median(classes), 1),
        "settle_a_class_of_50_ms_worst": round(1000 * max(classes), 1),
    }


async def _in_batches(database: Database, rows: Sequence[tuple[UUID, UUID, str]]) -> float:
    """A reservation for every voucher; each batch is one durable statement."""
    transfers = [_transfers(row, Position.RESERVED, None)[0] for row in rows]
    began = time.perf_counter()
    for batch in _batched(transfers, _BATCH):
        async with database.write() as unit:
            money.add_transfers(unit, batch)
    return time.perf_counter() - began


async def _one_by_one(database: Database, rows: Sequence[tuple[UUID, UUID, str]]) -> float:
    """A posting for each of these vouchers, each a durable statement of its own, from eight connections."""
    last = {row[1]: _transfers(row, Position.RESERVED, None)[0] for row in rows}
    posts = [_transfers(row, Position.PAYABLE, last[row[1]])[0] for row in rows]
    began = time.perf_counter()
    turns = asyncio.Semaphore(_CONNECTIONS)

    async def keep(post: Transfer) -> None:
        async with turns, database.write() as unit:
            money.add_transfer(unit, post)

    await asyncio.gather(*map(keep, posts))
    return time.perf_counter() - began


async def _look_up(database: Database, code: str) -> float:
    began = time.perf_counter()
    assert await vouchers.voucher_by_code(database, code) is not None
    return time.perf_counter() - began


async def _settle(database: Database, rows: Sequence[tuple[UUID, UUID, str]]) -> float:
    """As the import of the treasury's answer: read fifty vouchers, pay them, write them off, in one statement."""
    trainees, ids = [row[0] for row in rows], [row[1] for row in rows]
    posts = [_transfers(row, Position.PAYABLE, _transfers(row, Position.RESERVED, None)[0])[0] for row in rows]
    async with database.write() as unit:
        money.add_transfers(unit, posts)
    began = time.perf_counter()
    found: dict[UUID, Voucher] = await many.vouchers_by_ids(database, trainees, ids)
    last = await money.last_transfers_of_many(database, trainees, ids)
    events = [VoucherEvent.DISBURSED, VoucherEvent.WRITTEN_OFF]
    async with database.write() as unit:
        money.add_transfers(unit, [_transfers(row, Position.PAID, last[row[1]]["training"])[0] for row in rows])
        many.move_all(unit, [rules.moves_of(each, events, at=_AT, actor="bench") for each in found.values()])
    return time.perf_counter() - began


def _transfers(row: tuple[UUID, UUID, str], target: Position, last: Transfer | None) -> tuple[Transfer, ...]:
    funds = Funds(
        trainee_id=row[0],
        voucher_id=row[1],
        authority_code="330600",
        payee="institution:bench",
        amount_fen=150_000,
        fund=Fund.EMPLOYMENT_SUBSIDY,
        fiscal_year=2026,
    )
    return transfers_to(target, funds, last=last, cause=row[1], at=_AT)


Item = TypeVar("Item")


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def main() -> None:
    with Cluster.at().lease() as cluster:
        cluster.recreate(_DATABASE)
        url = seeing(cluster.url(_DATABASE))
        migrate.upgrade(url)
        print(json.dumps(asyncio.run(measure(url)), indent=2))  # noqa: T201 - a benchmark's output is its purpose
        cluster.drop(_DATABASE)


if __name__ == "__main__":
    main()
