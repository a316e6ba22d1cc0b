"""Who is visiting: a member of staff with the permission that a page needs."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from checkin_service.access.dependencies import get_resources
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.web import session
from checkin_service.web.pages import page


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who may do what the page does."""

    request: Request
    resources: Resources
    subject: Subject

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        return page(self.request, template, subject=self.subject, status=status, **values)


class Visitor:
    """`visit: Annotated[Visit, Depends(Visitor(Permission.REVIEW_READ))]`: the cookie becomes a permitted subject."""

    def __init__(self, permission: Permission) -> None:
        self._permission = permission

    async def __call__(self, request: Request) -> Visit:
        resources = get_resources(request)
        subject = await session.staff_of(request, resources)
        if subject is None:
            raise Problem(ProblemKind.NOT_SIGNED_IN)
        if not subject.may(self._permission):
            raise Problem(ProblemKind.NOT_PERMITTED)
        return Visit(request, resources, subject)
