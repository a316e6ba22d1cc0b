"""Wire shapes of vouchers that one may apply for."""

from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel, WordsBody
from checkin_service.policy.model import VoucherKind


class VoucherOffer(StrictModel):
    """A template of an authority in whose register one is, where the rules let people apply."""

    template_id: UUID
    authority_code: str
    authority_name: str
    name: str
    content: str
    people: str = Field(description="Whom it is for, as the authority says it")
    kind: VoucherKind
    face_value_fen: int | None
    left: int = Field(description="How many can still be issued")
    conditions: list[WordsBody] = Field(description="Who can hold such a voucher, in plain words")
    pin_is_enough: bool = Field(description="Whether this phone's PIN shows who one is; otherwise the e-card does")


class VoucherOffers(StrictModel):
    registered: bool = Field(description="Whether one is in any authority's register")
    offers: list[VoucherOffer]


class ExchangeChoice(StrictModel):
    """A template for which a voucher can be given up."""

    template_id: UUID
    name: str
    content: str
    people: str = Field(description="Whom it is for, as the authority says it")
    kind: VoucherKind
    face_value_fen: int | None


class ExchangeChoices(StrictModel):
    choices: list[ExchangeChoice]
