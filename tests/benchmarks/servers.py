"""Servers as processes of their own: started on a free port, waited for, stopped at the end."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

import httpx

_LONGEST_START_S = 180
_LONGEST_STOP_S = 20


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    port: int
    pid: int


@contextmanager
def running(module: str, arguments: Sequence[str], *, environment: Mapping[str, str]) -> Iterator[Running]:
    """Run a Python module that serves HTTP on `--port` until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", module, *arguments, "--port", str(port)]
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=said) as process,
    ):
        try:
            _wait_for(port, process, said)
            yield Running(port, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_LONGEST_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
    deadline = time.monotonic() + _LONGEST_START_S
    # One client: each new one reads every certificate of the machine, which takes the time that the server needs.
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as asking:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if asking.get("/readyz").is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
    said.seek(0)
    raise RuntimeError(f"{process.args!r} does not answer:\n{said.read().decode()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
