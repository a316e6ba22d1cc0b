"""Wire shapes of facts about people and of declarations."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.eligibility.schemas.asked import DocumentAsked
from checkin_service.kit.http.schema import LIST_BYTES, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.voucher.model.persons import FactKind

LARGEST_BATCH = 500


class FactRow(StrictModel):
    """What a source says of a person. `holds` false: it was asked and says that it is not so."""

    document: DocumentAsked
    kind: FactKind
    holds: bool = True
    since: date = Field(description="First day; with `holds` false the day on which the source was asked")
    until: date | None = Field(default=None, description="Last day; absent while it still holds")
    place: str | None = Field(default=None, pattern="^[0-9]{6}$", description="Division code, such as the county")
    withdraw: bool = Field(default=False, description="The source takes back exactly this statement")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise Wrong(Words("结束日期不能早于开始日期。", "ends before it begins"))
        return self


class FactBatch(StrictModel, most_bytes=LIST_BYTES):
    """A batch of data matching; sent again, it gives the first answer."""

    batch_id: ClientId
    source: ShortText = Field(examples=["省社保比对 2026-03"])
    facts: Annotated[list[FactRow], Field(min_length=1, max_length=LARGEST_BATCH)]


class FactAnswer(StrictModel):
    row: int = Field(description="From 1, in the order sent")
    status: Literal["recorded", "known", "withdrawn", "unknown_person"]


class FactBatchAnswer(StrictModel):
    batch_id: UUID
    rows: list[FactAnswer]
    determined_again: int = Field(description="Determinations that are made anew because of it")


class Declaration(StrictModel):
    """个人线上承诺 (MP-11): only for what no source can check, and recorded as the person's own word."""

    request_id: ClientId
    condition: str = Field(pattern=r"^[a-z_]{1,40}$", examples=["labour_contract"])
    given: bool


class OwnDeclaration(StrictModel):
    """A condition that no source can check, and whether one has declared to meet it."""

    condition: str
    words: WordsBody
    given: bool
    authorities: list[str] = Field(description="Where it counts, by name")


class OwnDeclarations(StrictModel):
    declarations: list[OwnDeclaration]


class DeclarationAnswer(StrictModel):
    condition: str
    given: bool
    at: datetime
