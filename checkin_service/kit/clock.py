"""The only reader of the clock; rules take `now` as an argument."""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

_OFFSET = struct.Struct("<d")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovedClock:
    """A clock ahead or behind by the seconds written in a shared file.

    Only the demonstration uses it: its driver owns the file, the server merely reads it, so that no request can
    ever move time.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._seconds = mmap.mmap(file.fileno(), _OFFSET.size, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        (seconds,) = _OFFSET.unpack(self._seconds[: _OFFSET.size])
        return datetime.now(UTC) + timedelta(seconds=seconds)


class ClockMover:
    """The writing side of a `MovedClock`."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(_OFFSET.pack(0.0))
        self._path = path

    async def pass_time(self, seconds: float) -> None:
        """What a person does in the story takes no time of the audience."""
        (before,) = _OFFSET.unpack(self._path.read_bytes())
        self._write(before + seconds)

    def move_to(self, moment: datetime) -> None:
        self._write(moment.timestamp() - time.time())

    def return_to_present(self) -> None:
        self._write(0.0)

    def _write(self, seconds: float) -> None:
        # Written in place: the readers have mapped this very file.
        with self._path.open("r+b", buffering=0) as file:
            file.write(_OFFSET.pack(seconds))
