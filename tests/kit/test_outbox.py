"""News: written with its cause, in order per person, delivered with its effect or not at all."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select

from checkin_service.kit.database import Database, Stale
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce, mark_failed, outbox
from checkin_service.kit.resources import Resources
from tests.building.outbox import mark_delivered
from tests.tools.reading import reading

NOW = datetime(2026, 3, 2, tzinfo=UTC)
_ALL = reading(select(outbox).where(outbox.c.trainee_id == bindparam("of")).order_by(outbox.c.sequence))


@pytest.fixture
def database(resources: Resources) -> Database:
    return resources.database


async def announced(database: Database, *types: str) -> list[Event]:
    """Events of one new person, one write each."""
    trainee = new_id()
    for number, each in enumerate(types):
        async with database.write() as unit:
            announce(unit, type_=each, trainee_id=trainee, payload={"number": number}, occurred_at=NOW)
    rows = await database.read(_ALL, of=trainee)
    return [
        Event(
            trainee_id=row.trainee_id,
            event_id=row.event_id,
            type=row.type,
            payload=row.payload,
            occurred_at=row.occurred_at,
        )
        for row in rows
    ]


async def test_events_keep_their_order_and_content(database: Database) -> None:
    events = await announced(database, "a.happened", "b.happened", "c.happened")
    assert [event.type for event in events] == ["a.happened", "b.happened", "c.happened"]
    assert [event.payload for event in events] == [{"number": 0}, {"number": 1}, {"number": 2}]
    assert {event.occurred_at for event in events} == {NOW}
    assert len({event.event_id for event in events}) == 3


async def test_a_cause_that_fails_announces_nothing(database: Database) -> None:
    trainee = new_id()

    async def write() -> None:
        async with database.write() as unit:
            announce(unit, type_="never.happened", trainee_id=trainee, payload={}, occurred_at=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write()
    assert await database.read(_ALL, of=trainee) == []


async def test_an_event_is_delivered_once(database: Database) -> None:
    (event,) = await announced(database, "a.happened")
    async with database.write() as unit:
        mark_delivered(unit, event, at=NOW)
    with pytest.raises(Stale):
        async with database.write() as unit:
            mark_delivered(unit, event, at=NOW)


async def test_the_effect_of_a_second_delivery_is_undone_with_it(database: Database) -> None:
    (event,) = await announced(database, "a.happened")
    effect = new_id()
    for _ in range(2):
        try:
            async with database.write() as unit:
                announce(unit, type_="effect", trainee_id=effect, payload={}, occurred_at=NOW)
                mark_delivered(unit, event, at=NOW)
        except Stale:
            pass
    assert len(await database.read(_ALL, of=effect)) == 1


async def test_a_failure_is_counted_and_its_reason_kept(database: Database) -> None:
    (event,) = await announced(database, "a.happened")
    for reason in ("first", "second"):
        async with database.write() as unit:
            mark_failed(unit, event, error=reason)
    (row,) = await database.read(_ALL, of=event.trainee_id)
    assert (row.attempts, row.last_error, row.delivered_at) == (2, "second", None)
