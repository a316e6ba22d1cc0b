"""Reads and composed writes against a real PostgreSQL: one statement, all of it or nothing."""

import asyncio
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    Integer,
    Text,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)

from checkin_service.kit.connections import Connection
from checkin_service.kit.database import Database, Fragment, Stale, Statement, UnitOfWork, database_name
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import outbox
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources

NOW = datetime(2026, 3, 2, tzinfo=UTC)
_ADD = Fragment(
    insert(outbox).values(
        trainee_id=bindparam("trainee_id"),
        event_id=bindparam("event_id"),
        type=bindparam("type"),
        payload=bindparam("payload"),
        occurred_at=bindparam("occurred_at"),
    )
)
_RENAME = (
    update(outbox)
    .values(type=bindparam("to", type_=Text))
    .where(outbox.c.trainee_id == bindparam("of"), outbox.c.type == bindparam("from", type_=Text))
)


class News(NamedTuple):
    type: str
    payload: dict[str, Any]
    occurred_at: datetime


_TYPES = Statement(
    select(outbox.c.type, outbox.c.payload, outbox.c.occurred_at)
    .where(outbox.c.trainee_id == bindparam("of"))
    .order_by(outbox.c.sequence),
    News,
)


@pytest.fixture
def database(resources: Resources) -> Database:
    return resources.database


def add(unit: UnitOfWork, trainee_id: UUID, *, kind: str = "tested", event_id: UUID | None = None) -> None:
    unit.add(
        _ADD,
        trainee_id=trainee_id,
        event_id=event_id or new_id(),
        type=kind,
        payload={"of": kind},
        occurred_at=NOW,
    )


async def types_of(database: Database, trainee_id: UUID) -> list[str]:
    return [row.type for row in await database.read(_TYPES, of=trainee_id)]


async def test_fragments_of_one_unit_are_written_together(database: Database) -> None:
    trainee = new_id()
    async with database.write() as unit:
        add(unit, trainee, kind="first")
        add(unit, trainee, kind="second")
    assert sorted(await types_of(database, trainee)) == ["first", "second"]


async def test_a_row_comes_back_as_it_was(database: Database) -> None:
    trainee = new_id()
    async with database.write() as unit:
        add(unit, trainee)
    row = await database.read_one(_TYPES, of=trainee)
    assert row is not None
    assert (row.type, row.payload, row.occurred_at) == ("tested", {"of": "tested"}, NOW)
    assert row._asdict()["type"] == "tested"


async def test_nothing_found_is_none_or_an_empty_list(database: Database) -> None:
    assert await database.read_one(_TYPES, of=new_id()) is None
    assert await database.read(_TYPES, of=new_id()) == []


async def test_a_taken_key_undoes_the_whole_unit(database: Database) -> None:
    trainee, taken = new_id(), new_id()
    async with database.write() as unit:
        add(unit, trainee, event_id=taken)

    async def write() -> None:
        async with database.write() as unit:
            add(unit, trainee, kind="beside")
            add(unit, trainee, event_id=taken)

    with pytest.raises(Stale):
        await write()
    assert await types_of(database, trainee) == ["tested"]


async def test_a_guard_that_finds_nothing_to_change_undoes_the_whole_unit(database: Database) -> None:
    trainee = new_id()
    guarded = Fragment(_RENAME, must_change_one=True)

    async def write() -> None:
        async with database.write() as unit:
            add(unit, trainee)
            unit.add(guarded, of=trainee, **{"from": "absent", "to": "present"})

    with pytest.raises(Stale):
        await write()
    assert await types_of(database, trainee) == []


async def test_a_guard_that_finds_its_row_lets_everything_pass(database: Database) -> None:
    trainee = new_id()
    async with database.write() as unit:
        add(unit, trainee, kind="before")
    async with database.write() as unit:
        add(unit, trainee, kind="beside")
        unit.add(Fragment(_RENAME, must_change_one=True), of=trainee, **{"from": "before", "to": "after"})
    assert sorted(await types_of(database, trainee)) == ["after", "beside"]


