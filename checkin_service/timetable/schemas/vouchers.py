"""Wire shapes of issuing a class's vouchers and of their activation at arrival."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import CleanText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.policy.model import VoucherKind
from checkin_service.registry.schemas.people import Assertion
from checkin_service.voucher.model.vouchers import VoucherRefusal

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


class HeldBack(StrictModel):
    """Why somebody gets no voucher, in words, with the clause it stands on."""

    name: str = Field(default="", description="Masked")
    reason: str
    words: WordsBody
    clause: str | None
    quote: str | None

    @classmethod
    def of(cls, refusal: VoucherRefusal, *, name: str) -> "HeldBack":
        basis = refusal.basis
        return cls(
            name=name,
            reason=refusal.reason,
            words=WordsBody.of(refusal.words),
            clause=basis.clause if basis else None,
            quote=basis.quote if basis else None,
        )


class IssueAnswer(StrictModel):
    class_id: UUID
    vouchers: list[IssuedVoucher]
    held_back: dict[UUID, list[str]] = Field(
        default_factory=dict, description="Conditions that known facts speak against"
    )
    priority: dict[UUID, list[str]] = Field(
        default_factory=dict, description="Who belongs to which group to be supported first; issued to before others"
    )
    reasons: dict[UUID, HeldBack] = Field(
        default_factory=dict, description="Of everybody held back: why, in words with the clause"
    )
    skipped: dict[UUID, HeldBack] = Field(
        default_factory=dict, description="Who holds an unused voucher that serves in this class, and so gets no other"
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


class Deduction(StrictModel):
    """线上扣减: the holder puts the voucher to use in a class with lessons online."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    class_id: UUID
    assertion: Assertion = Field(
        description="Compact JWS (ES256) of the electronic social security card's platform: iss, aud = "
        "checkin-service, purpose = voucher_deduction, voucher_id, class_id, document_kind, document_number, iat"
    )


class ActivationAnswer(StrictModel):
    class_id: UUID
    trainee_id: UUID
    voucher_id: UUID
    voucher_kind: VoucherKind
    used_at: datetime
