"""Statements about sanctions."""

from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.conduct.model.sanctions import Imposed, Sanction, SanctionAppeal, SanctionAppealDecision
from checkin_service.conduct.tables import sanction, sanction_appeal, sanction_appeal_decision
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

_sanctions = (
    select(
        *sanction.c,
        sanction_appeal.c.words.label("appeal_words"),
        sanction_appeal.c.filed_at.label("appeal_at"),
        sanction_appeal_decision.c.upheld,
        sanction_appeal_decision.c.reason.label("appeal_reason"),
        sanction_appeal_decision.c.decided_at.label("appeal_decided_at"),
    )
    .outerjoin(sanction_appeal, alike(sanction_appeal, sanction, "sanction_id"))
    .outerjoin(sanction_appeal_decision, alike(sanction_appeal_decision, sanction, "sanction_id"))
)

add_sanction = fragment_of(Imposed, insert(sanction))
add_appeal = fragment_of(SanctionAppeal, insert(sanction_appeal))
"""Once for each sanction: of two at once the second finds the write refused."""
add_appeal_decision = fragment_of(SanctionAppealDecision, insert(sanction_appeal_decision))


@question(_sanctions.where(matches(sanction, "sanction_id")))
async def sanction_of(database: Database, sanction_id: UUID) -> Sanction | None: ...


@question(_sanctions.where(matches(sanction, "institution_id")).order_by(sanction.c.decided_at, sanction.c.sanction_id))
async def sanctions_of(database: Database, institution_id: UUID) -> list[Sanction]:
    """Of an institution, oldest first."""


@question(
    _sanctions.where(
        matches(sanction, "authority_code"),
        sanction_appeal.c.filed_at.is_not(None),
        sanction_appeal_decision.c.upheld.is_(None),
    )
    .order_by(sanction_appeal.c.filed_at, sanction.c.sanction_id)
    .limit(500)
)
async def appealed(database: Database, authority_code: str) -> list[Sanction]:
    """Sanctions with an appeal that nobody of an authority has decided, oldest appeal first."""
