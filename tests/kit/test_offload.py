"""The pool is bounded: full means refused at once; a worker that dies takes nobody with it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from checkin_service.kit.offload import Offload
from checkin_service.kit.problem import Problem, ProblemKind


def _nothing() -> None:
    """No preparation."""


@pytest.fixture
async def pool() -> AsyncIterator[Offload]:
    made = Offload(workers=1, waiting_limit=2, initialiser=_nothing)
    await made.run(_nothing)
    yield made
    made.close()


async def test_what_a_worker_computes_comes_back(pool: Offload) -> None:
    assert await pool.run(sum, (1, 2)) == 3


async def test_an_exception_comes_back_too(pool: Offload) -> None:
    with pytest.raises(ZeroDivisionError):
        await pool.run(divmod, 1, 0)
    assert pool.inside == 0


async def test_a_full_pool_refuses_at_once_and_says_when_to_come_again(pool: Offload) -> None:
    busy = [asyncio.create_task(pool.run(time.sleep, 0.5)) for _ in range(2)]
    await asyncio.sleep(0)
    started = time.perf_counter()
    with pytest.raises(Problem) as refused:
        await pool.run(_nothing)
    assert time.perf_counter() - started < 0.05
    assert (refused.value.kind, refused.value.retry_after_s) == (ProblemKind.BUSY, 2)
    await asyncio.gather(*busy)
    assert await pool.run(sum, ()) == 0


async def test_a_worker_that_dies_is_replaced(pool: Offload) -> None:
    with pytest.raises(Problem) as refused:
        await pool.run(os._exit, 9)
    assert refused.value.kind is ProblemKind.BUSY
    assert await pool.run(sum, (2, 3)) == 5
