"""The server process: made, started, adopted when it already runs, stopped cleanly."""

import os
import re
import shutil
import time
from enum import Enum, auto
from pathlib import Path

from checkin_service.host.cluster import binaries, configuration
from checkin_service.host.cluster.accounts import Account
from checkin_service.host.cluster.errors import ClusterError
from checkin_service.host.cluster.places import Places

_LONGEST_START_S = 300
"""Replaying the log after a crash can take minutes on a slow disk."""

_LONGEST_STOP_S = 60
_LOG_LIMIT_BYTES = 16 * 2**20
_STATUS_LINE = 7


class Status(Enum):
    STOPPED = auto()
    CHANGING = auto()
    READY = auto()


class Server:
    """All methods but `status` are called within a turn of the owners."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def status(self) -> Status:
        """As the server itself writes it, provided that the process in its file is really ours."""
        lines = _lines(self._places.data / "postmaster.pid")
        if not lines or not _is_postmaster_of(self._places.data, lines[0]):
            return Status.STOPPED
        ready = len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
        return Status.READY if ready else Status.CHANGING

    def ensure_running(self) -> None:
        deadline = time.monotonic() + _LONGEST_START_S
        while (status := self.status()) is not Status.READY:
            if time.monotonic() > deadline:
                raise ClusterError(f"PostgreSQL is not ready after {_LONGEST_START_S} s: see {self._places.log}.")
            if status is Status.CHANGING or not self._start():
                time.sleep(0.1)

    def stop(self) -> None:
        if self.status() is Status.STOPPED:
            return
        version, account = self._version(), Account.for_server(self._places.data)
        program = binaries.find(version).program("pg_ctl")
        options = ["--mode=fast", "--wait", f"--timeout={_LONGEST_STOP_S}", "--silent"]
        done = account.run([program, "stop", f"--pgdata={self._places.data}", *options])
        if done.returncode != 0 and self.status() is not Status.STOPPED:
            raise ClusterError(f"PostgreSQL does not stop: {_last_line(done.stdout)}")

    def _start(self) -> bool:
        """Whether it started; no means that remains of a killed server are still going away."""
        if not self._places.data.exists():
            self._initialise()
        account = Account.for_server(self._places.data)
        self._places.make_socket_folder(account)
        self._configure(account)
        self._clear_traces()
        program = binaries.find(self._version()).program("pg_ctl")
        options = ["--wait", f"--timeout={_LONGEST_START_S}", "--silent", f"--log={self._places.log}"]
        log_start = self._places.log.stat().st_size if self._places.log.exists() else 0
        done = account.run([program, "start", f"--pgdata={self._places.data}", *options])
        if done.returncode == 0:
            return True
        reason = self._complaint(since=log_start) or _last_line(done.stdout)
        if "still in use" in reason:
            return False
        raise ClusterError(f"PostgreSQL does not start: {reason}")

    def _initialise(self) -> None:
        account, folder = Account.for_server(self._places.data), self._places.unfinished_data
        program = binaries.find().program("initdb")
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
        account.take_ownership_of(folder)
        done = account.run([
            program,
            f"--pgdata={folder}",
            f"--username={configuration.BOOTSTRAP_ROLE}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--auth=peer",
            "--no-instructions",
        ])  # fmt: skip
        if done.returncode != 0:
            raise ClusterError(f"PostgreSQL cannot make its data folder: {_last_line(done.stdout)}")
        folder.rename(self._places.data)

    def _configure(self, server: Account) -> None:
        accounts = {server.name, Account.running().name, "root"}
        contents = {
            "postgresql.conf": configuration.settings(socket=self._places.socket),
            "pg_hba.conf": configuration.authentication(),
            "pg_ident.conf": configuration.identities(accounts),
        }
        for name, content in contents.items():
            path = self._places.data / name
            path.write_text(content, encoding="utf-8")
            server.take_ownership_of(path)

    def _clear_traces(self) -> None:
        """Remove what would stop a start although no server runs, and a log grown too long."""
        for path in (self._places.data / "postmaster.pid", self._places.socket_lock):
            lines = _lines(path)
            # After a reboot the number in the file may be another process's, which PostgreSQL would take for
            # a server. A number that is gone it sees alone. Its shared memory guards the data either way.
            if path.exists() and (not lines or _is_alive(lines[0])):
                path.unlink()
        if self._places.log.exists() and self._places.log.stat().st_size > _LOG_LIMIT_BYTES:
            self._places.log.replace(self._places.log.with_suffix(".log.1"))

    def _version(self) -> int:
        return int((self._places.data / "PG_VERSION").read_text(encoding="ascii"))

    def _complaint(self, *, since: int) -> str | None:
        """Why the server gave up, from what it logged after the position `since`."""
        if not self._places.log.exists():
            return None
        said = self._places.log.read_bytes()[since:].decode(errors="replace")
        found = re.search(r"(?:FATAL|PANIC): +(.*)", said)
        return found[1] if found else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _is_postmaster_of(data: Path, pid: str) -> bool:
    """Its command line tells: unlike its working folder, others may read it even inside a container."""
    try:
        command = Path("/proc", pid, "cmdline").read_bytes().split(b"\0")
    except OSError:
        return not Path("/proc/self").exists() and _is_alive(pid)
    if not command[0].endswith(b"postgres") or b"-D" not in command:
        return False
    folder = Path(os.fsdecode(command[command.index(b"-D") + 1]))
    # A folder that is gone was renamed under the running server.
    return not folder.exists() or folder.samefile(data)


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
