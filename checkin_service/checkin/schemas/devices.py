"""Wire shapes of devices at sites: what one reports, what it hears, and the authority's list."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from pydantic import Field

from checkin_service.checkin.schemas.attempts import PositionBody
from checkin_service.kit.http.schema import Moment, StrictModel, WordsBody


class DeviceReport(StrictModel):
    """A device says where it stands, once a minute; without a fix it says only that it is there."""

    position: PositionBody | None
    sent_at: Moment = Field(description="By the device's own clock")


class DeviceReported(StrictModel):
    terminal_id: UUID
    name: str
    site_name: str
    is_confirmed: bool = Field(description="Whether a second person has confirmed it: only then it reads cards")
    away: WordsBody | None = Field(description="Why it shows no code, while its fix lies elsewhere")
    received_at: datetime
    clock_ahead_s: int


class DeviceState(StrEnum):
    ENDED = "ended"
    AWAY = "away"
    UNCONFIRMED = "unconfirmed"
    SILENT = "silent"
    IN_SERVICE = "in_service"


class Kept(Protocol):
    """What decides about a device's state."""

    @property
    def revoked_at(self) -> datetime | None: ...
    @property
    def away_since(self) -> datetime | None: ...
    @property
    def confirmed_at(self) -> datetime | None: ...


class ShownDeviceAnswer(StrictModel):
    """A device with its grounds, where it was seen last, its clock and its pace."""

    terminal_id: UUID
    name: str
    state: DeviceState
    site_id: UUID
    site_name: str
    institution_name: str
    document_number: str | None
    reason: str | None
    approved_by: UUID
    approved_at: datetime
    confirmed_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None
    distance_m: float | None = Field(description="Of its latest usable fix from the site's point")
    accuracy_m: float | None
    moved_m: float | None = Field(description="From where it stood when it was entered")
    away_since: datetime | None
    departures: int = Field(description="How often it was found elsewhere")
    clock_ahead_s: int | None
    statements: int
    shortest_s: float | None = Field(description="Least time between two statements about cards")

    @classmethod
    def of(cls, kept: Kept, *, is_silent: bool) -> "ShownDeviceAnswer":
        return cls.showing(kept, state=_state(kept, is_silent=is_silent))


class DevicesAnswer(StrictModel):
    terminals: list[ShownDeviceAnswer]


def _state(kept: Kept, *, is_silent: bool) -> DeviceState:
    """The gravest thing that there is to say."""
    if kept.revoked_at is not None:
        return DeviceState.ENDED
    if kept.away_since is not None:
        return DeviceState.AWAY
    if kept.confirmed_at is None:
        return DeviceState.UNCONFIRMED
    return DeviceState.SILENT if is_silent else DeviceState.IN_SERVICE
