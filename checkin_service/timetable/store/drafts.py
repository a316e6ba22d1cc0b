"""Statements about classes that an institution is still planning."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import ClassDraft
from checkin_service.timetable.tables import class_draft

_MOMENT = DateTime(timezone=True)
_kept = insert(class_draft)


@question(
    select(class_draft)
    .where(matches(class_draft, "institution_id"), class_draft.c.sent_at.is_(None))
    .order_by(class_draft.c.changed_at.desc())
)
async def drafts_of(database: Database, institution_id: UUID) -> list[ClassDraft]: ...


@question(select(class_draft).where(matches(class_draft, "institution_id", "draft_id")))
async def draft_of(database: Database, institution_id: UUID, draft_id: UUID) -> ClassDraft | None: ...


@fragment(
    _kept.on_conflict_do_update(
        index_elements=["draft_id"],
        set_={"content": _kept.excluded.content, "changed_at": _kept.excluded.changed_at},
        where=class_draft.c.institution_id == _kept.excluded.institution_id,
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
