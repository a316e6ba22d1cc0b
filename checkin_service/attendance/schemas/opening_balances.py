"""Wire shapes of opening balances: class hours from paper at the cut-over."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.proposals.schemas import Grounded

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class BalanceLine(StrictModel):
    """Class hours of one session that the paper shows for a person."""

    trainee_id: UUID
    session_id: UUID
    hours: int = Field(ge=1, le=24)


class OpeningBalance(Grounded):
    """What an officer has read from paper, taken as a whole or not at all once another person has approved it."""

    balance_id: ClientId = Field(examples=[_EXAMPLE_ID])
    source: ShortText = Field(examples=["纸质签到表第1至3页"])
    lines: Annotated[list[BalanceLine], Field(min_length=1, max_length=200)]
    public_key: CleanText | None = Field(
        default=None,
        max_length=128,
        description="P-256, uncompressed point, base64url; absent: the accounts of two people answer for the list",
    )
    signature: CleanText | None = Field(
        default=None,
        max_length=128,
        description="ECDSA over the hex SHA-256 of the canonical JSON of class_id, balance_id, source and lines",
    )

    @model_validator(mode="after")
    def _signed_with_a_key(self) -> Self:
        if (self.public_key is None) != (self.signature is None):
            raise Wrong(Words("公钥和签名须同时给出。", "key and signature come together"))
        return self


class BalanceAnswer(StrictModel):
    balance_id: UUID
    class_id: UUID
    trainees: int
    imported_hours: int
