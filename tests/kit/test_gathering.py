"""Gathering: who comes alone goes alone; what comes meanwhile goes together, and nobody pays for another."""

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from checkin_service.kit.gathering import Gathering


@asynccontextmanager
async def patient() -> Any:
    yield


@asynccontextmanager
async def impatient() -> Any:
    async with asyncio.timeout(0.01):
        yield


class Way:
    """A way that somebody is let through when told so; what went is kept."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.went: list[object] = []
        self.open = asyncio.Event()
        self._breaks = breaks
        self.gathering: Gathering[int, int] = Gathering(self._alone, self._together)

    async def _alone(self, item: int) -> int:
        self.went.append(item)
        await self.open.wait()
        if item < 0:
            raise ValueError(item)
        return 10 * item

    async def _together(self, items: Sequence[int]) -> list[int]:
        self.went.append(list(items))
        await self.open.wait()
        if self._breaks or min(items) < 0:
            raise ValueError
        return [10 * each for each in items]

    async def all_of(self, items: Sequence[int]) -> list[Any]:
        tasks = [asyncio.create_task(self.gathering.run(each, waited=patient)) for each in items]
        await asyncio.sleep(0.01)
        self.open.set()
        return await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_after_the_other_each_goes_alone() -> None:
    way = Way()
    way.open.set()
    assert [await way.gathering.run(each, waited=patient) for each in (1, 2)] == [10, 20]
    assert way.went == [1, 2]


async def test_what_comes_meanwhile_goes_together_and_each_gets_its_own() -> None:
    way = Way()
    assert await way.all_of([1, 2, 3, 4]) == [10, 20, 30, 40]
    assert way.went == [1, [2, 3, 4]]


async def test_no_group_is_larger_than_thirty_two() -> None:
    way = Way()
    assert await way.all_of(range(1, 71)) == [10 * each for each in range(1, 71)]
    assert [len(each) for each in way.went[1:] if isinstance(each, list)] == [32, 32, 5]


async def test_the_mistake_of_one_is_told_to_that_one_alone() -> None:
    way = Way()
    first, second, third, fourth = await way.all_of([1, 2, -3, 4])
    assert (first, second, fourth) == (10, 20, 40)
    assert isinstance(third, ValueError)
    # Each of the group went again alone.
    assert way.went == [1, [2, -3, 4], 2, -3, 4]


async def test_after_a_broken_group_the_way_is_free() -> None:
    way = Way(breaks=True)
    assert await way.all_of([1, 2]) == [10, 20]
    way.went.clear()
    assert await way.gathering.run(5, waited=patient) == 50
    assert way.went == [5]


async def test_who_hangs_up_holds_nobody() -> None:
    way = Way()
    first = asyncio.create_task(way.gathering.run(1, waited=patient))
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await way.gathering.run(2, waited=impatient)
    third = asyncio.create_task(way.gathering.run(3, waited=patient))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0.01)
    way.open.set()
    assert await third == 30
    # Who had gone when the first was cancelled is not among those who leave then.
    assert way.went == [1, [3]]


async def test_a_group_belongs_to_no_request() -> None:
    """Cancelling one of it cancels nobody else's."""
    way = Way()
    tasks = [asyncio.create_task(way.gathering.run(each, waited=patient)) for each in (1, 2, 3)]
    await asyncio.sleep(0)
    way.open.set()
    await tasks[0]
    tasks[1].cancel()
    assert await tasks[2] == 30
