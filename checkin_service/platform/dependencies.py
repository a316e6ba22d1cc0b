"""The FastAPI dependency that admits a platform client: its access key must open the operation asked for."""

from fastapi import Request
from fastapi.openapi.models import HTTPBearer as BearerScheme

from checkin_service.access import tokens
from checkin_service.access.dependencies import get_resources
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.routes import Guard
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.platform.model import OFFERS, Operation
from checkin_service.platform.service import keys


class Admitted(Guard):
    """The key is looked up at each request, so that a revoked one is worth nothing from that moment on."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        self.model = BearerScheme(description="An access key of an admitted client: cpk_…")
        self.scheme_name = "AccessKey"

    async def settled(self, request: Request) -> Subject:
        scheme, _, presented = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not presented:
            raise Problem(ProblemKind.NOT_SIGNED_IN)
        resources = get_resources(request)
        if not presented.startswith(keys.PREFIX):
            # Somebody signed in, but no platform: people have their own routes.
            tokens.verify(resources, presented)
            raise Problem(ProblemKind.NOT_PERMITTED)
        client = await keys.client_of(resources, presented)
        if not client.may(self.permission):
            raise Problem(ProblemKind.NOT_PERMITTED)
        return client


def admitted(operation: Operation) -> Admitted:
    """`router.creates(path, by=admitted(Operation.SIGN_IN))`."""
    return Admitted(OFFERS[operation].permission)
