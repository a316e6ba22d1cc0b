"""Statements that read the log for people: checkpoints they may see, and the entry of an attempt."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, func, or_, select, table
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.expression import column

from checkin_service.checkin.tables import attempt
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import matches, question
from checkin_service.transparency.model import Checkpoint
from checkin_service.transparency.store.facts import KINDS, facts_of
from checkin_service.transparency.tables import log_checkpoint, log_entry

# The register of institutions lies below; its two columns are named here and only ever narrow what is shown.
_institution = table("institution", column("institution_id", Uuid), column("authority_code", Text))
_supervised = select(func.concat("institution:", _institution.c.institution_id)).where(
    matches(_institution, "authority_code")
)
_VISIBLE = Statement(
    select(log_checkpoint)
    .where(
        or_(log_checkpoint.c.chain == bindparam("tenant", type_=Text), log_checkpoint.c.chain.in_(_supervised)),
        log_checkpoint.c.chain > bindparam("after", type_=Text),
    )
    .ext(distinct_on(log_checkpoint.c.chain))
    .order_by(log_checkpoint.c.chain, log_checkpoint.c.size.desc())
    .limit(bindparam("count")),
    Checkpoint,
)


async def visible_checkpoints(
    database: Database, *, tenant: str, authority_code: str | None, after: str, count: int
) -> list[Checkpoint]:
    """The newest checkpoint of one's own chain and of the institutions one supervises."""
    return await database.read(_VISIBLE, tenant=tenant, authority_code=authority_code or "", after=after, count=count)


_attempts = next(kind for kind in KINDS if kind.table is attempt)
_fact = facts_of(_attempts).where(matches(attempt, "trainee_id", "attempt_id")).subquery()


class Entry(NamedTuple):
    """Chain, fact, position and salt of an attempt; the last two are absent while it waits to be entered."""

    chain: str
    fact: str
    position: int | None
    salt: bytes | None


@question(
    select(_fact.c.chain, _fact.c.fact, log_entry.c.position, log_entry.c.salt).select_from(
        _fact.outerjoin(
            log_entry,
            (log_entry.c.chain == _fact.c.chain)
            & (log_entry.c.kind == _fact.c.kind)
            & (log_entry.c.owner == cast(_fact.c.owner, Text))
            & (log_entry.c.object == cast(_fact.c.object, Text))
            & (log_entry.c.ordinal == 0),
        )
    )
)
async def entry_of_attempt(database: Database, *, trainee_id: UUID, attempt_id: UUID) -> Entry | None: ...
