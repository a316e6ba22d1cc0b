"""Certificates checked by anybody who is shown one, and taken along as signed files: no sign-in."""

import json

from fastapi import APIRouter, Request, Response

from checkin_service.access.dependencies import Res
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.oversight.schemas.certificates import CertificateFileCheck
from checkin_service.oversight.service import certificate_files
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.certificates import CertificateQuery
from checkin_service.web.forms import Form, as_body
from checkin_service.web.pages import PageRoute, page

router = APIRouter(route_class=PageRoute)

_NOTHING = frozenset({ProblemKind.NOT_FOUND, ProblemKind.MALFORMED})
_FILE = "application/json"


@router.get("/certificates")
async def ask(request: Request) -> Response:
    return page(request, "figures/certificates.html", typed={}, found=None, is_unknown=False)


@router.post("/certificates")
async def look(request: Request, resources: Res, form: Form) -> Response:
    """A name stands in no address; what does not exist and what does not fit look the same."""
    typed, found = {name: form.get(name, "").strip() for name in ("number", "name")}, None
    try:
        found = await timetable.query_certificate(
            resources, as_body(CertificateQuery, typed), address=_address(request)
        )
    except Problem as problem:
        if problem.kind not in _NOTHING:
            raise
    status = 200 if found else 404
    return page(request, "figures/certificates.html", status=status, typed=typed, found=found, is_unknown=not found)


@router.post("/certificates/file")
async def take(request: Request, resources: Res, form: Form) -> Response:
    """The file as the API answers it: document, key and signature."""
    asked = as_body(CertificateQuery, {name: form.get(name, "").strip() for name in ("number", "name")})
    file = await certificate_files.certificate_file(resources, asked, address=_address(request))
    content = json.dumps(file.model_dump(), ensure_ascii=False, indent=1).encode()
    return attachment(content, "certificate.json", _FILE)


@router.get("/certificates/check")
async def ask_check(request: Request) -> Response:
    return page(request, "figures/certificate_check.html", finding=None, is_unreadable=False)


@router.post("/certificates/check")
async def check(request: Request, resources: Res, form: Form) -> Response:
    """What the file holds is pasted; one that cannot be read is said to be so."""
    try:
        said = json.loads(form.get("file", ""))
        body = as_body(CertificateFileCheck, {name: said[name] for name in ("document", "signature")})
    except (ValueError, TypeError, KeyError, Problem):
        return page(request, "figures/certificate_check.html", status=422, finding=None, is_unreadable=True)
    finding = await certificate_files.check_certificate_file(resources, body, address=_address(request))
    return page(request, "figures/certificate_check.html", finding=finding, is_unreadable=False)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
