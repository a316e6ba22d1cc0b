"""Identifiers made by the client before it sends: UUID version 7 (RFC 9562)."""

import os
import time
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

from checkin_service.kit.words import Words, Wrong

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62
_LOW_62_BITS = (1 << 62) - 1


def new_id() -> UUID:
    """A new UUIDv7 that sorts by time: 48 bits of milliseconds, 12 bits of their fraction (RFC 9562, 6.2, method 3)."""
    milliseconds, rest_ns = divmod(time.time_ns(), 1_000_000)
    fraction = (rest_ns << 12) // 1_000_000
    random = int.from_bytes(os.urandom(8)) & _LOW_62_BITS
    return UUID(int=(milliseconds << 80) | _VERSION_7 | (fraction << 64) | _VARIANT | random)


def derived_id(request_id: UUID, *parts: object) -> UUID:
    """The id of a part of a request: the same request makes the same one, as a UUIDv7 of the same moment."""
    digest = int.from_bytes(sha256(repr((str(request_id), *map(str, parts))).encode()).digest()[:10])
    moment = request_id.int >> 80 << 80
    return UUID(int=moment | _VERSION_7 | (digest >> 64 & 0xFFF) << 64 | _VARIANT | digest & _LOW_62_BITS)


def require_version_7(value: UUID) -> UUID:
    if value.version != 7:  # noqa: PLR2004 - the version is the rule
        raise Wrong(_NOT_OURS)
    return value


ClientId = Annotated[UUID, AfterValidator(require_version_7)]
"""An id that the caller makes and keeps: repeating a request with it gives the first answer."""


_NOT_OURS = Words("编号应为客户端生成的 UUIDv7。", "must be a UUID of version 7 (RFC 9562), made by the client")
