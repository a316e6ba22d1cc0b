"""Statements about PINs for the door: of people who bind no phone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert

from checkin_service.identity.tables import door_pin
from checkin_service.kit.database import UnitOfWork, fragment


@fragment(insert(door_pin))
def add_door_pin(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    set_at: datetime,
    pin_hash: bytes,
    invitation_hash: bytes,
    terminal_id: UUID,
) -> None:
    """Fails the write when the invitation has served before."""
