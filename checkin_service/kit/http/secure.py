"""Browsers that once came by TLS come by nothing else (HSTS, RFC 6797)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAME, _A_YEAR = b"strict-transport-security", b"max-age=31536000"


class StrictTransport:
    """ASGI middleware; development is left out, for its certificate is its own and its host name everybody's.

    The names below a host may be other people's services: only whoever runs them all says `with_subdomains`.
    """

    def __init__(self, app: ASGIApp, *, is_development: bool, with_subdomains: bool = False) -> None:
        self._app = app
        self._header = _NAME, _A_YEAR + (b"; includeSubDomains" if with_subdomains else b"")
        self._is_development = is_development

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_development or scope.get("scheme") != "https":
            await self._app(scope, receive, send)
            return

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), self._header]
            await send(message)

        await self._app(scope, receive, send_strictly)
