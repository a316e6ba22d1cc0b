"""A small answer of the database that may be a moment old: read again by the first who asks after that moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Glance(Generic[T]):
    """What was read a moment ago, for everybody who asks within it."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._read_at = float("-inf")
        self._held: T | None = None
        self._reading = asyncio.Lock()

    async def of(self, read: Callable[[], Awaitable[T]]) -> T:
        """The answer, at most as old as was said; many who ask at once wait for one reading."""
        if self._held is None or time.monotonic() - self._read_at >= self._seconds:
            async with self._reading:
                if self._held is None or time.monotonic() - self._read_at >= self._seconds:
                    began = time.monotonic()
                    self._held = await read()
                    self._read_at = began
        return self._held

    def forget(self) -> None:
        """The next who asks reads again."""
        self._read_at = float("-inf")