async def test_an_unguarded_change_of_nothing_is_no_error(database: Database) -> None:
    async with database.write() as unit:
        unit.add(Fragment(_RENAME), of=new_id(), **{"from": "absent", "to": "present"})


async def test_an_exception_in_the_block_writes_nothing(database: Database) -> None:
    trainee = new_id()

    async def write() -> None:
        async with database.write() as unit:
            add(unit, trainee)
            raise Problem(ProblemKind.STATE_CONFLICT)

    with pytest.raises(Problem):
        await write()
    assert await types_of(database, trainee) == []


async def test_an_empty_unit_does_not_trouble_the_database(database: Database) -> None:
    async with database.write() as unit:
        assert unit.is_empty


async def test_of_parallel_writers_of_one_key_one_wins(database: Database) -> None:
    trainee, wanted = new_id(), new_id()

    async def write() -> bool:
        try:
            async with database.write() as unit:
                add(unit, trainee, event_id=wanted)
        except Stale:
            return False
        return True

    assert sum(await asyncio.gather(*(write() for _ in range(24)))) == 1


async def test_of_parallel_guards_on_one_row_one_wins(database: Database) -> None:
    trainee = new_id()
    async with database.write() as unit:
        add(unit, trainee, kind="free")

    async def take(number: int) -> bool:
        try:
            async with database.write() as unit:
                unit.add(Fragment(_RENAME, must_change_one=True), of=trainee, **{"from": "free", "to": f"by {number}"})
        except Stale:
            return False
        return True

    assert sum(await asyncio.gather(*(take(number) for number in range(24)))) == 1


@pytest.mark.parametrize("words", ["'; DROP TABLE outbox; --", "%s %(type)s $1 {x}", "\\", '"', "𠮷", ""])
async def test_values_are_never_read_as_statements(database: Database, words: str) -> None:
    trainee = new_id()
    async with database.write() as unit:
        add(unit, trainee, kind=words)
        add(unit, trainee, kind="beside")
    assert set(await types_of(database, trainee)) == {words, "beside"}


async def test_rows_are_complete_before_their_connection_goes_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool may close a connection that comes back, as one is closed whose claim was cancelled."""
    async with Database.connected(database_url, connections=2) as other:
        give_back = other._pool.putconn

        async def close(connection: Connection) -> None:
            await connection.close()
            await give_back(connection)

        monkeypatch.setattr(other._pool, "putconn", close)
        assert await other.read_one(Statement(select(func.current_setting("TimeZone")), str)) == "UTC"


async def test_a_cancelled_claim_leaves_a_database_that_answers(database_url: str) -> None:
    claim = Statement(select(outbox.c.event_id).with_for_update(skip_locked=True).limit(1), UUID)
    slow = Statement(select(func.pg_sleep(5)), str)
    count = Statement(select(func.count()).select_from(outbox), int)

    async def hold(database: Database, statement: Statement[object]) -> None:
        async with database.claim(statement):
            await asyncio.sleep(60)

    async with Database.connected(database_url, connections=3) as other:
        for number in range(12):
            holding = asyncio.create_task(hold(other, claim if number % 2 else slow))
            await asyncio.sleep(0.002 * number)
            holding.cancel()
            answers = await asyncio.gather(*(other.read_one(count) for _ in range(3)))
            assert all(answer is not None for answer in answers)
            with pytest.raises(asyncio.CancelledError):
                await holding


async def test_what_is_written_after_a_claim_cut_off_as_it_writes_is_kept(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that came back in the middle of a pipeline would take the next writes and lose them."""
    # As on a busy loop: the driver steps aside as soon as the pipeline is open.
    monkeypatch.setattr("psycopg.waiting.MAX_BUSY_TIME", 0)
    nothing = Statement(select(outbox.c.event_id).where(outbox.c.event_id.is_(None)).with_for_update(), UUID)
    cut_off, kept = new_id(), new_id()

    async def claim(database: Database) -> None:
        async with database.claim(nothing) as claimed:
            unit = UnitOfWork()
            add(unit, cut_off)
            claimed.add(unit)
            task = asyncio.current_task()
            assert task is not None
            task.cancel()

    async with Database.connected(database_url, connections=2) as cut, Database.connected(database_url) as other:
        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(claim(cut))
        for kind in ("first", "second", "third"):
            async with cut.write() as unit:
                add(unit, kept, kind=kind)
        assert await types_of(other, kept) == ["first", "second", "third"]
        assert await types_of(other, cut_off) == []


