"""Paths of a cluster: its data, its socket and the lock files of its owners."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from checkin_service.host.cluster.accounts import Account
from checkin_service.host.cluster.errors import ClusterError
from checkin_service.host.folders import data_folder
from checkin_service.kit.files import write_once

PORT = 5432
"""Only a part of the socket's file name: the server listens on no TCP port."""

_LONGEST_SOCKET_PATH = 100
"""Linux allows 107 bytes, other systems 103."""

_FOR_ROOT = Path("/var/lib/checkin-service")


@dataclass(frozen=True, slots=True)
class Places:
    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def unfinished_data(self) -> Path:
        """Where initdb works; a finished folder is renamed to `data`, so `data` is always whole."""
        return self.home / "data.unfinished"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket: at home, or in /tmp when the path from home would be too long."""
        folder = self.home / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET_PATH:
            return folder
        return Path("/tmp") / f"checkin-{_short_hash(str(self.home))}"  # noqa: S108 - see make_socket_folder

    @property
    def socket_lock(self) -> Path:
        return self.socket / f".s.PGSQL.{PORT}.lock"

    def make_home(self) -> None:
        """For root the unprivileged server must be able to pass through; otherwise nobody else may."""
        mode = 0o755 if os.geteuid() == 0 else 0o700
        self.home.mkdir(parents=True, exist_ok=True, mode=mode)
        if self.home.stat().st_uid == os.geteuid():
            self.home.chmod(mode)

    def make_socket_folder(self, server: Account) -> None:
        """A folder that only the server's account can write to, so that nobody can pose as the server."""
        if not self.socket.is_symlink() and not self.socket.exists():
            self.socket.mkdir(mode=0o755)
            server.take_ownership_of(self.socket)
        found = self.socket.lstat()
        if found.st_uid != server.uid or found.st_mode & 0o022 or self.socket.is_symlink():
            raise ClusterError(f"{self.socket} belongs to somebody else: remove it.")
        self.socket.chmod(0o755)


def default_home() -> Path:
    """Beside the project for ordinary users; for root where an unprivileged server can reach its data."""
    folder = data_folder()
    if os.geteuid() != 0:
        return folder / "cluster"
    return _FOR_ROOT / _short_hash(_identity(folder))


def _identity(folder: Path) -> str:
    """Follows a checkout that is moved; a copy of it, or a later checkout in its place, has another.

    The folder's inode tells a copy from the original, the random part a later folder with the same inode.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = write_once(folder / "cluster.id", secrets.token_hex(16).encode(), mode=0o644).decode()
    return f"{folder.stat().st_ino} {random}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
