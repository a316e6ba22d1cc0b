"""CPU time of whole process trees, to the nanosecond, read from outside: who is measured notices nothing."""

import os
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_SCHEDULER_CLOCK = 2
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_PARENT, _REAPED_USER, _REAPED_SYSTEM = 1, 13, 14
"""Places in /proc/<pid>/stat after the command's closing bracket (proc(5))."""


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and all that descend from them, those that ended since included."""
    return sum(_of_process(pid) for root in roots for pid in tree(root))


def tree(root: int) -> list[int]:
    """The process and its descendants."""
    children = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            children[int(fields[_PARENT])].append(int(entry.name))
    found = [root]
    for pid in found:
        found.extend(children[pid])
    return found


def _of_process(pid: int) -> float:
    fields = _stat(pid)
    if not fields:
        return 0.0
    try:
        # A process's own clock (clock_getcpuclockid(3)): exact, where /proc counts hundredths of a second.
        running_s = time.clock_gettime((~pid << 3) | _SCHEDULER_CLOCK)
    except OSError:
        return 0.0
    return running_s + (int(fields[_REAPED_USER]) + int(fields[_REAPED_SYSTEM])) * _TICK_S


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
