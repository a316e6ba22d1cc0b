"""Pages for everybody: where to begin, and what each kind of problem means."""

from fastapi import APIRouter, Request, Response

from checkin_service.kit.problem import ProblemKind, existing
from checkin_service.web.pages import PageRoute, page

router = APIRouter(route_class=PageRoute)

_KINDS = {kind.slug: kind for kind in ProblemKind}


@router.get("/")
async def start(request: Request) -> Response:
    return page(request, "start.html")


@router.get("/problems/{slug}")
async def problem(request: Request, slug: str) -> Response:
    """What the `type` of a problem document leads to (RFC 9457, section 3.1.1)."""
    kind = existing(_KINDS.get(slug))
    return page(request, "problem.html", kind=kind, detail=None)
