"""Compression of texts on their way out: pages, scripts and JSON, for whoever takes gzip."""

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST_BYTES = 1000
_LONG_BYTES = 2**16
_LEVEL = 5
_TEXTS = (
    "text/html", "text/css", "text/javascript", "application/json", "application/problem+json",
    "application/manifest+json", "image/svg+xml",
)  # fmt: skip
_SECRET = "/v1/tokens"  # noqa: S105 - a path; tokens are never compressed beside what somebody else may choose


class Compress:
    """Answers of these types in gzip; files whose digest travels with them are not among them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_SECRET) or not _takes_gzip(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(send).send)


class _Answer:
    """Holds the head back until the whole text is there; what is no text goes through at once."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._head: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_text(Headers(raw=message["headers"])):
            self._head = message
        elif self._head is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._head)

    async def _finish(self, head: Message) -> None:
        body, headers = bytes(self._body), MutableHeaders(raw=head["headers"])
        headers.add_vary_header("Accept-Encoding")
        if len(body) >= _LEAST_BYTES:
            body = await _pressed(body)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
        await self._send(head)
        await self._send({"type": "http.response.body", "body": body})


async def _pressed(body: bytes) -> bytes:
    """Long texts beside the event loop: half a megabyte takes as long as a check-in."""
    if len(body) < _LONG_BYTES:
        return gzip.compress(body, _LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, _LEVEL, mtime=0)


def _takes_gzip(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "")


def _is_text(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0]
    return kind in _TEXTS and "content-encoding" not in headers
