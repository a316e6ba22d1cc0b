"""HTTP/1.1 with senders who finish: a head has its size, head and body have their time, an address its connections."""

import asyncio
from collections import Counter
from ipaddress import ip_address
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 10.0
"""For the head of a request, from its first byte or the connection's beginning."""
BODY_S = 10.0
"""For a body, and a second more for each 16 kB of it: a phone with one bar sends its photo in time."""
_SLOWEST_BYTES_PER_S = 16 * 2**10
_MOST_ANNOUNCED_BYTES = 6 * 2**20
_HEAD_BYTES = 32 * 2**10
_HEADERS = 100
_CONNECTIONS_OF_ONE_ADDRESS = 512

_connections: Counter[str] = Counter()


class _Refused(Exception):
    """Stops the parser in the middle of a message."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, which by itself waits for ever and keeps whatever comes."""

    _address = ""
    _head_bytes = 0
    _is_in_head = True
    _refusal = b""
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        _connections[self._address] += 1
        # A proxy on this machine speaks for everybody.
        if not _is_here(self._address) and _connections[self._address] > _CONNECTIONS_OF_ONE_ADDRESS:
            transport.abort()
            return
        self._expect_within(HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        _connections[self._address] -= 1
        if _connections[self._address] <= 0:
            del _connections[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_in_head and self._patience is None:
            self._expect_within(HEAD_S)
        self._head_bytes += len(data) if self._is_in_head else 0
        super().data_received(data)
        if self._is_in_head and self._head_bytes > _HEAD_BYTES and not self.transport.is_closing():
            self._refuse(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > _HEAD_BYTES or len(self.headers) > _HEADERS:
            self._refusal = b"431 Request Header Fields Too Large"
            raise _Refused
        if sum(name == b"host" for name, _ in self.headers) != 1 and self.parser.get_http_version() == "1.1":
            self._refusal = b"400 Bad Request"
            raise _Refused
        self._is_in_head, self._head_bytes = False, 0
        self._expect_within(BODY_S + self._announced_bytes() / _SLOWEST_BYTES_PER_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_head = True
        self._expect_nothing()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if self._refusal:
            self._refuse(self._refusal)
        else:
            super().send_400_response(msg)

    def _announced_bytes(self) -> int:
        """What the sender says; one who says nothing may need the longest."""
        given = dict(self.headers)
        if b"transfer-encoding" in given:
            return _MOST_ANNOUNCED_BYTES
        length = given.get(b"content-length", b"0")
        return min(int(length), _MOST_ANNOUNCED_BYTES) if length.isdigit() else 0

    def _refuse(self, status: bytes) -> None:
        self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._patience = self.loop.call_later(seconds, self._give_up)

    def _expect_nothing(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if self.transport.is_closing():
            return
        if self.cycle is not None and self.cycle.response_started:
            # What was answered need not be answered again; the rest of the body is waited for no longer.
            self.transport.close()
        else:
            self._refuse(b"408 Request Timeout")


def _is_here(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return True
