"""Wire shapes of fees paid and given back."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.fees.model import FeeMove
from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.money import Fen
from checkin_service.kit.words import Words, Wrong

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class NewFeeEntry(StrictModel):
    """What one person paid of the fee, or got back, with its proof; a correction names the entry that was wrong."""

    entry_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    move: FeeMove
    amount_fen: Fen = Field(description="Nothing only in a correction: it did not happen", examples=[50_000])
    receipt_number: ShortText = Field(description="票据号", examples=["No.2026-0153"])
    moved_on: date = Field(examples=["2026-03-02"])
    corrects: UUID | None = Field(default=None, description="The entry whose place it takes")
    reason: ShortText | None = Field(default=None, description="Why it corrects another; needed with `corrects`")

    @model_validator(mode="after")
    def _correction_has_a_reason(self) -> Self:
        if (self.corrects is None) != (self.reason is None):
            raise Wrong(_REASON)
        return self


class FeeEntryBody(StrictModel):
    """An entry as it was recorded, and whether it stands."""

    entry_id: UUID
    trainee_id: UUID
    move: FeeMove
    amount_fen: int
    receipt_number: str
    moved_on: date
    corrects: UUID | None
    reason: str | None
    recorded_by: UUID
    recorded_at: datetime
    stands: bool = Field(description="False where a later entry took its place")


class FeeBalance(StrictModel):
    """What one person has paid and not got back."""

    trainee_id: UUID
    paid_fen: int


class FeeList(StrictModel):
    """The fees of a class: what it costs, every entry, and each person's balance."""

    class_id: UUID
    fee_fen: int | None
    entries: list[FeeEntryBody]
    balances: list[FeeBalance]


_REASON = Words("更正须写明原因，且只有更正才写原因。", "a correction needs a reason, and nothing else has one")
