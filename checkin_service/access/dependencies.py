"""Routes that name the permission they ask for: their handlers are given a subject who has it, and the resources."""

from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin

from fastapi import APIRouter, Depends, Request, Response
from fastapi.openapi.models import HTTPBearer as BearerScheme
from fastapi.security.base import SecurityBase
from pydantic import BaseModel

from checkin_service.access import service, tokens
from checkin_service.access.ended import refuse_ended
from checkin_service.access.model import ENROLLING, Permission, Subject
from checkin_service.access.origin import Origin
from checkin_service.kit.http.routes import Guard, StrictRoute, answer
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words


def get_resources(request: Request) -> Resources:
    return cast("Resources", request.app.state.resources)


async def _provided(request: Request) -> Resources:
    """On the event loop: FastAPI sends a plain function to a thread, which costs more than all it does."""
    return get_resources(request)


Res = Annotated[Resources, Depends(_provided)]


def address_of(request: Request) -> str:
    """Where a request comes from; the proxy in front says so (docs/operations.md)."""
    return request.client.host if request.client else ""


def origin_of(request: Request, *, browser: str = "") -> Origin:
    """The same with the browser, for sign-ins."""
    return Origin.of(address_of(request), request.headers.get("user-agent", ""), browser)


_LOOK_THEMSELVES = frozenset({Permission.ATTEMPT_CREATE, Permission.CODE_CLAIM})
"""What a check-in reads at one go says whether its phone is still in use: no further question for it."""


_ENROL_FIRST = Words(
    "请先在网页“我的账号”中设置身份验证器，再重新登录；在此之前其他操作均不开放。",
    "Set a second factor up on the page “My account” first and sign in again; nothing else is open before.",
)


class Allowed(Guard):
    """One dependency, one call: the bearer token becomes a subject who may do what the route does."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        self.model = BearerScheme(bearerFormat="JWT", description="An access token of ten minutes: /v1/tokens/…")
        self.scheme_name = "AccessToken"

    async def settled(self, request: Request) -> Subject:
        subject = await signed_in(request)
        if not subject.may(self.permission):
            raise Problem(ProblemKind.NOT_PERMITTED, _ENROL_FIRST if subject.granted == ENROLLING else None)
        # A token outlives the phone that was reported lost by minutes; the phone is asked for each time.
        if subject.device_id is not None and self.permission not in _LOOK_THEMSELVES:
            await service.require_phone_in_use(get_resources(request), subject.device_id)
        return subject


async def signed_in(request: Request) -> Subject:
    """Whoever the bearer token names, unless that account has ended."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    resources = get_resources(request)
    subject = tokens.verify(resources, token)
    await refuse_ended(resources, subject)
    return subject


Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Any]])


class ServiceRouter(APIRouter):
    """Routes of a capability, each with whoever may ask.

    A handler's parameter `subject` is who asks, permitted to do just this. What the handler answers is in its
    signature: a model, the `Kept` bytes of one, or a `Response` as it is.
    """

    def reads(
        self, path: str, *, by: Permission | SecurityBase, method: str = "GET", **more: Any
    ) -> "Callable[[Handler], Handler]":
        """A question: GET, or POST where it holds what must stand in no address; answered with 200."""
        return self._serves(path, method, by, 200, more)

    def hands_out(
        self, path: str, *, by: Permission | SecurityBase, media: Iterable[str], method: str = "GET", **more: Any
    ) -> "Callable[[Handler], Handler]":
        """A question whose answer is no JSON but a file or picture, in one of these media types."""
        content = {each: {"schema": {"type": "string", "format": "binary"}} for each in media}
        shown = {"response_class": Response, "responses": {200: {"content": content}}}
        return self._serves(path, method, by, 200, shown | more)

    def creates(
        self, path: str, *, by: Permission | SecurityBase, status_code: int = 201, **more: Any
    ) -> "Callable[[Handler], Handler]":
        """A POST that leaves something behind; answered with 201."""
        return self._serves(path, "POST", by, status_code, more)

    def _serves(
        self, path: str, method: str, by: Permission | SecurityBase, status: int, more: dict[str, Any]
    ) -> "Callable[[Handler], Handler]":
        caller = Depends(Allowed(by) if isinstance(by, Permission) else cast("Callable[..., Any]", by))

        def decorated(handler: Handler) -> Handler:
            @wraps(handler)
            async def answered(**values: Any) -> Any:
                found = await handler(**values)
                return found if found is None or isinstance(found, Response) else answer(found, status=status)

            stated = signature(handler)
            parameters = [_filled(each, caller) for each in stated.parameters.values()]
            answered.__signature__ = stated.replace(parameters=parameters)  # type: ignore[attr-defined]
            unseen = [] if "subject" in stated.parameters else [caller]
            documented = {"response_model": _model(stated.return_annotation), "dependencies": unseen} | more
            self.add_api_route(path, answered, methods=[method], status_code=status, **documented)
            return handler

        return decorated


def service_router(*, tag: str, prefix: str = "/v1") -> ServiceRouter:
    return ServiceRouter(prefix=prefix, tags=[tag], route_class=StrictRoute)


def _filled(parameter: Parameter, caller: Any) -> Parameter:
    return parameter.replace(annotation=Annotated[Subject, caller]) if parameter.name == "subject" else parameter


def _model(answers: Any) -> Any:
    """The model that the API document shows."""
    if get_origin(answers) is Kept:
        return get_args(answers)[0]
    return answers if isinstance(answers, type) and issubclass(answers, BaseModel) else None
