"""Statements that read the log for people: checkpoints they may see, and the entry of an attempt."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Interval, Text, Uuid, bindparam, exists, func, or_, select, table, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.expression import column

from checkin_service.checkin.tables import attempt
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike, matches, question
from checkin_service.transparency.model import Checkpoint
from checkin_service.transparency.rules.merkle import SALT_BYTES
from checkin_service.transparency.store.chains import CHECKPOINTS, NEWEST_FIRST
from checkin_service.transparency.store.facts import KINDS, facts_of, name_of, part_of
from checkin_service.transparency.tables import log_checkpoint, log_pending

# The register of institutions lies below; its two columns are named here and only ever narrow what is shown.
_institution = table("institution", column("institution_id", Uuid), column("authority_code", Text))
_supervised = select(func.concat("institution:", _institution.c.institution_id)).where(
    matches(_institution, "authority_code")
)
_VISIBLE = Statement(
    CHECKPOINTS.where(
        or_(log_checkpoint.c.chain == bindparam("tenant", type_=Text), log_checkpoint.c.chain.in_(_supervised)),
        log_checkpoint.c.chain > bindparam("after", type_=Text),
    )
    .ext(distinct_on(log_checkpoint.c.chain))
    .order_by(*NEWEST_FIRST)
    .limit(bindparam("count")),
    Checkpoint,
)


async def visible_checkpoints(
    database: Database, *, tenant: str, authority_code: str | None, after: str, count: int
) -> list[Checkpoint]:
    """The newest checkpoint of one's own chain and of the institutions one supervises."""
    return await database.read(_VISIBLE, tenant=tenant, authority_code=authority_code or "", after=after, count=count)


_attempts = next(kind for kind in KINDS if kind.table is attempt)
_fact = (
    facts_of(_attempts)
    .add_columns(attempt.c.received_at.label("at"))
    .where(matches(attempt, "trainee_id", "attempt_id"))
    .subquery()
)
_name = name_of(_fact.c.kind, _fact.c.owner, _fact.c.object, _fact.c.ordinal)
_since = _fact.c.at - bindparam("slack", type_=Interval)
_waits = exists().where(alike(log_pending, _fact, "kind", "owner", "object"))
_entered = (
    select(
        log_checkpoint.c.position,
        log_checkpoint.c.salts,
        func.array_position(log_checkpoint.c.facts, _name).label("place"),
    )
    .where(
        log_checkpoint.c.chain == _fact.c.chain,
        log_checkpoint.c.issued_at >= _since,
        _name == func.any(log_checkpoint.c.facts),
    )
    .order_by(log_checkpoint.c.issued_at)
    .limit(1)
    .lateral("entered")
)


class Entry(NamedTuple):
    """Chain, fact, position and salt of an attempt; the last two are absent where none was found."""

    chain: str
    fact: str
    position: int | None
    salt: bytes | None
    waits: bool
    """To be entered."""


@question(
    select(
        _fact.c.chain,
        _fact.c.fact,
        (_entered.c.position + _entered.c.place - 1).label("position"),
        part_of(_entered.c.salts, _entered.c.place, SALT_BYTES).label("salt"),
        _waits.label("waits"),
    ).select_from(_fact.outerjoin(_entered, true()))
)
async def entry_of_attempt(database: Database, *, trainee_id: UUID, attempt_id: UUID, slack: timedelta) -> Entry | None:
    """Looked for in checkpoints from the attempt on, and as much before it as clocks may differ."""
