"""Wire shapes of obtaining and claiming vouchers: by whom it is shown that the person asks, and what came of it."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, SecretStr

from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.policy.model import VoucherKind
from checkin_service.registry.schemas.people import Assertion
from checkin_service.voucher.model.vouchers import Voucher, VoucherState

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"


class PinProof(StrictModel):
    """The PIN of the phone in one's hand (密码验证)."""

    kind: Literal["pin"]
    pin: SecretStr = Field(description="Six digits", examples=["480275"], min_length=6, max_length=6)


class ECardProof(StrictModel):
    """A statement of the electronic social security card's platform, which has just verified its holder."""

    kind: Literal["e_card"]
    assertion: Assertion = Field(
        description="Compact JWS (ES256) with the claims iss, aud = checkin-service, purpose = voucher_claim, "
        "document_kind, document_number, iat"
    )


Proof = Annotated[PinProof | ECardProof, Field(discriminator="kind")]


class ClaimRequest(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    proof: Proof


class VoucherApplication(StrictModel):
    """申领: a voucher of a template whose conditions one meets."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    template_id: UUID
    proof: Proof


class ChannelClaim(StrictModel):
    """A channel's signed word that this person claims, or with a template applies for, a voucher there."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    channel_id: UUID
    template_id: UUID | None = Field(default=None, description="Apply for one of it; absent: claim what was issued")
    assertion: Assertion = Field(
        description="Compact JWS (ES256) by the channel: iss, aud = checkin-service, purpose = voucher_claim, method = "
        "face, password or real_name, document_kind, document_number, iat; as fresh as `voucher.statement_valid_s` asks"
    )


class ClaimAnswer(StrictModel):
    trainee_id: UUID = Field(description="How a channel is told of this person from now on")
    voucher_id: UUID
    voucher_code: str
    voucher_kind: VoucherKind
    authority_code: str
    state: VoucherState
    activate_by: date
    use_by: date
    claimed_at: datetime

    @classmethod
    def of(cls, voucher: Voucher, *, at: datetime) -> Self:
        return cls(
            trainee_id=voucher.trainee_id,
            voucher_id=voucher.voucher_id,
            voucher_code=voucher.voucher_code,
            voucher_kind=voucher.kind,
            authority_code=voucher.authority_code,
            state=voucher.state,
            activate_by=voucher.activate_by,
            use_by=voucher.use_by,
            claimed_at=at,
        )


class SecretClaim(StrictModel):
    """What makes two claims the same, without keeping a PIN."""

    about: UUID
    keyed_digest: str
