"""The HTTP shell: routes that read JSON strictly, and answers whose bytes are kept."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.problem_answer import PRIVATE
from checkin_service.kit.schema import malformed
from checkin_service.kit.words import Words

_COMPRESSED = Words("不接受压缩的请求内容。", "A compressed body is not taken.")
_NAMED_TWICE = Words("同一字段出现了两次。", "A field is named twice.")


@dataclass(frozen=True, slots=True)
class RejectedBody:
    """Stands in for a body that cannot be used, so that who is asking is settled before what was sent.

    No model accepts it, so FastAPI raises `RequestValidationError` with it as `body`, after the dependencies.
    """

    problem: Problem


async def read_strictly(request: Request, model: "TypeAdapter[Any]") -> Any:
    """The validated body, read from the raw bytes in one strict pass, or the `RejectedBody` that tells why not.

    A detour through Python's own JSON would lose what strict validation needs: there, a date is a string.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        return RejectedBody(Problem(ProblemKind.UNSUPPORTED_MEDIA, _COMPRESSED))
    body = await request.body()
    try:
        value = model.validate_json(body)
    except ValidationError as error:
        return RejectedBody(malformed(error))
    return RejectedBody(Problem(ProblemKind.MALFORMED, _NAMED_TWICE)) if _names_twice(body) else value


class _StrictRequest(Request):
    """A request whose `json()` is the validated body itself."""

    def __init__(self, request: Request, model: "TypeAdapter[Any]") -> None:
        super().__init__(request.scope, request.receive)
        self._model = model

    async def json(self) -> Any:
        return await read_strictly(self, self._model)


class StrictRoute(APIRoute):
    """A route that takes application/json only and validates it strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_privately(request: Request) -> Response:
            return private(await handle(request))

        if not self.dependant.body_params:
            return handle_privately
        (parameter,) = self.dependant.body_params
        model = body_model(parameter)

        async def handle_strictly(request: Request) -> Response:
            return await handle_privately(_StrictRequest(request, model))

        return handle_strictly


def body_model(parameter: Any) -> "TypeAdapter[Any]":
    """What validates the body that a route declares."""
    return TypeAdapter(parameter.field_info.annotation)


def private(response: Response) -> Response:
    """The answer with the headers that every answer of the API carries."""
    response.headers.update(PRIVATE)
    return response


def _names_twice(body: bytes) -> bool:
    """Whether an object of a valid body names a field twice: others on the way might have read the other one."""
    try:
        _DECODER.decode(body.decode())
    except ValueError:
        return True
    return False


def _once_each(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a field is named twice")


_DECODER = json.JSONDecoder(object_pairs_hook=_once_each)


def rejection(body: Any) -> Problem | None:
    """The problem of a body that FastAPI could not validate, as far as we know better than FastAPI."""
    if isinstance(body, RejectedBody):
        return body.problem
    # Only application/json is parsed; anything else arrives as its bytes.
    return Problem(ProblemKind.UNSUPPORTED_MEDIA) if isinstance(body, bytes) else None


def service_router(*, tag: str, prefix: str = "/v1") -> APIRouter:
    return APIRouter(prefix=prefix, tags=[tag], route_class=StrictRoute)


def answer(content: bytes | BaseModel, *, status: int = 200) -> Response:
    """An answer as JSON; stored bytes go out unchanged."""
    body = content if isinstance(content, bytes) else content.model_dump_json().encode()
    return Response(body, status_code=status, media_type="application/json")


def drawing(svg: str) -> Response:
    """A picture that may show nothing but itself, and that nobody is to keep."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(svg, media_type="image/svg+xml", headers=headers)
