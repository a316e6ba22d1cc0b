"""Wire shapes of displays and of card terminals' challenges."""

from datetime import datetime
from uuid import UUID

from checkin_service.checkin.schemas.attempts import PositionBody
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.ids import ClientId


class DisplayRequest(StrictModel):
    """A device at the site asks to show the code of a session, with its own fix."""

    request_id: ClientId
    position: PositionBody


class DisplayAnswer(StrictModel):
    session_id: UUID
    terminal_id: UUID
    taken_at: datetime


class ChallengeRequest(StrictModel):
    """The attempt that a terminal is about to make."""

    attempt_id: ClientId
    session_id: UUID


class ChallengeAnswer(StrictModel):
    """To be signed as the claim `challenge` of the statement, and sent beside it."""

    challenge: str
    given_at: datetime
