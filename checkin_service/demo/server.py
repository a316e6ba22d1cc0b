"""The service under demonstration: its own process on a free loopback port, with a clock that we move."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

_HOST = "127.0.0.1"
_READY_WITHIN_S = 60.0
_STOPS_WITHIN_S = 15.0
_LOOKS_EVERY_S = 0.1


class ServerFailed(Exception):
    """The server did not become ready, or ended by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    process: "subprocess.Popen[bytes]"
    base_url: str
    log: Path
    trusted: Path | None

    def client(self) -> httpx.AsyncClient:
        verify = True if self.trusted is None else ssl.create_default_context(cafile=str(self.trusted))
        return httpx.AsyncClient(base_url=self.base_url, timeout=60, verify=verify, trust_env=False)

    def wait(self) -> None:
        """Until the server ends, which only happens when something is wrong."""
        self.process.wait()
        raise ServerFailed(self.last_words())

    def last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else "it said nothing"


@contextmanager
def running_server(
    *, environment: Mapping[str, str], log: Path, port: int | None = None, trusted: Path | None = None
) -> Iterator[Server]:
    """The service while the block runs. With the certificate to be trusted it speaks HTTPS."""
    chosen = port or _free_port()
    command = [sys.executable, "-m", "checkin_service", "serve", f"--host={_HOST}", f"--port={chosen}"]
    tls = [] if trusted is None else ["--tls"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *tls],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for us; we stop the server when we are done.
            start_new_session=True,
        )
    try:
        scheme = "http" if trusted is None else "https"
        server = Server(process=process, base_url=f"{scheme}://{_HOST}:{chosen}", log=log, trusted=trusted)
        _wait_until_ready(server)
        yield server
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    with httpx.Client(base_url=server.base_url, verify=False, timeout=5, trust_env=False) as client:  # noqa: S501 - asks for readiness only
        while time.monotonic() < deadline:
            if server.process.poll() is not None:
                raise ServerFailed(server.last_words())
            try:
                if client.get("/readyz").is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(_LOOKS_EVERY_S)
    raise ServerFailed(f"not ready after {_READY_WITHIN_S:.0f} s: {server.last_words()}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOPS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
