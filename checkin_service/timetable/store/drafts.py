"""Statements about classes that an institution is still planning."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import ClassDraft
from checkin_service.timetable.tables import class_draft, planned_roster

_MOMENT = DateTime(timezone=True)
_kept = insert(class_draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRoster:
    """The people of a class that is still planned, sealed under a key of the draft's own."""

    draft_id: UUID
    institution_id: UUID
    sealed: bytes
    people: int
    kept_at: datetime


class PeoplePlanned(NamedTuple):
    """How many people a draft has."""

    draft_id: UUID
    people: int


@question(
    select(class_draft)
    .where(matches(class_draft, "institution_id"), class_draft.c.sent_at.is_(None))
    .order_by(class_draft.c.changed_at.desc())
)
async def drafts_of(database: Database, institution_id: UUID) -> list[ClassDraft]: ...


@question(select(class_draft).where(matches(class_draft, "institution_id", "draft_id")))
async def draft_of(database: Database, institution_id: UUID, draft_id: UUID) -> ClassDraft | None: ...


@question(select(planned_roster).where(matches(planned_roster, "institution_id", "draft_id")))
async def roster_of(database: Database, institution_id: UUID, draft_id: UUID) -> PlannedRoster | None: ...


@question(select(planned_roster.c.draft_id, planned_roster.c.people).where(matches(planned_roster, "institution_id")))
async def people_planned(database: Database, institution_id: UUID) -> list[PeoplePlanned]: ...


@question(
    select(planned_roster)
    .where(planned_roster.c.kept_at < bindparam("before", type_=_MOMENT))
    .order_by(planned_roster.c.kept_at)
    .limit(bindparam("most", type_=Integer))
)
async def rosters_before(database: Database, before: datetime, most: int) -> list[PlannedRoster]: ...


@fragment(_kept.on_conflict_do_nothing())
def begin_draft(
    unit: UnitOfWork,
    *,
    draft_id: UUID,
    institution_id: UUID,
    content: dict[str, Any],
    changed_at: datetime,
    sent_at: datetime | None = None,
) -> None: ...


@fragment(
    _kept.on_conflict_do_update(
        index_elements=["draft_id"],
        set_={"content": _kept.excluded.content, "changed_at": _kept.excluded.changed_at},
        where=(class_draft.c.institution_id == _kept.excluded.institution_id) & class_draft.c.sent_at.is_(None),
    ),
    must_change_one=True,
)
def keep_draft(
    unit: UnitOfWork,
    *,
    draft_id: UUID,
    institution_id: UUID,
    content: dict[str, Any],
    changed_at: datetime,
    sent_at: datetime | None = None,
) -> None: ...


@fragment(
    update(class_draft)
    .values(sent_at=bindparam("at", type_=_MOMENT))
    .where(matches(class_draft, "institution_id", "draft_id"))
)
def set_sent(unit: UnitOfWork, *, institution_id: UUID, draft_id: UUID, at: datetime) -> None: ...


@fragment(
    delete(class_draft).where(matches(class_draft, "institution_id", "draft_id"), class_draft.c.sent_at.is_(None))
)
def discard_draft(unit: UnitOfWork, *, institution_id: UUID, draft_id: UUID) -> None: ...


_roster = insert(planned_roster)
keep_roster = fragment_of(
    PlannedRoster,
    _roster.on_conflict_do_update(
        index_elements=["draft_id"],
        set_={name: _roster.excluded[name] for name in ("sealed", "people", "kept_at")},
        where=planned_roster.c.institution_id == _roster.excluded.institution_id,
    ),
    must_change_one=True,
)


@fragment(delete(planned_roster).where(matches(planned_roster, "institution_id", "draft_id")))
def drop_roster(unit: UnitOfWork, *, institution_id: UUID, draft_id: UUID) -> None: ...
