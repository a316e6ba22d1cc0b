"""Gathering of requests: what arrives while another of its kind is under way leaves with the others, in one round trip.

Nobody waits on purpose: who comes alone leaves at once, the plain way. What fails together is done again one by one, so
that nobody pays for another's conflict.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import Context
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST = 32
"""Together: a round trip of more would take longer than the next one has to wait."""


class _Apart(Exception):
    """Those who left together did not arrive: each goes alone."""


class Gathering(Generic[T, R]):
    """Runs items alone or, while as many as `abreast` are under way, together."""

    def __init__(
        self,
        alone: Callable[[T], Awaitable[R]],
        together: Callable[[Sequence[T]], Awaitable[Sequence[R]]],
        *,
        abreast: int = 1,
    ) -> None:
        """What `together` is given has as many results, in order; it runs in no request's context."""
        self._alone = alone
        self._together = together
        self._free = abreast
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._groups: set[asyncio.Task[None]] = set()

    async def run(self, item: T, *, waited: Callable[[], AbstractAsyncContextManager[None]] = nullcontext) -> R:
        """A group is waited for in a block of `waited`, which may say that it takes too long."""
        if self._free:
            self._free -= 1
            try:
                return await self._alone(item)
            finally:
                self._come_back()
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        try:
            async with waited():
                return await result
        except _Apart:
            return await self._alone(item)

    def _come_back(self) -> None:
        self._free += 1
        group: list[tuple[T, asyncio.Future[R]]] = []
        while self._waiting and len(group) < _MOST:
            item, result = self._waiting.popleft()
            # Who has hung up since is not waited for.
            if not result.done():
                group.append((item, result))
        if group:
            self._free -= 1
            task = asyncio.get_running_loop().create_task(self._go(group), context=Context())
            self._groups.add(task)
            task.add_done_callback(self._groups.discard)

    async def _go(self, group: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            found = await self._together([item for item, _ in group])
        except Exception:  # noqa: BLE001 - whatever it was, each meets it again by themselves and is told
            for _, result in group:
                if not result.done():
                    result.set_exception(_Apart())
        else:
            for (_, result), each in zip(group, found, strict=True):
                if not result.done():
                    result.set_result(each)
        finally:
            self._come_back()
