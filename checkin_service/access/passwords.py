"""Staff passwords: argon2id, in a small pool of threads of its own, so that guessing never slows check-ins down."""

import asyncio
import os
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from checkin_service.kit.problem import Problem, ProblemKind

_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1  # OWASP's recommendation for argon2id.
_HASHER = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES, type=Type.ID)
_THREADS = 2
_WAITING_LIMIT = 32
_WAITING_LIMIT_OF_ONE = 8

T = TypeVar("T")


def _base64(content: bytes) -> str:
    return b64encode(content).rstrip(b"=").decode()


# Checked when a login is unknown, so that the answer takes the same time; no password has this hash.
_NOBODY = f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p={_LANES}${_base64(os.urandom(16))}${_base64(os.urandom(32))}"


class PasswordPool:
    """Hashes and checks passwords a few at a time; a flood of sign-ins is refused, not queued without end.

    Nobody takes all the places: strangers of one network share some of them.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        self._inside: Counter[bytes] = Counter()

    async def hashed(self, password: str) -> str:
        return await self._run(_HASHER.hash, password)

    async def is_right(self, password: str, password_hash: str | None, *, share: bytes = b"") -> bool:
        """Whether the password has this hash; without a hash the answer is no, after the same work."""
        return await self._run(_is_right, password_hash or _NOBODY, password, share=share)

    async def _run(self, function: Callable[..., T], *arguments: str, share: bytes = b"") -> T:
        if self._inside.total() >= _WAITING_LIMIT or (share and self._inside[share] >= _WAITING_LIMIT_OF_ONE):
            raise Problem(ProblemKind.BUSY, retry_after_s=2)
        self._inside[share] += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)
        finally:
            self._inside[share] -= 1
            if not self._inside[share]:
                del self._inside[share]


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


pool = PasswordPool()
"""One for the process; its threads start with the first password."""
