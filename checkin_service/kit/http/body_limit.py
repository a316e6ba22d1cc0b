"""A limit on the size of bodies, answered like every other problem, also when the sender does not say how long."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware: what is over the limit is refused when the route begins to read it, or as it arrives."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced_bytes = _announced_bytes(scope)
        received_bytes = 0

        async def receive_some() -> Message:
            nonlocal received_bytes
            if announced_bytes > self._limit_bytes:
                raise HTTPException(413)
            message = await receive()
            received_bytes += len(message.get("body", b""))
            if received_bytes > self._limit_bytes:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_some, send)


async def bounded_body(request: Request, most_bytes: int) -> bytes:
    """The body; nothing is kept of one that is longer, and nothing is read of one that says it is."""
    if _announced_bytes(request.scope) > most_bytes:
        raise HTTPException(413)
    parts, held_bytes = [], 0
    try:
        async for part in request.stream():
            held_bytes += len(part)
            if held_bytes > most_bytes:
                raise HTTPException(413)
            parts.append(part)
    except ClientDisconnect:
        # Nobody is left to be told; it is no fault of ours either.
        raise HTTPException(400) from None
    return b"".join(parts)


def _announced_bytes(scope: Mapping[str, Any]) -> int:
    """What the sender says; nothing usable counts as nothing, for what arrives is counted all the same."""
    try:
        return int(Headers(scope=dict(scope)).get("content-length", "0"))
    except ValueError:
        return 0
