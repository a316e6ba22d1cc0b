"""Wire shapes of opening balances: class hours from paper at the cut-over."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class BalanceLine(StrictModel):
    """Class hours of one session that the paper shows for a person."""

    trainee_id: UUID
    session_id: UUID
    hours: int = Field(ge=1, le=24)


class OpeningBalance(Grounded):
    """What an officer has read from paper and signed, taken as a whole or not at all once another has approved it."""

    balance_id: ClientId = Field(examples=[_EXAMPLE_ID])
    source: ShortText = Field(examples=["纸质签到表第1至3页"])
    lines: Annotated[list[BalanceLine], Field(min_length=1, max_length=200)]
    public_key: CleanText = Field(max_length=128, description="P-256, uncompressed point, base64url")
    signature: CleanText = Field(
        max_length=128,
        description="ECDSA over the hex SHA-256 of the canonical JSON of class_id, balance_id, source and lines",
    )


class BalanceAnswer(StrictModel):
    balance_id: UUID
    class_id: UUID
    trainees: int
    imported_hours: int
