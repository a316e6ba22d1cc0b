"""Proving the counters: each is made again from the facts."""

from checkin_service.attendance import store
from checkin_service.attendance.model import CounterDifference
from checkin_service.kit.database import Database


async def counter_differences(database: Database) -> list[CounterDifference]:
    """Every counter that is not what its facts come to."""
    return await store.counter_differences(database)


async def number_of_counters(database: Database) -> int:
    return await store.number_of_counters(database)
