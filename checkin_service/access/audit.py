"""The audit trail: who did what to which object, written in the same statement as the deed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.access.tables import audit_entry
from checkin_service.kit.database import UnitOfWork, fragment
from checkin_service.kit.ids import new_id


@fragment(audit_entry.insert())
def _append(
    unit: UnitOfWork,
    *,
    tenant: str,
    entry_id: UUID,
    at: datetime,
    subject: str,
    action: Permission,
    object_id: str,
    detail: dict[str, object],
) -> None: ...


def record(
    unit: UnitOfWork,
    subject: Subject,
    action: Permission,
    object_id: UUID | str,
    *,
    at: datetime,
    tenant: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add an entry to the write that it tells about, so that there is never the one without the other.

    `tenant` names the log chain when the deed concerns another tenant than the subject's own; `detail` never holds
    personal data.
    """
    _append(
        unit,
        tenant=tenant or subject.tenant,
        entry_id=new_id(),
        at=at,
        subject=subject.name,
        action=action,
        object_id=str(object_id),
        detail=dict(detail or {}),
    )


def record_at_the_server(
    unit: UnitOfWork,
    action: Permission,
    object_id: UUID | str,
    *,
    tenant: str,
    at: datetime,
    detail: Mapping[str, object],
) -> None:
    """The same for a deed on the server's command line, which whoever keeps the server does."""
    _append(
        unit,
        tenant=tenant,
        entry_id=new_id(),
        at=at,
        subject="operator",
        action=action,
        object_id=str(object_id),
        detail=dict(detail),
    )
