"""CPU work in a bounded pool of processes: full means refused at once, never queued without end."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from checkin_service.kit.problem import Problem, ProblemKind

T = TypeVar("T")


class Offload:
    """Runs functions in worker processes that may crash without taking the server down.

    `waiting_limit` bounds what is inside (running and queued together); beyond it callers get 503 at once, so that
    requests without CPU work keep their speed.
    """

    def __init__(
        self,
        *,
        workers: int,
        waiting_limit: int,
        initialiser: Callable[..., None],
        arguments: tuple[object, ...] = (),
    ) -> None:
        self._workers = workers
        self._waiting_limit = waiting_limit
        self._initialiser = initialiser
        self._arguments = arguments
        self._inside = 0
        self._pool = self._new_pool()

    @property
    def inside(self) -> int:
        return self._inside

    async def run(self, function: Callable[..., T], /, *arguments: object) -> T:
        if self._inside >= self._waiting_limit:
            raise Problem(ProblemKind.BUSY, retry_after_s=2)
        self._inside += 1
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, function, *arguments)
        except BrokenProcessPool as error:
            # A worker died (a hostile image, the memory limit): the next caller gets a fresh pool.
            if self._pool is pool:
                self._pool = self._new_pool()
            raise Problem(ProblemKind.BUSY, retry_after_s=2) from error
        finally:
            self._inside -= 1

    def warm_up(self) -> None:
        """Start every worker now, so that the first caller does not wait for it."""
        for _ in range(self._workers):
            self._pool.submit(_nothing)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers,
            # Not fork: the parent has threads and open connections.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=self._initialiser,
            initargs=self._arguments,
        )


def _nothing() -> None:
    """What a worker does to show that it is there."""
