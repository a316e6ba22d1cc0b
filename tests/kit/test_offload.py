"""CPU work elsewhere: bounded, and a worker that dies takes nobody with it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from checkin_service.kit.offload import Offload
from checkin_service.kit.problem import Problem, ProblemKind


def prepare(word: str) -> None:
    os.environ["OFFLOAD_TEST"] = word


def prepared() -> str:
    return os.environ["OFFLOAD_TEST"]


def worker() -> int:
    return os.getpid()


def doze(seconds: float) -> None:
    time.sleep(seconds)


def stumble() -> None:
    raise LookupError("not here")


def die() -> None:
    os._exit(9)


@pytest.fixture(scope="module")
async def offload() -> AsyncIterator[Offload]:
    made = Offload(workers=1, waiting_limit=3, initialiser=prepare, arguments=("ready",))
    yield made
    made.close()


async def test_work_is_done_in_another_process_that_was_prepared(offload: Offload) -> None:
    assert await offload.run(worker) != os.getpid()
    assert await offload.run(prepared) == "ready"
    assert "OFFLOAD_TEST" not in os.environ


async def test_an_exception_comes_back(offload: Offload) -> None:
    with pytest.raises(LookupError, match="not here"):
        await offload.run(stumble)
    assert offload.inside == 0


async def test_what_is_beyond_the_limit_is_refused_at_once(offload: Offload) -> None:
    inside = [asyncio.create_task(offload.run(doze, 0.2)) for _ in range(3)]
    await asyncio.sleep(0)
    started = time.monotonic()
    with pytest.raises(Problem) as busy:
        await offload.run(doze, 0.2)
    assert time.monotonic() - started < 0.1
    assert busy.value.kind is ProblemKind.BUSY
    assert busy.value.retry_after_s
    await asyncio.gather(*inside)
    assert offload.inside == 0


async def test_a_dead_worker_is_replaced_for_the_next_caller(offload: Offload) -> None:
    with pytest.raises(Problem) as busy:
        await offload.run(die)
    assert busy.value.kind is ProblemKind.BUSY
    assert await offload.run(prepared) == "ready"
    assert offload.inside == 0


async def test_a_caller_who_goes_away_leaves_the_place_to_others(offload: Offload) -> None:
    going = asyncio.create_task(offload.run(doze, 0.2))
    await asyncio.sleep(0.01)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert offload.inside == 0
    assert await offload.run(prepared) == "ready"


# Together ----------------------------------------------------------------------------------------------------------


def _with_company(items: list[int]) -> list[tuple[int, int]]:
    """Each item, and how many came with it; slow enough for others to gather."""
    time.sleep(0.2)
    return [(item, len(items)) for item in items]


def _inverted(items: list[int]) -> list[float]:
    return [1 / item for item in items]


@pytest.fixture
async def wide_pool() -> AsyncIterator[Offload]:
    made = Offload(workers=1, waiting_limit=8, initialiser=prepare, arguments=("ready",))
    await made.run(worker)
    yield made
    made.close()


async def test_an_item_goes_alone_while_a_worker_is_free(wide_pool: Offload) -> None:
    assert await wide_pool.run_together(_with_company, 7) == (7, 1)


async def test_items_that_wait_anyway_are_computed_together_and_get_their_own_answers(wide_pool: Offload) -> None:
    answers = await asyncio.gather(*(wide_pool.run_together(_with_company, number) for number in range(7)))
    assert [item for item, _ in answers] == list(range(7))
    assert [company for _, company in answers] == [1, 4, 4, 4, 4, 2, 2]
    assert wide_pool.inside == 0


async def test_a_failure_is_told_to_all_who_were_computed_together(wide_pool: Offload) -> None:
    asked = (wide_pool.run_together(_inverted, number) for number in (1, 0, 2))
    first, *others = await asyncio.gather(*asked, return_exceptions=True)
    assert first == 1.0
    assert [type(each) for each in others] == [ZeroDivisionError] * 2


async def test_who_no_longer_waits_disturbs_nobody(wide_pool: Offload) -> None:
    tasks = [asyncio.create_task(wide_pool.run_together(_with_company, number)) for number in range(4)]
    await asyncio.sleep(0.05)
    tasks[1].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[1], asyncio.CancelledError)
    assert [answers[number] for number in (0, 2, 3)] == [(0, 1), (2, 2), (3, 2)]


async def test_the_limit_holds_for_those_who_wait_together_too(wide_pool: Offload) -> None:
    tasks = [asyncio.create_task(wide_pool.run_together(_with_company, number)) for number in range(8)]
    await asyncio.sleep(0)
    with pytest.raises(Problem):
        await wide_pool.run_together(_with_company, 9)
    await asyncio.gather(*tasks)
