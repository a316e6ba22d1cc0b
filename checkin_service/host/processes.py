"""The processes of one service on one machine: forked from what is loaded already, begun again when one dies.

Nothing may be open when they are forked: no connection, no thread, no event loop. Each opens its own.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

import structlog

_log = structlog.get_logger(__name__)
_fork = multiprocessing.get_context("fork")

_LOOKS_EVERY_S = 0.5
_QUICK_S = 10.0
"""A process that dies younger than this could not begin."""
_MOST_QUICK_DEATHS = 5
_PAUSE_S = 0.5
_GRACE_S = 15.0
"""Longer than a server takes to finish what it has begun."""


class Processes:
    """Runs what is given, each in a process of its own, until this process is told to stop."""

    def __init__(self, acts: Mapping[str, Callable[[], None]]) -> None:
        self._acts = acts
        self._running: dict[str, BaseProcess] = {}
        self._begun_at: dict[str, float] = {}
        self._quick_deaths = 0
        self._is_stopping = False
        # Only this process holds the end that is written to: when it is gone, whatever killed it, the others read so.
        self._ours_to_read, self._ours_to_hold = os.pipe()

    def run(self) -> int:
        """Exit code: 0 when told to stop, 1 when its processes die one after another as they begin."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for name in self._acts:
            self._begin(name)
        while not self._is_stopping and self._quick_deaths < _MOST_QUICK_DEATHS:
            wait([process.sentinel for process in self._running.values()], timeout=_LOOKS_EVERY_S)
            self._bury()
        self._end_all()
        return 0 if self._is_stopping else 1

    def _stop(self, _number: int, _frame: object) -> None:
        self._is_stopping = True

    def _begin(self, name: str) -> None:
        process = _fork.Process(target=self._act, args=(self._acts[name],), name=name)
        process.start()
        self._running[name], self._begun_at[name] = process, time.monotonic()

    def _act(self, act: Callable[[], None]) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._ours_to_hold)
        threading.Thread(target=self._end_with_parent, daemon=True).start()
        act()

    def _end_with_parent(self) -> None:
        os.read(self._ours_to_read, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _bury(self) -> None:
        for name, process in list(self._running.items()):
            if process.exitcode is None or self._is_stopping:
                continue
            is_quick = time.monotonic() - self._begun_at[name] < _QUICK_S
            self._quick_deaths = self._quick_deaths + 1 if is_quick else 0
            _log.error("process.died", process=name, exit_code=process.exitcode)
            if is_quick:
                time.sleep(_PAUSE_S)
            if self._quick_deaths < _MOST_QUICK_DEATHS:
                self._begin(name)

    def _end_all(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + _GRACE_S
        for process in self._running.values():
            process.join(max(0.0, deadline - time.monotonic()))
            if process.exitcode is None:
                process.kill()
                process.join()
