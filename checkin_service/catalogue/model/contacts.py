"""Contacts of an authority or an institution, as it says itself where it is reached."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The latest one of an office holds."""

    tenant: str
    ordinal: int
    telephone: str
    place: str
    """The counter where people are received."""
    hours: str | None
    stated_by: UUID
    stated_at: datetime
