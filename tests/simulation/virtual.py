"""Virtual time: an event loop whose clock jumps to whatever is waited for next, so that days pass in milliseconds."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


class Stuck(AssertionError):
    """Everybody waits for somebody else."""


class _Nobody(selectors.SelectSelector):
    """There is no network here: what a loop waits for is time, and that passes at once."""

    def __init__(self, loop: "VirtualLoop") -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck
        self._loop.passed_s += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs tasks in an order that depends on nothing but what they do."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        super().__init__(_Nobody(self))

    def time(self) -> float:
        return self.passed_s


class VirtualClock:
    """The service's clock by virtual time."""

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time())


def run(main: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, in no time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
