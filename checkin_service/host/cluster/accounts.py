"""The operating system account that runs the server: PostgreSQL refuses root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from checkin_service.host.cluster.errors import ClusterError

_STAND_INS_FOR_ROOT = ("postgres", "nobody")
_ENVIRONMENT = {
    # Nothing of the caller's: a stray PGDATA or LC_MESSAGES would change what the programs do and say.
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int

    @classmethod
    def running(cls) -> Self:
        """The account of this process."""
        return cls._with_uid(os.geteuid())

    @classmethod
    def for_server(cls, data: Path) -> Self:
        """The owner of existing data; else this process's account, or for root an unprivileged one."""
        if data.exists():
            return cls._with_uid(data.stat().st_uid)
        if os.geteuid() != 0:
            return cls.running()
        for name in _STAND_INS_FOR_ROOT:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)
        raise ClusterError("PostgreSQL refuses to run as root: create an account named postgres.")

    @classmethod
    def _with_uid(cls, uid: int) -> Self:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError as error:
            message = f"PostgreSQL needs an account with a name: add user id {uid} to /etc/passwd."
            raise ClusterError(message) from error
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def take_ownership_of(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, away from the terminal, so that Ctrl-C does not reach it."""
        switching = os.geteuid() == 0
        return subprocess.run(
            command,
            user=self.uid if switching else None,
            group=self.gid if switching else None,
            extra_groups=[] if switching else None,
            env=_ENVIRONMENT,
            cwd="/",
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            check=False,
        )
