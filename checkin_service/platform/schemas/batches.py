"""Wire shapes of batches: rows that are each validated and each answered."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from checkin_service.catalogue.schemas import CreditCode, FenceBody, NewInstitution, NewSite
from checkin_service.catalogue.schemas.contacts import Telephone
from checkin_service.kit.http.schema import FILE_BYTES, CleanText, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.timetable.schemas import NewRegistration

MOST_ROWS = 10_000


class Batch(StrictModel, most_bytes=FILE_BYTES):
    """Rows as they come; each is validated by itself, so that each can be answered."""

    batch_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    partial: bool = Field(default=False, description="Take the sound rows and refuse the others; else all or none")
    rows: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ROWS)]


class Reasoned(Batch):
    reason: ShortText = Field(examples=["信息录入错误"])


class RowState(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    NOT_DONE = "not_done"
    """Sound itself, but another row was not and the batch is all or none."""


class FieldError(StrictModel):
    field: str
    reason: str
    reason_zh: str


class RowAnswer(StrictModel):
    row: int = Field(description="From 1")
    state: RowState
    id: UUID | None = Field(default=None, description="What the row became, such as the id the person already had")
    reason: WordsBody | None = None
    errors: list[FieldError] | None = Field(default=None, description="Fields of a row that is not well formed")


class BatchAnswer(StrictModel):
    batch_id: UUID
    done: int
    refused: int
    rows: list[RowAnswer]


class TraineeRow(NewRegistration):
    """批量添加培训人员: a person for the roster of a class."""

    class_id: UUID


class InstitutionRow(FenceBody):
    """批量添加培训机构: an institution with its place, whose datum is named, and its telephone (AH-06)."""

    institution_id: ClientId
    name: ShortText
    credit_code: CreditCode
    site_id: ClientId
    site_name: ShortText
    address: ShortText
    telephone: Telephone | None = Field(
        default=None,
        description="机构电话; where the rules ask for it no class opens without",
        examples=["0551-62810012"],
    )

    @property
    def institution(self) -> NewInstitution:
        return NewInstitution(institution_id=self.institution_id, name=self.name, credit_code=self.credit_code)

    @property
    def site(self) -> NewSite:
        return NewSite.showing(self, name=self.site_name)


class VoidRow(StrictModel):
    """批量作废已领培训券: one code."""

    voucher_code: CleanText = Field(min_length=1, max_length=40)


class Keyed(StrictModel):
    """What makes two requests the same, where the body names people: a plain digest could be guessed."""

    operation: str
    keyed_digest: str
