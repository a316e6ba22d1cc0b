"""Opening balances: signed lists of class hours from paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from checkin_service.attendance.tables import opening_balance
from checkin_service.kit.database import UnitOfWork, fragment


@fragment(insert(opening_balance))
def add_balance(
    unit: UnitOfWork,
    *,
    balance_id: UUID,
    class_id: UUID,
    source: str,
    lines: list[dict[str, Any]],
    public_key: bytes | None,
    signature: bytes | None,
    imported_by: UUID,
    imported_at: datetime,
) -> None: ...
