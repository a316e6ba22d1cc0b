"""Certificates as electronic licences over HTTP, for anybody who has number and name."""

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.kit.http.routes import answer
from checkin_service.oversight.schemas.certificates import (
    CertificateFile,
    CertificateFileCheck,
    CertificateFileFinding,
)
from checkin_service.oversight.service import certificate_files
from checkin_service.timetable.schemas.certificates import CertificateQuery

router = service_router(tag="classes")


@router.post("/certificate-files", response_model=CertificateFile, summary="A certificate as a signed file (电子证照)")
async def make_certificate_file(resources: Res, request: Request, body: CertificateQuery) -> Response:
    """By number and name together, which have no place in an address; anybody checks the signature with the key."""
    return answer(await certificate_files.certificate_file(resources, body, address=_address(request)))


@router.post(
    "/certificate-file-checks", response_model=CertificateFileFinding, summary="Is this file genuine and still right?"
)
async def check_certificate_file(resources: Res, request: Request, body: CertificateFileCheck) -> Response:
    return answer(await certificate_files.check_certificate_file(resources, body, address=_address(request)))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
