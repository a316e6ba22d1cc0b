"""The number of requests that are worked on at once, and how long each may wait for the database."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from checkin_service.kit.connections import a_request
from checkin_service.kit.http.problems import problem_answer
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.scope import as_nobody

_ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Those who watch over the service are answered just when it is full."""
_RETRY_AFTER_S = 2


class Admission:
    """ASGI middleware: whoever comes beyond is told so at once; a herd waits outside, where it costs nothing."""

    def __init__(self, app: ASGIApp, at_once: int) -> None:
        self._app = app
        self._at_once = at_once
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self._app(scope, receive, send)
            return
        if self._inside >= self._at_once:
            refusal = problem_answer(Request(scope), Problem(ProblemKind.BUSY, retry_after_s=_RETRY_AFTER_S))
            await refusal(scope, receive, send)
            return
        self._inside += 1
        try:
            with a_request(), as_nobody():
                await self._app(scope, receive, send)
        finally:
            self._inside -= 1
