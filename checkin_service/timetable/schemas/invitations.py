"""Wire shapes of inviting a person once more to bind a phone."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId


class InvitationRequest(StrictModel):
    request_id: ClientId
    trainee_id: UUID
    reason: ShortText = Field(description="Such as: phone lost, seen in person with the identity card")


class InvitationAnswer(StrictModel):
    trainee_id: UUID
    unbound_device_id: UUID | None = Field(description="The phone that serves the person no longer")
    invitation: str | None = Field(description="For the person alone; it never passes through the institution")
    invitation_expires_at: datetime
