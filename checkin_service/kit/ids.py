"""Identifiers made by the client before it sends: UUID version 7 (RFC 9562)."""

import os
import time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of milliseconds, then randomness, so that keys sort by time."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    high = (random >> 62) & 0xFFF
    low = random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | _VERSION_7 | (high << 64) | _VARIANT | low)


def require_version_7(value: UUID) -> UUID:
    if value.version != 7:  # noqa: PLR2004 - the version is the rule
        raise ValueError("must be a UUID of version 7 (RFC 9562), made by the client")
    return value


ClientId = Annotated[UUID, AfterValidator(require_version_7)]
"""An id that the caller makes and keeps: repeating a request with it gives the first answer."""
