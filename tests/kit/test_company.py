"""Statements that leave in company: each with its own scope, each with its own answer, none hurt by another."""

import asyncio
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Text, Uuid, bindparam, func, insert, literal_column, select, text

from checkin_service.kit.connections import Connection
from checkin_service.kit.database import Database, Fragment, Stale, Statement
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import outbox
from checkin_service.kit.questions_of_many import for_many
from checkin_service.kit.scope import Scope, act_for, as_nobody
from tests.tools.reading import reading

_ALL = range(9)


class Seen(NamedTuple):
    asked_for: UUID
    own: str
    others: str


_WHOSE = Statement(
    select(
        bindparam("of", type_=Uuid).label("asked_for"),
        func.current_setting("checkin.trainee", True).label("own"),
        # As a policy of a table does, for every row that it looks at.
        select(func.string_agg(func.current_setting("checkin.trainee", True), ","))
        .select_from(text("generate_series(1, 2)"))
        .where(bindparam("of", type_=Uuid).is_not(None))
        .scalar_subquery()
        .label("others"),
    ),
    Seen,
    gathers=True,
)
_NOBODYS: Statement[Any] = Statement(
    select(literal_column("1").label("one")).where(
        bindparam("of", type_=Text) == func.current_setting("checkin.trainee", True)
    ),
    Any,
    gathers=True,
)
_ADD = Fragment(
    insert(outbox).values(
        trainee_id=bindparam("trainee_id"),
        event_id=bindparam("event_id"),
        type="test.gathered",
        payload={},
        occurred_at=func.now(),
    )
)
_GUARDED = Fragment(
    outbox.update().values(type="test.seen").where(outbox.c.event_id == bindparam("known")), must_change_one=True
)
_OF = reading(select(outbox.c.trainee_id).where(outbox.c.type == "test.gathered"))


@pytest.fixture(params=[False, True], ids=["direct", "pooled"])
async def database(database_url: str, request: pytest.FixtureRequest) -> Any:
    """Behind a pooler nothing is prepared."""
    async with Database.connected(database_url, connections=4, pooled=request.param) as opened:
        yield opened


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many left together, each time."""
    sizes: list[int] = []
    plain, each = Connection.rows, Connection.execute_each

    async def rows(self: Connection, sql: str, values: Any, **more: Any) -> Any:
        if sql.startswith("SELECT asker"):
            sizes.append(len(values[0]))
        return await plain(self, sql, values, **more)

    async def execute_each(self: Connection, asked: Any) -> None:
        sizes.append(len(asked))
        await each(self, asked)

    monkeypatch.setattr(Connection, "rows", rows)
    monkeypatch.setattr(Connection, "execute_each", execute_each)
    return sizes


async def as_person(person: UUID, doing: Any) -> Any:
    with as_nobody():
        act_for(Scope(trainee=str(person)))
        return await doing()


async def test_everybody_is_asked_within_the_own_scope(database: Database, groups: list[int]) -> None:
    for _ in range(4):
        people = [new_id() for _ in _ALL]
        found = await asyncio.gather(
            *(as_person(each, lambda each=each: database.read_one(_WHOSE, of=each)) for each in people)
        )
        assert found == [(each, str(each), f"{each},{each}") for each in people]
    assert groups == [8] * 4


async def test_who_finds_nothing_in_company_finds_nothing_alone(database: Database, groups: list[int]) -> None:
    people = [new_id() for _ in _ALL]
    strangers = [str(each) if number % 2 else "?" for number, each in enumerate(people)]
    found = await asyncio.gather(
        *(
            as_person(each, lambda of=of: database.read(_NOBODYS, of=of))
            for each, of in zip(people, strangers, strict=True)
        )
    )
    assert [bool(each) for each in found] == [False, True] * 4 + [False]
    assert groups == [8]


async def test_those_who_ask_are_asked_for_one_after_the_other(database_url: str) -> None:
    """Any other plan would ask for somebody within the scope of another."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET plan_cache_mode = force_generic_plan")
        asked = [[new_id()] * 3, *[["a"] * 3] * 4]
        rows = psycopg.RawCursor(connection).execute(f"EXPLAIN (COSTS OFF) {for_many(_WHOSE)}", asked)
        plan = [line.strip() for (line,) in rows]
    assert plan[:3] == ["Nested Loop", "->  Function Scan on one", "->  Result"]


async def written(database: Database, person: UUID, event: UUID, *, guarded_by: UUID | None = None) -> None:
    async with database.write(may_repeat=True, gathers=True) as unit:
        unit.add(_ADD, trainee_id=person, event_id=event)
        if guarded_by is not None:
            unit.add(_GUARDED, known=guarded_by)


async def test_all_are_written_by_one_transaction(database: Database, groups: list[int], database_url: str) -> None:
    people = [new_id() for _ in _ALL]
    await asyncio.gather(*(as_person(each, lambda each=each: written(database, each, new_id())) for each in people))
    assert groups == [8]
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "SELECT count(*), count(DISTINCT xmin::text) FROM outbox WHERE trainee_id = ANY(%s)", [people]
        ).fetchone()
    # The first, who left alone, and the eight others.
    assert found == (9, 2)


async def test_the_conflict_of_one_hurts_nobody_else(database: Database, groups: list[int]) -> None:
    people, event = [new_id() for _ in _ALL], new_id()
    twin = people[4]
    await as_person(twin, lambda: written(database, twin, event))
    outcomes = await asyncio.gather(
        *(
            as_person(each, lambda each=each: written(database, each, event if each == twin else new_id()))
            for each in people
        ),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes] == [Stale if each == twin else type(None) for each in people]
    kept = {row.trainee_id for row in await database.read(_OF)}
    assert set(people) <= kept
    assert groups == [8]


async def test_a_guard_that_says_no_hurts_nobody_else(database: Database) -> None:
    people = [new_id() for _ in _ALL]
    outcomes = await asyncio.gather(
        *(
            as_person(
                each,
                lambda each=each: written(database, each, new_id(), guarded_by=new_id() if each == people[2] else None),
            )
            for each in people
        ),
        return_exceptions=True,
    )
    assert [number for number, each in enumerate(outcomes) if isinstance(each, Stale)] == [2]
    kept = {row.trainee_id for row in await database.read(_OF)}
    assert set(people) - kept == {people[2]}


async def test_a_connection_that_breaks_under_a_group_loses_nothing(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_together = Connection.execute_each
    broken: list[int] = []

    async def breaking(self: Connection, asked: Any) -> None:
        if not broken:
            broken.append(len(asked))
            pid = self.info.backend_pid
            with psycopg.connect(database_url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
        await each_together(self, asked)

    monkeypatch.setattr(Connection, "execute_each", breaking)
    people = [new_id() for _ in _ALL]
    await asyncio.gather(*(as_person(each, lambda each=each: written(database, each, new_id())) for each in people))
    kept = [row.trainee_id for row in await database.read(_OF)]
    assert broken == [8]
    assert sorted(each for each in kept if each in people) == sorted(people)
