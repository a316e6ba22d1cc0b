"""Wire shapes of vouchers, their history and their verifications."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import LIST_BYTES, CleanText, ShortText, StrictModel
from checkin_service.voucher.model.vouchers import UnknownVerification, Verification, Voucher, VoucherKind, VoucherState


class VoucherAnswer(StrictModel):
    voucher_id: UUID
    voucher_code: str
    kind: VoucherKind
    state: VoucherState
    authority_code: str
    class_id: UUID | None
    obtained_on: date
    activate_by: date
    use_by: date

    @classmethod
    def of(cls, voucher: Voucher, state: VoucherState) -> "VoucherAnswer":
        return cls.showing(voucher, state=state)


class OwnVoucherAnswer(VoucherAnswer):
    """A voucher to its holder, with what the holder may do with it today."""

    amount_fen: int | None = Field(
        description="面额: what was set aside for it, or its face value; null while its class decides how much"
    )
    may_activate: bool = Field(description="Whether activation is a step of its own that is still to be taken (SX-12)")
    may_claim: bool
    may_return: bool
    may_exchange: bool = Field(description="Whether it can be given for one of another template here (MP-29)")
    may_show: bool = Field(description="Whether a desk could still put it to use: then its live QR is worth showing")


class OwnVouchersAnswer(StrictModel):
    vouchers: list[OwnVoucherAnswer]


class Shown(StrictModel):
    """A voucher shown at a desk."""

    voucher_code: CleanText = Field(min_length=1, max_length=120, description="The code or the live QR")


class Return(StrictModel):
    reason: ShortText


class Exchange(StrictModel):
    template_id: UUID
    reason: ShortText


class VoidBatch(StrictModel, most_bytes=LIST_BYTES):
    voucher_codes: Annotated[list[CleanText], Field(min_length=1, max_length=500)]
    reason: ShortText


class VoidAnswer(StrictModel):
    voided: int


class LiveCodeAnswer(StrictModel):
    """What the QR on the holder's screen says, and how long anybody believes it."""

    token: str
    valid_s: int


class MoveBody(StrictModel):
    ordinal: int
    event: str
    state: str
    at: datetime
    actor: str
    reason: str | None


class VerificationBody(StrictModel):
    """One look at a voucher (验券记录)."""

    verification_id: UUID
    voucher_id: UUID | None = Field(description="Absent where what was shown is no voucher")
    way: str
    purpose: str
    is_valid: bool
    reason: str | None
    tenant: str
    subject: str = Field(description="Who verified it")
    at: datetime

    @classmethod
    def of(cls, look: Verification | UnknownVerification) -> "VerificationBody":
        if isinstance(look, Verification):
            return cls.showing(look)
        return cls.showing(look, voucher_id=None, is_valid=False)


class HistoryAnswer(StrictModel):
    moves: list[MoveBody]
    verifications: list[VerificationBody]


class VerificationPage(StrictModel):
    verifications: list[VerificationBody]
    next_cursor: str | None
