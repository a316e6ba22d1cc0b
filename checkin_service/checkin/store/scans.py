"""Statements about scans at sessions."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, exists, insert, select

from checkin_service.checkin.tables import attempt, code_use, scan
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.verdict import Decision

_used = scan.alias("used")


class KeptScan(NamedTuple):
    """The first answer to a scan, if any, whether its QR has served before, and what its claim was given for."""

    answer: bytes | None
    body_digest: bytes | None
    used: bool
    claimed_window: int | None
    """Of the code for which the claim in the QR was given; none without a claim of the person for the session."""
    claimed_age_ms: int | None
    claimed_source: str | None


_claimed = code_use.alias("claimed")
_by_scan = scan.alias("by_scan")


def _of_claim(name: str) -> ColumnElement[Any]:
    return (
        select(_claimed.c[name])
        .where(
            _claimed.c.trainee_id == bindparam("of_trainee", type_=Uuid),
            _claimed.c.session_id == bindparam("of_session", type_=Uuid),
            _claimed.c.attempt_id == bindparam("of_claim", type_=Uuid),
            # What a check-in or a scan has used up by itself was never a claim.
            ~exists().where(
                attempt.c.trainee_id == _claimed.c.trainee_id, attempt.c.attempt_id == _claimed.c.attempt_id
            ),
            ~exists().where(
                _by_scan.c.trainee_id == _claimed.c.trainee_id, _by_scan.c.scan_id == _claimed.c.attempt_id
            ),
        )
        .scalar_subquery()
    )


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
        _of_claim("code_window").label("claimed_window"),
        _of_claim("age_ms").label("claimed_age_ms"),
        _of_claim("source").label("claimed_source"),
    ),
    KeptScan,
)


async def kept(
    database: Database, *, trainee_id: UUID, session_id: UUID, scan_id: UUID, qr_id: UUID, claim_id: UUID | None
) -> KeptScan:
    (found,) = await database.read(
        _KEPT, of_trainee=trainee_id, of_session=session_id, of_scan=scan_id, of_qr=qr_id, of_claim=claim_id
    )
    return found


@fragment(insert(scan))
def add_scan(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    scan_id: UUID,
    class_id: UUID,
    session_id: UUID,
    decision: Decision,
    scanned_by: UUID,
    qr_id: UUID,
    claim_id: UUID | None,
    contrary_m: float | None,
    received_at: datetime,
    body_digest: bytes,
    answer: bytes,
    evidence_sealed: bytes,
    evidence_commitment: bytes,
) -> None: ...
