"""Statements about fees paid and given back."""

from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.fees.model import FeeEntry
from checkin_service.fees.tables import fee_entry
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import matches, question

add_entry = fragment_of(FeeEntry, insert(fee_entry))
"""Of two corrections of one entry at once the second finds the write refused."""


@question(
    select(fee_entry).where(matches(fee_entry, "class_id")).order_by(fee_entry.c.recorded_at, fee_entry.c.entry_id)
)
async def entries_of_class(database: Database, class_id: UUID) -> list[FeeEntry]: ...
