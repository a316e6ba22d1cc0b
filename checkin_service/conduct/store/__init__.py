"""Statements about lapses and orders to rectify."""

from uuid import UUID

from sqlalchemy import exists, insert, or_, select

from checkin_service.conduct.model import (
    Answered,
    Lapse,
    LapseAppeal,
    LapseAppealDecision,
    Recorded,
    Rectification,
    RectificationStep,
)
from checkin_service.conduct.store.appeals import undecided, with_appeal
from checkin_service.conduct.tables import (
    lapse,
    lapse_appeal,
    lapse_appeal_decision,
    rectification,
    rectification_step,
)
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

_TABLES = (lapse, lapse_appeal, lapse_appeal_decision, "lapse_id")
_lapses = with_appeal(*_TABLES)

add_lapse = fragment_of(Recorded, insert(lapse))
add_appeal = fragment_of(LapseAppeal, insert(lapse_appeal))
"""Once for each lapse: of two at once the second finds the write refused."""
add_appeal_decision = fragment_of(LapseAppealDecision, insert(lapse_appeal_decision))
add_rectification = fragment_of(Rectification, insert(rectification))
add_step = fragment_of(RectificationStep, insert(rectification_step))


@question(_lapses.where(matches(lapse, "lapse_id")))
async def lapse_of(database: Database, lapse_id: UUID) -> Lapse | None: ...


@question(_lapses.where(matches(lapse, "institution_id")).order_by(lapse.c.decided_at, lapse.c.lapse_id))
async def lapses_of(database: Database, institution_id: UUID) -> list[Lapse]:
    """Of an institution, oldest first."""


@question(undecided(*_TABLES))
async def appealed(database: Database, authority_code: str) -> list[Lapse]:
    """Lapses with an appeal that nobody of an authority has decided, oldest appeal first."""


@question(select(rectification).where(matches(rectification, "rectification_id")))
async def rectification_of(database: Database, rectification_id: UUID) -> Rectification | None: ...


@question(
    select(rectification)
    .where(matches(rectification, "institution_id"))
    .order_by(rectification.c.decided_at, rectification.c.rectification_id)
)
async def rectifications_of(database: Database, institution_id: UUID) -> list[Rectification]:
    """Of an institution, oldest first."""


@question(
    select(rectification_step)
    .where(matches(rectification_step, "rectification_id"))
    .order_by(rectification_step.c.ordinal)
)
async def steps_of(database: Database, rectification_id: UUID) -> list[RectificationStep]: ...


_later = rectification_step.alias("later")


@question(
    select(
        rectification.c.rectification_id,
        rectification.c.institution_id,
        rectification.c.due_on,
        rectification_step.c.step,
        rectification_step.c.taken_at,
    )
    .join(rectification_step, alike(rectification_step, rectification, "rectification_id"))
    .where(
        matches(rectification, "authority_code"),
        or_(rectification_step.c.step == "reported", rectification_step.c.step == "readmission_asked"),
        ~exists().where(
            alike(_later, rectification_step, "rectification_id"), _later.c.ordinal > rectification_step.c.ordinal
        ),
    )
    .order_by(rectification_step.c.taken_at, rectification.c.rectification_id)
    .limit(500)
)
async def answered(database: Database, authority_code: str) -> list[Answered]:
    """Orders of an authority whose last step is the institution's, the longest waiting first."""
