"""Guards shared by the register use cases: the supervising authority, the approval and its audit entry."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import reads
from checkin_service.catalogue import rules
from checkin_service.catalogue.model.registers import Approval
from checkin_service.catalogue.store import registers as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources


async def require_supervised(resources: Resources, subject: Subject, institution_id: UUID) -> None:
    if not rules.is_supervised_by(await store.institution_of(resources.database, institution_id), subject):
        raise not_found()


async def require_readable(resources: Resources, subject: Subject, institution_id: UUID) -> None:
    """For those who supervise an institution and, from above, for those who only read."""
    found = await store.institution_of(resources.database, institution_id)
    if found is None or not reads(subject, found.authority_code):
        raise not_found()


def approval(resources: Resources, subject: Subject) -> dict[str, Any]:
    return {"approved_by": subject.subject_id, "approved_at": resources.clock.now()}


def audit_entry(
    unit: UnitOfWork,
    subject: Subject,
    action: Permission,
    object_id: UUID,
    new: Approval,
    *,
    detail: Mapping[str, object] | None = None,
) -> None:
    audit.record(unit, subject, action, object_id, at=new.approved_at, detail=detail)


async def authority_over(resources: Resources, subject: Subject) -> str:
    """The authority that somebody of its staff or of one of its institutions belongs to."""
    if subject.authority_code is not None:
        return subject.authority_code
    own = existing(
        await store.institution_of(resources.database, subject.institution_id) if subject.institution_id else None
    )
    return own.authority_code
