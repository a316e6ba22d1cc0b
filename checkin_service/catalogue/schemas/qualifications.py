"""Wire shapes of what institutions are licensed for."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.catalogue.model.registers import InstitutionKind
from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewQualification(StrictModel):
    """What an institution is and is licensed for, as the authority examined it (FJ-22)."""

    qualification_id: ClientId = Field(examples=[_EXAMPLE_ID])
    kind: InstitutionKind
    licence_number: ShortText = Field(description="办学许可证号", examples=["人社民3501024000012号"])
    valid_from: date
    valid_until: date | None = Field(default=None, description="The last day; absent: open")

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise Wrong(Words("有效期止不能早于有效期起。", "a licence ends on or after its first day"))
        return self


class QualificationAnswer(StrictModel):
    qualification_id: UUID
    institution_id: UUID
    kind: InstitutionKind
    licence_number: str
    valid_from: date
    valid_until: date | None
    approved_at: datetime


class Qualifications(StrictModel):
    institution_id: UUID
    qualifications: list[QualificationAnswer]
