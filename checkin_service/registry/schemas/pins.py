"""Wire shapes of changing one's own PIN."""

from datetime import datetime

from pydantic import Field, SecretStr

from checkin_service.identity.schemas import NewPin
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId


class PinChange(StrictModel):
    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    pin: SecretStr = Field(description="The one until now", examples=["480275"], min_length=6, max_length=6)
    new_pin: NewPin


class PinAnswer(StrictModel):
    changed_at: datetime
