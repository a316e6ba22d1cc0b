"""The port by which messages leave the service; what answers it is a provider's adapter, or a folder."""

from dataclasses import dataclass, field
from typing import Protocol


class NotSent(Exception):
    """The provider did not take it now; it is tried again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One SMS on its way to a telephone; the same `note_id` may come again and is then the same message."""

    note_id: str
    mobile: str = field(repr=False)
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One message on its way into the app of a channel, to somebody whom it knows by `recipient`."""

    note_id: str
    channel: str
    """How the channel calls itself in its statements."""
    recipient: str
    text: str


class Messenger(Protocol):
    async def send(self, note: Note | Push) -> None:
        """Take it, or raise `NotSent`."""
