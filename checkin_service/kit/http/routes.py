"""The HTTP shell: routes that read JSON strictly, and answers whose bytes are kept."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase
from pydantic import BaseModel, TypeAdapter, ValidationError

from checkin_service.kit.http.body_limit import bounded_body
from checkin_service.kit.http.problems import PRIVATE
from checkin_service.kit.http.schema import malformed
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words

_COMPRESSED = Words("不接受压缩的请求内容。", "A compressed body is not taken.")
_CRUMBLED = Words(
    "请求内容的字段或行数远超其大小应有的数量，请检查文件或分批提交。",
    "The body has far more fields or rows than one of its size: look at the file, or send it in parts.",
)
_FEW_VALUES, _BYTES_OF_A_VALUE = 4000, 30
_NAMED_TWICE = Words("同一字段出现了两次。", "A field is named twice.")


@dataclass(frozen=True, slots=True)
class RejectedBody:
    """Stands in for a body that cannot be used, so that who is asking is settled before what was sent.

    No model accepts it, so FastAPI raises `RequestValidationError` with it as `body`, after the dependencies.
    """

    problem: Problem

    def __getattr__(self, name: str) -> Any:
        # FastAPI lets a model read attributes: one whose fields all have defaults would find nothing amiss here.
        raise TypeError(f"a rejected body has no {name}")


class Guard(SecurityBase):
    """Settles who asks by the head of a request alone: once, and before anything of the body is read."""

    async def settled(self, request: Request) -> Any:
        """Who asks, permitted to do just this; a `Problem` otherwise."""
        raise TypeError(f"{type(self).__name__} does not say who asks of {request.url.path}")

    async def __call__(self, request: Request) -> Any:
        known = request.scope.setdefault("state", {})
        if self not in known:
            known[self] = await self.settled(request)
        return known[self]


@dataclass(frozen=True, slots=True)
class BodyShape:
    """What validates the body that a route declares, and how long it may be."""

    validator: "TypeAdapter[Any]"
    most_bytes: int

    @classmethod
    def declared(cls, parameter: Any) -> "BodyShape":
        model = parameter.field_info.annotation
        return cls(TypeAdapter(model), model.most_bytes)


class StrictRequest(Request):
    """A request whose `json()` is the validated body itself."""

    def __init__(self, request: Request, shape: BodyShape) -> None:
        super().__init__(request.scope, request.receive)
        self._shape = shape

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await bounded_body(self, self._shape.most_bytes)
        return self._body

    async def json(self) -> Any:
        """The body, read from the raw bytes in one strict pass, or the `RejectedBody` that tells why not.

        A detour through Python's own JSON would lose what strict validation needs: there, a date is a string.
        """
        if self.headers.get("content-encoding", "identity") != "identity":
            return RejectedBody(Problem(ProblemKind.UNSUPPORTED_MEDIA, _COMPRESSED))
        body = await self.body()
        if _is_crumbled(body):
            return RejectedBody(Problem(ProblemKind.MALFORMED, _CRUMBLED))
        try:
            value = self._shape.validator.validate_json(body)
        except ValidationError as error:
            return RejectedBody(malformed(error))
        return RejectedBody(Problem(ProblemKind.MALFORMED, _NAMED_TWICE)) if _names_twice(body) else value


class StrictRoute(APIRoute):
    """A route that takes application/json only and validates it strictly, once it knows who asks."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_privately(request: Request) -> Response:
            return private(await handle(request))

        if not self.dependant.body_params:
            return handle_privately
        (parameter,) = self.dependant.body_params
        shape = BodyShape.declared(parameter)
        guards = [each.call for each in self.dependant.dependencies if isinstance(each.call, Guard)]

        async def handle_strictly(request: Request) -> Response:
            for guard in guards:
                await guard(request)
            return await handle_privately(StrictRequest(request, shape))

        return handle_strictly


def private(response: Response) -> Response:
    """The answer with the headers that every answer of the API carries."""
    response.headers.update(PRIVATE)
    return response


def _is_crumbled(body: bytes) -> bool:
    """Whether it has far more values than a body of its length that means something: reading it would hold others up.

    A row of a roster has one for each forty bytes and more.
    """
    return body.count(b",") > _FEW_VALUES + len(body) // _BYTES_OF_A_VALUE


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


def attachment(content: bytes, name: str, media_type: str, **headers: str) -> Response:
    """A file to be kept under this name."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=kept | headers)


def drawing(svg: str) -> Response:
    """A picture that may show nothing but itself, and that nobody is to keep."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; img-src data:",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(svg, media_type="image/svg+xml", headers=headers)
