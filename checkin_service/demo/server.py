"""The service under demonstration: its own process on a free loopback port, with a clock that we move."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from checkin_service.demo.actors import ECardPlatform
from checkin_service.kit.base64url import encode
from checkin_service.kit.certificate import AUTHORITY_FILE
from checkin_service.kit.folders import data_folder
from checkin_service.settings import ServiceSettings

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
    tls: bool

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.base_url, timeout=60, verify=_trust(tls=self.tls), trust_env=False)

    def wait(self) -> None:
        """Until the server ends, which only happens when something is wrong."""
        self.process.wait()
        raise ServerFailed(self.last_words())

    def last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else "it said nothing"


@contextmanager
def running_server(
    *, database_url: str, folder: Path, clock_file: Path, platform: ECardPlatform, port: int | None, tls: bool
) -> Iterator[Server]:
    """The service while the block runs; `folder` takes its log."""
    chosen = port or _free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "checkin_service", "serve", f"--host={_HOST}", f"--port={chosen}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command + ["--tls"] * tls,
            env=os.environ | _environment(database_url, clock_file, platform),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for us; we stop the server when we are done.
            start_new_session=True,
        )
    try:
        scheme = "https" if tls else "http"
        server = Server(process=process, base_url=f"{scheme}://{_HOST}:{chosen}", log=log, tls=tls)
        _wait_until_ready(server)
        yield server
    finally:
        _stop(process)


def _environment(database_url: str, clock_file: Path, platform: ECardPlatform) -> dict[str, str]:
    return {
        "CHECKIN_DATABASE_URL": database_url,
        "CHECKIN_CLOCK_FILE": str(clock_file),
        "CHECKIN_ECARD_ISSUER": platform.name,
        "CHECKIN_ECARD_PUBLIC_KEY": encode(platform.public_key),
        "CHECKIN_LOG_LEVEL": "WARNING",
    }


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


def _trust(*, tls: bool) -> ssl.SSLContext | bool:
    if not tls:
        return True
    home = ServiceSettings().home or data_folder()
    return ssl.create_default_context(cafile=str(home / "tls" / AUTHORITY_FILE))
