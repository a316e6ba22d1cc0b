"""Wire shapes of vouchers, their history and their verifications."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.kit.schema import CleanText, ShortText, StrictModel
from checkin_service.voucher.model import Verification, Voucher, VoucherKind, VoucherState


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
        return cls(
            voucher_id=voucher.voucher_id,
            voucher_code=voucher.voucher_code,
            kind=voucher.kind,
            state=state,
            authority_code=voucher.authority_code,
            class_id=voucher.class_id,
            obtained_on=voucher.obtained_on,
            activate_by=voucher.activate_by,
            use_by=voucher.use_by,
        )


class Shown(StrictModel):
    """A voucher shown at a desk."""

    voucher_code: CleanText = Field(min_length=1, max_length=120, description="The code or the live QR")


class Return(StrictModel):
    reason: ShortText


class Exchange(StrictModel):
    template_id: UUID
    reason: ShortText


class VoidBatch(StrictModel):
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
    voucher_id: UUID
    way: str
    purpose: str
    is_valid: bool
    reason: str | None
    tenant: str
    at: datetime

    @classmethod
    def of(cls, seen: Verification) -> "VerificationBody":
        return cls(**{name: getattr(seen, name) for name in cls.model_fields})


class HistoryAnswer(StrictModel):
    moves: list[MoveBody]
    verifications: list[VerificationBody]


class VerificationPage(StrictModel):
    verifications: list[VerificationBody]
    next_cursor: str | None
