"""Statements about scans at sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, select

from checkin_service.checkin.tables import scan
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork

_ADD = Fragment(Statement(scan.insert()))
_used = scan.alias("used")
_KEPT = Statement(
    select(
        select(scan.c.answer)
        .where(
            scan.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            scan.c.scan_id == bindparam("of_scan", type_=Uuid),
        )
        .scalar_subquery()
        .label("answer"),
        select(scan.c.body_digest)
        .where(
            scan.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            scan.c.scan_id == bindparam("of_scan", type_=Uuid),
        )
        .scalar_subquery()
        .label("body_digest"),
        exists()
        .where(
            _used.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            _used.c.qr_id == bindparam("of_qr", type_=Uuid),
            _used.c.decision == "accepted",
        )
        .label("used"),
    )
)


async def kept(database: Database, *, trainee_id: UUID, scan_id: UUID, qr_id: UUID) -> Row:
    """The first answer to a scan, if any, and whether its QR has served before."""
    return await database.read_one(_KEPT, of_trainee=trainee_id, of_scan=scan_id, of_qr=qr_id)


def add_scan(unit: UnitOfWork, *, received_at: datetime, **values: Any) -> None:
    unit.add(_ADD, received_at=received_at, **values)
