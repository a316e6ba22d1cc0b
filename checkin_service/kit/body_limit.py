"""A limit on the size of bodies, answered like every other problem, also when the sender does not say how long."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
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


def _announced_bytes(scope: Scope) -> int:
    """What the sender says; nothing usable counts as nothing, for what arrives is counted all the same."""
    try:
        return int(Headers(scope=scope).get("content-length", "0"))
    except ValueError:
        return 0
