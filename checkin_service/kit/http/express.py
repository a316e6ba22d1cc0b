"""The short way to a hot endpoint: from its path straight to its function.

The framework finds a route among all routes, solves a graph of dependencies and asks how to convert the answer, anew
for every request. For a POST that takes a token and a body and answers bytes there is nothing to find out: what the
route declares is read once, when the application is made. The route itself stays, for the documentation and for every
request that is in any way unusual; both ways call the same dependencies and the same function.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from checkin_service.kit.http.routes import BodyShape, RejectedBody, StrictRequest, StrictRoute, private

_USUAL_CONTENT = (b"content-type", b"application/json")

Provider = Callable[[Request], Awaitable[Any]]


class NotExpress(TypeError):
    """The route asks for more than the short way gives."""


class Express(BaseRoute):
    """Stands before all other routes and takes the usual requests for one of them."""

    def __init__(self, router: APIRouter, path: str) -> None:
        (route,) = [each for each in router.routes if isinstance(each, StrictRoute) and each.path == path]
        self._route = route
        self._function: Callable[..., Awaitable[Any]] = route.endpoint
        self._providers = _providers(route.dependant)
        (body,) = route.dependant.body_params
        self._body = body.name, BodyShape.declared(body)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["path"] != self._route.path or scope["method"] != "POST":
            return Match.NONE, {}
        # Anything else, such as a charset behind the type, takes the long way: it must be refused or read as always.
        if _USUAL_CONTENT not in scope["headers"]:
            return Match.NONE, {}
        # The metrics and the log name requests by their route, whichever way they came.
        return Match.FULL, {"route": self._route}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        # Who is asking is settled before what was sent is looked at.
        values = {name: await provide(request) for name, provide in self._providers}
        name, shape = self._body
        body = values[name] = await StrictRequest(request, shape).json()
        if isinstance(body, RejectedBody):
            raise body.problem
        response = private(await self._function(**values))
        await response(scope, receive, send)


def _providers(route: Dependant) -> list[tuple[str, Provider]]:
    # Checked when the application is made: a parameter added later must stop the start, not be dropped in silence.
    if route.path_params or route.query_params or route.header_params or route.cookie_params:
        raise NotExpress("only a body is read")
    return [_provider(each) for each in route.dependencies]


def _provider(dependency: Dependant) -> tuple[str, Provider]:
    asks_for = (
        dependency.path_params,
        dependency.query_params,
        dependency.header_params,
        dependency.cookie_params,
        dependency.body_params,
        dependency.dependencies,
    )
    if any(asks_for) or not dependency.request_param_name or not dependency.name or dependency.call is None:
        raise NotExpress(f"{dependency.name} must ask for the request and nothing else")
    return dependency.name, dependency.call
