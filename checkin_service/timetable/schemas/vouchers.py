"""Wire shapes of issuing a class's vouchers and of their activation at arrival."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.kit.ids import ClientId
from checkin_service.kit.schema import CleanText, StrictModel
from checkin_service.policy.model import VoucherKind

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class IssueRequest(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    template_id: UUID | None = Field(default=None, description="The template to issue from; absent: by the pack alone")


class IssuedVoucher(StrictModel):
    trainee_id: UUID
    voucher_id: UUID
    voucher_code: str
    invitation: str | None = Field(description="For people without a bound phone; it travels with the voucher")
    invitation_expires_at: datetime | None


class IssueAnswer(StrictModel):
    class_id: UUID
    vouchers: list[IssuedVoucher]
    held_back: dict[UUID, list[str]] = Field(
        default_factory=dict, description="Conditions that known facts speak against"
    )


class Activation(StrictModel):
    """验券 at arrival."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    voucher_code: CleanText = Field(
        min_length=1,
        max_length=120,
        description="The code, or what the live QR on the holder's screen says",
        examples=["D9NP1EFFX9N5DCRX8BGMS"],
    )


class ActivationAnswer(StrictModel):
    class_id: UUID
    trainee_id: UUID
    voucher_id: UUID
    voucher_kind: VoucherKind
    used_at: datetime
