"""What routes ask for: the service's resources, and a subject who is permitted to do this very thing."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as BearerScheme
from fastapi.security.base import SecurityBase

from checkin_service.access import tokens
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources


def get_resources(request: Request) -> Resources:
    return cast("Resources", request.app.state.resources)


async def _provided(request: Request) -> Resources:
    """On the event loop: FastAPI sends a plain function to a thread, which costs more than all it does."""
    return get_resources(request)


Res = Annotated[Resources, Depends(_provided)]


class Allowed(SecurityBase):
    """One dependency, one call: the bearer token becomes a subject who may do what the route does."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        self.model = BearerScheme(bearerFormat="JWT", description="An access token of ten minutes: /v1/tokens/…")
        self.scheme_name = "AccessToken"

    async def __call__(self, request: Request) -> Subject:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Problem(ProblemKind.NOT_SIGNED_IN)
        subject = tokens.verify(get_resources(request), token)
        if not subject.may(self.permission):
            raise Problem(ProblemKind.NOT_PERMITTED)
        return subject


def allow(permission: Permission) -> Allowed:
    """`subject: Annotated[Subject, Depends(allow(Permission.CLASS_APPROVE))]`."""
    return Allowed(permission)
