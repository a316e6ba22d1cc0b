"""The HTTP shell: routes that read JSON strictly, and answers whose bytes are kept."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from checkin_service.kit.schema import JsonBytes


class _UnparsedRequest(Request):
    async def json(self) -> Any:
        """The bytes themselves: a Python round trip would lose what strict JSON parsing knows."""
        return JsonBytes(await self.body())


class StrictRoute(APIRoute):
    """A route whose body model reads the raw JSON: dates and ids strictly typed, NaN refused, one pass."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_unparsed(request: Request) -> Response:
            return await handle(_UnparsedRequest(request.scope, request.receive))

        return handle_unparsed


def service_router(*, tag: str, prefix: str = "/v1") -> APIRouter:
    return APIRouter(prefix=prefix, tags=[tag], route_class=StrictRoute)


def answer(content: bytes | BaseModel, *, status: int = 200) -> Response:
    """An answer as JSON; stored bytes go out unchanged."""
    body = content if isinstance(content, bytes) else content.model_dump_json().encode()
    return Response(body, status_code=status, media_type="application/json")
