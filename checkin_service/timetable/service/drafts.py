"""Classes in planning: kept between steps, seen by their own institution only, gone from the list once sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.database import Stale
from checkin_service.kit.ids import derived_id
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable.model import ClassDraft
from checkin_service.timetable.schemas import Roster
from checkin_service.timetable.service import planned_rosters, roster
from checkin_service.timetable.store import classes
from checkin_service.timetable.store import drafts as store


async def drafts(resources: Resources, subject: Subject) -> list[ClassDraft]:
    return await store.drafts_of(resources.database, existing(subject.institution_id))


async def draft_of(resources: Resources, subject: Subject, draft_id: UUID) -> ClassDraft:
    return existing(await store.draft_of(resources.database, existing(subject.institution_id), draft_id))


async def begin_draft(resources: Resources, subject: Subject, draft_id: UUID, content: Mapping[str, Any]) -> None:
    """A new draft; begun a second time, it stays as it has become."""
    async with resources.database.write() as unit:
        store.begin_draft(
            unit,
            draft_id=draft_id,
            institution_id=existing(subject.institution_id),
            content=dict(content),
            changed_at=resources.clock.now(),
        )


async def keep_draft(resources: Resources, subject: Subject, draft_id: UUID, content: Mapping[str, Any]) -> None:
    """Keep what was planned so far; its people are kept apart and sealed."""
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
        raise Problem(ProblemKind.STATE_CONFLICT, _SENT) from None


async def require_sendable(resources: Resources, subject: Subject, draft_id: UUID) -> None:
    """Nothing is applied for with a roster that would be refused; what was applied for already goes on."""
    held = await draft_of(resources, subject, draft_id)
    planned = await planned_rosters.opened(resources, subject, draft_id)
    if planned and await classes.class_of(resources.database, draft_id) is None:
        await planned_rosters.require_acceptable(resources, subject, held, planned.trainees)


async def finish_draft(resources: Resources, subject: Subject, draft_id: UUID) -> int:
    """Enter the roster once the class is applied for; broken off and sent again, it goes on where it stopped."""
    held = await draft_of(resources, subject, draft_id)
    planned = await planned_rosters.opened(resources, subject, draft_id)
    if planned:
        sent = Roster(request_id=derived_id(planned.request_id, "sent"), trainees=planned.trainees)
        await roster.register(resources, subject, draft_id, sent)
    async with resources.database.write() as unit:
        store.set_sent(unit, institution_id=held.institution_id, draft_id=draft_id, at=resources.clock.now())
    await planned_rosters.drop(resources, subject, draft_id)
    return len(planned.trainees) if planned else 0


async def discard_draft(resources: Resources, subject: Subject, draft_id: UUID) -> None:
    """A plan that comes to nothing, with its people; what was sent is a class and stays."""
    await planned_rosters.drop(resources, subject, draft_id)
    async with resources.database.write() as unit:
        store.discard_draft(unit, institution_id=existing(subject.institution_id), draft_id=draft_id)


_SENT = Words("该计划已提交，不能再改。", "This plan has been sent and can no longer be changed.")
