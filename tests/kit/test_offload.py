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
