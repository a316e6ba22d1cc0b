"""CPU work in a bounded pool of processes: full means refused at once, never queued without end."""

import asyncio
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from checkin_service.kit.problem import Problem, ProblemKind

T = TypeVar("T")
Item = TypeVar("Item")

_MOST_TOGETHER = 4
"""Two photos at once cost 7 % less than one after the other, four 8 %, eight 9 %."""


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
        self._queues: dict[Callable[..., Any], deque[tuple[Any, asyncio.Future[Any]]]] = {}
        self._batches: set[asyncio.Task[None]] = set()

    @property
    def inside(self) -> int:
        return self._inside

    async def run(self, function: Callable[..., T], /, *arguments: object) -> T:
        self._enter()
        try:
            return await self._run(function, *arguments)
        finally:
            self._inside -= 1

    async def run_together(self, function: Callable[[list[Item]], list[T]], item: Item) -> T:
        """The function's answer for one item, computed with others where they have to wait for a worker anyway.

        Nobody waits for company: while a worker is free, an item goes alone.
        """
        self._enter()
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(function, deque()).append((item, answer))
        self._start_batches(function)
        try:
            return await answer
        finally:
            self._inside -= 1

    def warm_up(self) -> None:
        """Start every worker now, so that the first caller does not wait for it."""
        for _ in range(self._workers):
            self._pool.submit(_nothing)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _enter(self) -> None:
        if self._inside >= self._waiting_limit:
            raise Problem(ProblemKind.BUSY, retry_after_s=2)
        self._inside += 1

    async def _run(self, function: Callable[..., T], *arguments: object) -> T:
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, function, *arguments)
        except BrokenProcessPool as error:
            # A worker died (a hostile image, the memory limit): the next caller gets a fresh pool.
            if self._pool is pool:
                self._pool = self._new_pool()
            raise Problem(ProblemKind.BUSY, retry_after_s=2) from error

    def _start_batches(self, function: Callable[..., Any]) -> None:
        queue = self._queues[function]
        while queue and len(self._batches) < self._workers:
            batch = [queue.popleft() for _ in range(min(len(queue), _MOST_TOGETHER))]
            task = asyncio.create_task(self._run_batch(function, batch))
            self._batches.add(task)
            task.add_done_callback(lambda done: self._end_batch(done, function))

    def _end_batch(self, done: "asyncio.Task[None]", function: Callable[..., Any]) -> None:
        self._batches.discard(done)
        self._start_batches(function)

    async def _run_batch(
        self, function: Callable[..., list[Any]], batch: list[tuple[Any, "asyncio.Future[Any]"]]
    ) -> None:
        waiting = [(item, answer) for item, answer in batch if not answer.done()]
        try:
            results = await self._run(function, [item for item, _ in waiting])
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to those who asked
            for _, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), result in zip(waiting, results, strict=True):
            if not answer.done():
                answer.set_result(result)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers,
            # Not fork: the parent has threads and open connections.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._initialiser, self._arguments),
        )


def _begin(initialiser: Callable[..., None], arguments: tuple[object, ...]) -> None:
    """A worker's first act: nobody may leave it behind, whatever becomes of the process that made it."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    initialiser(*arguments)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _nothing() -> None:
    """What a worker does to show that it is there."""
