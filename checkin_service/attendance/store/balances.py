"""Opening balances: signed lists of class hours from paper."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert

from checkin_service.attendance.tables import opening_balance
from checkin_service.kit.database import Fragment, Statement, UnitOfWork

_ADD = Fragment(
    Statement(insert(opening_balance).values({each.name: bindparam(each.name) for each in opening_balance.c}))
)


def add_balance(
    unit: UnitOfWork,
    *,
    balance_id: UUID,
    class_id: UUID,
    source: str,
    lines: list[dict[str, Any]],
    public_key: bytes,
    signature: bytes,
    imported_by: UUID,
    imported_at: datetime,
) -> None:
    unit.add(
        _ADD,
        balance_id=balance_id,
        class_id=class_id,
        source=source,
        lines=lines,
        public_key=public_key,
        signature=signature,
        imported_by=imported_by,
        imported_at=imported_at,
    )
