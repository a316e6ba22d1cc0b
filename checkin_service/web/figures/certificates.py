"""Certificates checked by anybody who is shown one: by number and name together, no sign-in."""

from fastapi import APIRouter, Request, Response

from checkin_service.access.dependencies import Res
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.certificates import CertificateQuery
from checkin_service.web.forms import Form, as_body
from checkin_service.web.pages import PageRoute, page

router = APIRouter(route_class=PageRoute)

_NOTHING = frozenset({ProblemKind.NOT_FOUND, ProblemKind.MALFORMED})


@router.get("/certificates")
async def ask(request: Request) -> Response:
    return page(request, "figures/certificates.html", typed={}, found=None, is_unknown=False)


@router.post("/certificates")
async def look(request: Request, resources: Res, form: Form) -> Response:
    """A name stands in no address; what does not exist and what does not fit look the same."""
    address = request.client.host if request.client else ""
    typed, found = {name: form.get(name, "").strip() for name in ("number", "name")}, None
    try:
        found = await timetable.query_certificate(resources, as_body(CertificateQuery, typed), address=address)
    except Problem as problem:
        if problem.kind not in _NOTHING:
            raise
    status = 200 if found else 404
    return page(request, "figures/certificates.html", status=status, typed=typed, found=found, is_unknown=not found)
