"""Wire shapes of certificates as the platform reports them, and of their public query."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.timetable.model import CertificateKind
from checkin_service.timetable.schemas import DivisionCode, NewDocument, Number


class ReportedCertificate(StrictModel):
    """添加证书接口: of a class of ours, or of another region with what was paid for it there."""

    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    document: NewDocument
    name: ShortText = Field(examples=["王芳"])
    number: Number = Field(examples=["S000033060026400001"])
    kind: CertificateKind
    occupation: ShortText = Field(examples=["电工"])
    level: ShortText | None = Field(default=None, examples=["四级"])
    issued_on: date = Field(examples=["2026-03-01"])
    class_id: UUID | None = Field(default=None, description="The class of ours it was earned in; absent: elsewhere")
    region_code: DivisionCode | None = Field(default=None, description="Where it was issued, if elsewhere")
    is_subsidised: bool = Field(default=False, description="A training subsidy was paid for it there")

    @model_validator(mode="after")
    def _here_or_elsewhere(self) -> Self:
        if (self.class_id is None) is (self.region_code is None):
            raise Wrong(_ONE_PLACE)
        if self.class_id is not None and self.is_subsidised:
            raise Wrong(_OURS)
        return self


class CertificateAnswer(StrictModel):
    request_id: UUID
    number: str
    is_known_here: bool = Field(description="Whether the holder is a person we know")


class CertificateQuery(StrictModel):
    """Number and name together; either alone finds nothing."""

    number: Number = Field(examples=["S000033060026400001"])
    name: ShortText = Field(examples=["王芳"])


class PublicCertificateAnswer(StrictModel):
    kind: CertificateKind
    issued_on: date
    occupation: str | None
    level: str | None


_ONE_PLACE = Words(
    "请填写所属班期或发证地区之一。", "name either the class it was earned in or the region it comes from"
)
_OURS = Words("本地班期的补贴以本系统台账为准。", "what is paid for a class of ours, our own ledger knows")