_CANCEL = """
    SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%pg_sleep%'
"""


async def test_a_statement_that_the_server_ends_is_said_to_be_busy(database: Database, database_url: str) -> None:
    """As by its time limit, which the next test but one looks up."""
    slow = asyncio.create_task(database.read(Statement(select(func.pg_sleep(4)), str)))
    # Only the owner sees and ends other sessions; the application's role does not.
    with psycopg.connect(database_url, autocommit=True) as owner:
        while not slow.done():
            owner.execute(_CANCEL)
            await asyncio.sleep(0.01)
    with pytest.raises(Problem) as busy:
        await slow
    assert busy.value.kind is ProblemKind.BUSY
    assert busy.value.retry_after_s


async def test_a_full_pool_refuses_soon_instead_of_queueing_for_ever(database_url: str) -> None:
    hold = Statement(select(func.pg_sleep(0.02)), str)
    async with Database.connected(database_url, connections=2) as small:
        loop = asyncio.get_running_loop()
        started = loop.time()
        answers = await asyncio.gather(*(small.read(hold) for _ in range(60)), return_exceptions=True)
        refused = [each for each in answers if isinstance(each, Problem)]
        assert len(refused) >= 60 - 2 - 2 * 16
        assert {each.kind for each in refused} == {ProblemKind.BUSY}
        assert loop.time() - started < 4.5
        assert await small.is_ready()


async def test_connections_keep_what_was_acknowledged(database: Database) -> None:
    for setting, value in (("synchronous_commit", "on"), ("TimeZone", "UTC"), ("statement_timeout", "5s")):
        assert await database.read_one(Statement(select(func.current_setting(setting)), str)) == value


# Composition -------------------------------------------------------------------------------------------------------


def test_a_statement_knows_its_defaults_and_its_order() -> None:
    condition = bindparam("one", type_=Integer) < bindparam("two", 7, type_=Integer)
    statement = Statement(select(literal(1)).where(condition), int)
    assert statement.parameters({"one": 3})[-2:] == [3, 7]
    assert statement.parameters({"one": 3, "two": 4})[-2:] == [3, 4]


@pytest.mark.parametrize("given", [{}, {"won": 1}, {"one": 1, "too": 2}])
def test_a_missing_or_misspelt_value_is_noticed_before_the_database_sees_it(given: dict[str, int]) -> None:
    statement = Statement(select(literal(1)).where(bindparam("one", type_=Integer) == 1), int)
    with pytest.raises(TypeError, match=r"missing: |unknown: "):
        statement.parameters(given)


@given(kinds=st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=6))
def test_a_composed_write_has_as_many_values_as_placeholders(kinds: list[str]) -> None:
    unit, trainee = UnitOfWork(), new_id()
    for kind in kinds:
        add(unit, trainee, kind=kind)
    sql, values = unit.composed()
    assert len(values) == 5 * len(kinds)
    assert sql.count("INSERT INTO outbox") == len(kinds)
    assert f"${len(values)}" in sql
    assert f"${len(values) + 1}" not in sql


def test_the_same_fragments_are_composed_once() -> None:
    def composed() -> Any:
        unit = UnitOfWork()
        add(unit, new_id())
        return unit.composed()[0]

    assert composed() is composed()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://u:p@db:5432/checkin", "checkin"),
        ("postgresql:///checkin?host=/run/pg", "checkin"),
        ("postgresql://db/one?dbname=other", "other"),
        ("postgresql://db", ""),
    ],
)
def test_the_name_of_a_database_is_read_as_the_driver_reads_it(url: str, name: str) -> None:
    assert database_name(url) == name
