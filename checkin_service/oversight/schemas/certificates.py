"""Wire shapes of certificates as electronic licences: a signed file, and whether one is genuine."""

from typing import Annotated

from pydantic import Field

from checkin_service.access.schemas import Base64UrlBytes
from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.timetable.schemas.certificates import PublicCertificateAnswer


class CertificateFile(StrictModel):
    """A certificate as canonical JSON with the service's signature (Ed25519) over its bytes."""

    document: str = Field(description="Canonical JSON: number, name, kind, occupation, level, day of issue")
    public_key: str = Field(description="The key of the log, base64url; it stands under `/v1/log/key` too")
    signature: str = Field(description="Ed25519 over the bytes of `document`, base64url")


class CertificateFileCheck(StrictModel):
    """Document and signature as the file has them."""

    document: Annotated[CleanText, Field(max_length=4000)]
    signature: Base64UrlBytes


class CertificateFileFinding(StrictModel):
    """Whether the signature is this service's, and whether the register still says the same."""

    is_signed_here: bool
    is_in_register: bool
    certificate: PublicCertificateAnswer | None = Field(description="As the register has it now")
