"""Pages that name the permission they ask for: their handlers are given the visit of somebody who has it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from inspect import signature
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from checkin_service.access.dependencies import get_resources
from checkin_service.access.ended import refuse_ended
from checkin_service.access.model import ENROLLING, INSTITUTION_ROLES, Permission, Subject
from checkin_service.kit.base_map import MapNote
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.web import session
from checkin_service.web.pages import PageRoute, page
from checkin_service.web.texts import Language, Speech


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who may do what the page does."""

    request: Request
    resources: Resources
    subject: Subject

    @property
    def speech(self) -> Speech:
        """The texts in the visitor's language, for what a page puts together in code."""
        return Speech(Language.of(self.request))

    @property
    def is_of_institution(self) -> bool:
        """Whether all that the visitor sees is one institution's."""
        return self.subject.role in INSTITUTION_ROLES

    @property
    def base_map(self) -> MapNote | None:
        """What a page that shows the installation's map has to print."""
        return self.resources.base_map.note if self.resources.base_map is not None else None

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        return page(self.request, template, subject=self.subject, status=status, **values)

    async def long_page(self, template: str, **values: Any) -> Response:
        """A page of hundreds of rows, made beside the event loop: meanwhile everybody else is served."""
        return await asyncio.to_thread(partial(self.page, template, **values))


class Visitor:
    """The dependency that admits somebody to a page: the cookie becomes a subject with the permission it needs."""

    def __init__(self, permission: Permission) -> None:
        self._permission = permission

    async def __call__(self, request: Request) -> Visit:
        resources = get_resources(request)
        subject = await session.staff_of(request, resources)
        if subject is None:
            raise Problem(ProblemKind.NOT_SIGNED_IN)
        await refuse_ended(resources, subject)
        if not subject.may(self._permission):
            if subject.granted == ENROLLING:
                raise Problem(ProblemKind.SECOND_FACTOR_NEEDED)
            raise Problem(ProblemKind.NOT_PERMITTED)
        return Visit(request, resources, subject)


Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Response]])


class PageRouter(APIRouter):
    """Pages of one matter: a handler's parameter `visit` is of somebody who may do just this."""

    def __init__(self) -> None:
        super().__init__(route_class=PageRoute)

    def shows(self, path: str, *, by: Permission) -> Callable[[Handler], Handler]:
        """A page to look at."""
        return self._serves(path, "GET", by)

    def takes(self, path: str, *, by: Permission) -> Callable[[Handler], Handler]:
        """What a form of a page sends."""
        return self._serves(path, "POST", by)

    def _serves(self, path: str, method: str, by: Permission) -> Callable[[Handler], Handler]:
        admitted = Annotated[Visit, Depends(Visitor(by))]

        def decorated(handler: Handler) -> Handler:
            stated = signature(handler)
            given = [
                each.replace(annotation=admitted) if each.name == "visit" else each
                for each in stated.parameters.values()
            ]
            handler.__signature__ = stated.replace(parameters=given)  # type: ignore[attr-defined]
            self.add_api_route(path, handler, methods=[method])
            return handler

        return decorated
