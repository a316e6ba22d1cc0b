"""Owners of the cluster: each process holds a shared file lock, which the kernel drops when it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkin_service.host.cluster.errors import ClusterError


class Owners:
    """The processes that hold a cluster, and the turn to start or stop it."""

    def __init__(self, folder: Path) -> None:
        self._owners = folder / "owners.lock"
        self._turn = folder / "turn.lock"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Only one process at a time joins, leaves, starts or stops."""
        descriptor = _open(self._turn)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def join(self) -> int:
        """Become an owner; the returned descriptor is what `leave` takes. Within a turn."""
        descriptor = _open(self._owners)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return descriptor

    def leave(self, descriptor: int) -> None:
        # Unlocked by name: a forked child may still have the descriptor open, and must not hold the cluster.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    def nobody_is_left(self) -> bool:
        """Within a turn, so that nobody can join between the answer and what follows from it."""
        descriptor = _open(self._owners)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ClusterError(f"{path} cannot be used: {error.strerror}.") from error
