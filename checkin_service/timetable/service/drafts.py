"""Classes in planning: kept between steps, seen by their own institution only, gone from the list once sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.database import Stale
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.timetable.model import ClassDraft
from checkin_service.timetable.store import drafts as store


async def drafts(resources: Resources, subject: Subject) -> list[ClassDraft]:
    return await store.drafts_of(resources.database, existing(subject.institution_id))


async def draft_of(resources: Resources, subject: Subject, draft_id: UUID) -> ClassDraft:
    return existing(await store.draft_of(resources.database, existing(subject.institution_id), draft_id))


async def keep_draft(resources: Resources, subject: Subject, draft_id: UUID, content: Mapping[str, Any]) -> None:
    """Keep what was planned so far; people are never part of it, they are entered once the class is applied for."""
    try:
        async with resources.database.write() as unit:
            store.keep_draft(
                unit,
                draft_id=draft_id,
                institution_id=existing(subject.institution_id),
                content=dict(content),
                changed_at=resources.clock.now(),
            )
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None


async def draft_sent(resources: Resources, subject: Subject, draft_id: UUID) -> None:
    async with resources.database.write() as unit:
        store.set_sent(
            unit, institution_id=existing(subject.institution_id), draft_id=draft_id, at=resources.clock.now()
        )
