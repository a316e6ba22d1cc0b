"""Wire shapes of devices at sites: how one offers itself, is entered, confirmed and ended, and signs in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.access.schemas import Nonce, PublicKey, Signature
from checkin_service.kit.http.schema import ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.place import PlaceBody

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
_FARTHEST_FIX_M = 10_000


class DeviceFix(PlaceBody):
    """Where a device measured that it stands."""

    accuracy_m: float = Field(gt=0, le=_FARTHEST_FIX_M, description="Radius of the error disc in metres")


class Grounds(StrictModel):
    """What an entry stands on."""

    name: ShortText = Field(examples=["一楼门口"])
    document_number: ShortText = Field(description="文号", examples=["绍人社培〔2026〕12号"])
    reason: ShortText = Field(examples=["教学点新增签到终端"])


class NewTerminal(Grounds):
    """A device whose key is known beforehand, such as a card terminal."""

    terminal_id: ClientId = Field(examples=[_EXAMPLE_ID])
    site_id: UUID
    public_key: PublicKey
    position: DeviceFix | None = None


class NewPairing(StrictModel):
    """A device offers itself: its own key, a signature by it, and where it stands."""

    terminal_id: ClientId = Field(examples=[_EXAMPLE_ID])
    public_key: PublicKey
    signature: Signature = Field(description="Over pair:<terminal_id>, by that key")
    position: DeviceFix


class PairingAnswer(StrictModel):
    """What the device shows to whoever of the authority enters it."""

    terminal_id: UUID
    code: str
    expires_at: datetime


class PairedTerminal(Grounds):
    """Enter the device that shows this code."""

    request_id: ClientId
    code: Annotated[str, Field(pattern=r"^[0-9]{8}$", description="The eight digits on its screen")]
    site_id: UUID


class TerminalAnswer(StrictModel):
    terminal_id: UUID
    site_id: UUID
    name: str
    approved_at: datetime


class TerminalConfirmation(StrictModel):
    """The second person's word."""

    request_id: ClientId


class TerminalConfirmed(StrictModel):
    terminal_id: UUID
    confirmed_at: datetime


class TerminalEnd(StrictModel):
    """The end of a device at a site: stolen, broken, or no longer trusted."""

    request_id: ClientId
    reason: ShortText


class TerminalEnded(StrictModel):
    terminal_id: UUID
    ended_at: datetime


class TerminalSignIn(StrictModel):
    """A terminal proves itself by signing a nonce of /v1/tokens/nonce with its own key."""

    terminal_id: UUID
    nonce: Nonce
    signature: Signature
