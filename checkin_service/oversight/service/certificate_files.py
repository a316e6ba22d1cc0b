"""Electronic licences (电子证照): a certificate as a signed file for whoever has number and name, and its check."""

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from checkin_service.eligibility.model.canonical import canonical
from checkin_service.kit.base64url import encode
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.oversight.schemas.certificates import (
    CertificateFile,
    CertificateFileCheck,
    CertificateFileFinding,
)
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.certificates import CertificateQuery, PublicCertificateAnswer

FORMAT = "certificate/1"


async def certificate_file(resources: Resources, body: CertificateQuery, *, address: str) -> CertificateFile:
    """Found as by the public query, by number and name together; all five kinds (MP-21)."""
    found = await timetable.query_certificate(resources, body, address=address)
    document = canonical(_said(body, found))
    return CertificateFile(
        document=document.decode(),
        public_key=encode(resources.signing.log.public_key),
        signature=encode(resources.signing.log.sign(document)),
    )


async def check_certificate_file(
    resources: Resources, body: CertificateFileCheck, *, address: str
) -> CertificateFileFinding:
    """Of what this service did not sign nothing is looked up; whoever holds a file has number and name already."""
    if not _is_ours(resources, body):
        return CertificateFileFinding(is_signed_here=False, is_in_register=False, certificate=None)
    found = None
    asked = _asked(body.document)
    if asked is not None:
        try:
            found = await timetable.query_certificate(resources, asked, address=address)
        except Problem as problem:
            if problem.kind is not ProblemKind.NOT_FOUND:
                raise
    is_same = asked is not None and found is not None and canonical(_said(asked, found)).decode() == body.document
    return CertificateFileFinding(is_signed_here=True, is_in_register=is_same, certificate=found)


def _said(asked: CertificateQuery, found: PublicCertificateAnswer) -> dict[str, Any]:
    return {"format": FORMAT, "number": asked.number, "name": asked.name, **found.model_dump(mode="json")}


def _is_ours(resources: Resources, body: CertificateFileCheck) -> bool:
    key = Ed25519PublicKey.from_public_bytes(resources.signing.log.public_key)
    try:
        key.verify(body.signature, body.document.encode())
    except InvalidSignature:
        return False
    return True


def _asked(document: str) -> CertificateQuery | None:
    """What a signed document is of; the service signs other documents too."""
    try:
        said = json.loads(document)
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            return None
        return CertificateQuery(number=said.get("number", ""), name=said.get("name", ""))
    except (ValueError, ValidationError):
        return None
