"""Statements about decisions on policy, and the version by which nodes notice new ones."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, func, insert, or_, select

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.policy.model import Plain
from checkin_service.policy_decisions.model import PolicyDecision, Ruling, value_given
from checkin_service.policy_decisions.tables import policy_decision, policy_ruling

_COLUMNS = [policy_decision.c[each.name] for each in fields(PolicyDecision) if each.name != "ruling"]
_DECISIONS = select(
    *_COLUMNS, policy_ruling.c.approved, policy_ruling.c.reason, policy_ruling.c.ruled_by, policy_ruling.c.ruled_at
).outerjoin(
    policy_ruling,
    (policy_ruling.c.authority_code == policy_decision.c.authority_code)
    & (policy_ruling.c.decision_id == policy_decision.c.decision_id),
)
_BY_ID = Statement(_DECISIONS.where(policy_decision.c.decision_id == bindparam("decision", type_=Uuid)), PolicyDecision)
_REPEALS = Statement(_DECISIONS.where(policy_decision.c.repeals == bindparam("repealed", type_=Uuid)), PolicyDecision)
_APPROVED = Statement(_DECISIONS.where(policy_ruling.c.approved).order_by(policy_ruling.c.ordinal), PolicyDecision)
_SHOWN = Statement(
    _DECISIONS.where(
        policy_decision.c.authority_code == func.any(bindparam("line", type_=ARRAY(Text))),
        or_(policy_decision.c.authority_code == bindparam("own", type_=Text), policy_ruling.c.approved),
        or_(bindparam("of_key", type_=Text).is_(None), policy_decision.c.key == bindparam("of_key", type_=Text)),
        policy_decision.c.decision_id > bindparam("after", type_=Uuid),
    )
    .order_by(policy_decision.c.decision_id)
    .limit(bindparam("fetch")),
    PolicyDecision,
)
_VERSION = Statement(select(func.coalesce(func.max(policy_ruling.c.ordinal), 0).label("version")), int)


async def version(database: Database) -> int:
    """The number of the latest ruling; 0 before the first."""
    return await database.read_one(_VERSION) or 0


add_proposal = fragment_of(PolicyDecision, insert(policy_decision))


@fragment(insert(policy_ruling))
def _add_ruling(
    unit: UnitOfWork,
    *,
    authority_code: str,
    decision_id: UUID,
    ordinal: int,
    approved: bool,
    reason: str | None,
    ruled_by: UUID,
    ruled_at: datetime,
) -> None: ...


def add_ruling(unit: UnitOfWork, decision: PolicyDecision, ruling: Ruling, *, ordinal: int) -> None:
    """Once for each proposal, and each number once: the write fails otherwise."""
    _add_ruling(
        unit,
        authority_code=decision.authority_code,
        decision_id=decision.decision_id,
        ordinal=ordinal,
        approved=ruling.approved,
        reason=ruling.reason,
        ruled_by=ruling.ruled_by,
        ruled_at=ruling.ruled_at,
    )


async def decision_of(database: Database, decision_id: UUID) -> PolicyDecision | None:
    found = await database.read_one(_BY_ID, decision=decision_id)
    return None if found is None else _read(found)


async def repeals_of(database: Database, decision_id: UUID) -> list[PolicyDecision]:
    """Every repeal of a decision that was proposed, approved or not."""
    return list(map(_read, await database.read(_REPEALS, repealed=decision_id)))


async def approved(database: Database) -> list[PolicyDecision]:
    """Every approved decision, in the order of approval."""
    return list(map(_read, await database.read(_APPROVED)))


async def decisions_shown(
    database: Database, line: Sequence[str], page: PageRequest, *, key: str | None
) -> list[PolicyDecision]:
    """All of the first authority of a line, and what those above it have approved."""
    rows = await database.read(_SHOWN, line=list(line), own=line[0], of_key=key, after=page.after, fetch=page.fetch)
    return list(map(_read, rows))


def _read(found: PolicyDecision) -> PolicyDecision:
    """Its value as the key means it."""
    return replace(found, value=cast("Plain", value_given(found.key, found.value)))
