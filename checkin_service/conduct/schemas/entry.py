"""Wire shapes of applications to be entered in the register of institutions."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.catalogue.model.registers import InstitutionKind
from checkin_service.catalogue.schemas import CreditCode
from checkin_service.catalogue.schemas.contacts import Telephone
from checkin_service.conduct.model.entry import EntryState
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.place import PlaceBody
from checkin_service.kit.words import Words, Wrong
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewEntryApplication(PlaceBody):
    """An institution applies to the authority of the place where it teaches, without signing in."""

    application_id: ClientId = Field(examples=[_EXAMPLE_ID])
    authority_code: Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["330602"])]
    name: ShortText = Field(examples=["示例职业培训学校"])
    credit_code: CreditCode
    kind: InstitutionKind
    licence_number: ShortText = Field(description="办学许可证号", examples=["人社民3306024000012号"])
    valid_from: date
    valid_until: date | None = Field(default=None, description="The last day of the licence; absent: open")
    address: ShortText = Field(examples=["绍兴市越城区示例路1号"])
    telephone: Telephone = Field(examples=["0575-00000000"])
    papers: Annotated[list[ShortText], Field(min_length=1, max_length=10)] = Field(
        description="Each paper with its number; originals are shown to the authority",
        examples=[["消防验收意见书〔2026〕3号"]],
    )

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise Wrong(Words("有效期止不能早于有效期起。", "a licence ends on or after its first day"))
        return self


class EntryFiled(StrictModel):
    """The receipt is told once; whoever has it is whoever applied."""

    receipt: str = Field(examples=["7K3M-Q0XA-91ZR-TT4C-2HDE"])


class EntryQuery(StrictModel):
    receipt: Annotated[CleanText, Field(min_length=1, max_length=40)]


class EntryStatus(StrictModel):
    """What became of an application."""

    name: str
    authority_code: str
    state: EntryState
    filed_at: datetime
    decided_at: datetime | None
    document_number: str | None
    reason: str | None


class EntryAnswer(StrictModel):
    """An application as the authority reads it."""

    application_id: UUID
    authority_code: str
    name: str
    credit_code: str
    kind: InstitutionKind
    licence_number: str
    valid_from: date
    valid_until: date | None
    address: str
    telephone: str
    longitude: float
    latitude: float
    datum: str
    papers: list[str]
    filed_at: datetime
    state: EntryState
    institution_id: UUID | None = Field(description="As which it stands in the register, once admitted")
    document_number: str | None
    reason: str | None
    decided_at: datetime | None


class EntryPage(StrictModel):
    applications: list[EntryAnswer]
    next_cursor: str | None


class NewEntryDecision(Grounded):
    """Admission or refusal, as one person proposes it; it holds once another has approved."""

    decision_id: ClientId = Field(examples=[_EXAMPLE_ID])
    admitted: bool
