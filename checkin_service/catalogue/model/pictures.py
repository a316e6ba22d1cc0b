"""Pictures of a site's ground, such as a plan, laid under the drawing in metres by two of their points."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from geo import Pinned


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePicture:
    """The latest one of a site holds; one without a picture took it off."""

    site_id: UUID
    ordinal: int
    jpeg: bytes | None
    width_px: int
    height_px: int
    points: tuple[Pinned, ...]
    """Two, or none where there is no picture."""
    stated_by: UUID
    stated_at: datetime
