"""Several processes of one service: one that dies is begun again, all end with the first one, whatever ends it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TWO = """
import os, sys, time
from functools import partial
from pathlib import Path
from checkin_service.host.processes import Processes

def act(name):
    Path(sys.argv[1], f"{name}-{os.getpid()}").touch()
    time.sleep(600)

sys.exit(Processes({name: partial(act, name) for name in ("one", "two")}).run())
"""
_FAILING = """
import sys
from checkin_service.host import processes

processes._PAUSE_S = 0.01
sys.exit(processes.Processes({"one": lambda: sys.exit(3)}).run())
"""


@contextmanager
def begun(script: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", script, str(folder)], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def pids(folder: Path, name: str) -> list[int]:
    return [int(each.name.split("-")[1]) for each in folder.glob(f"{name}-*")]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it does not come to that"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    return False


def test_a_process_that_dies_is_begun_again_and_the_other_goes_on(tmp_path: Path) -> None:
    with begun(_TWO, tmp_path):
        until(lambda: len(pids(tmp_path, "one")) == len(pids(tmp_path, "two")) == 1)
        (other,) = pids(tmp_path, "two")
        os.kill(pids(tmp_path, "one")[0], signal.SIGKILL)
        until(lambda: len(pids(tmp_path, "one")) == 2)
        assert is_alive(other)
        assert pids(tmp_path, "two") == [other]


def test_told_to_stop_all_end_and_the_exit_is_clean(tmp_path: Path) -> None:
    with begun(_TWO, tmp_path) as parent:
        until(lambda: len(pids(tmp_path, "one")) == len(pids(tmp_path, "two")) == 1)
        parent.terminate()
        assert parent.wait(30) == 0
        assert not any(is_alive(pid) for name in ("one", "two") for pid in pids(tmp_path, name))


def test_nobody_is_left_behind_by_a_first_process_that_is_killed(tmp_path: Path) -> None:
    with begun(_TWO, tmp_path) as parent:
        until(lambda: len(pids(tmp_path, "one")) == len(pids(tmp_path, "two")) == 1)
        parent.kill()
        until(lambda: not any(is_alive(pid) for name in ("one", "two") for pid in pids(tmp_path, name)))


def test_what_cannot_begin_is_given_up_after_a_few_tries(tmp_path: Path) -> None:
    with begun(_FAILING, tmp_path) as parent:
        assert parent.wait(60) == 1
