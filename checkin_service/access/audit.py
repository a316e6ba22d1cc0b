"""The audit trail: who did what to which object, written in the same statement as the deed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.access.tables import audit_entry
from checkin_service.kit.database import Fragment, Statement, UnitOfWork
from checkin_service.kit.ids import new_id

_APPEND = Fragment(Statement(audit_entry.insert()))


def record(
    unit: UnitOfWork,
    *,
    subject: Subject,
    action: Permission,
    object_id: UUID | str,
    at: datetime,
    tenant: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add an entry to the write that it tells about, so that there is never the one without the other.

    `tenant` names the log chain when the deed concerns another tenant than the subject's own; `detail` never holds
    personal data.
    """
    unit.add(
        _APPEND,
        tenant=tenant or subject.tenant,
        entry_id=new_id(),
        at=at,
        subject=subject.name,
        action=action.value,
        object_id=str(object_id),
        detail=dict(detail or {}),
    )
