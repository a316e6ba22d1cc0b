"""Statements about rules of online platforms."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.model.platform_rules import PlatformRules, RulesAcceptance
from checkin_service.catalogue.tables import platform_rules, rules_acceptance
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import matches, question

add_rules = fragment_of(PlatformRules, insert(platform_rules))
add_acceptance = fragment_of(RulesAcceptance, insert(rules_acceptance))
"""Once for each institution: of two at once the second finds the write refused."""


@question(
    select(platform_rules)
    .where(platform_rules.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text))))
    .order_by(platform_rules.c.effective_from.desc(), platform_rules.c.published_at.desc(), platform_rules.c.rules_id)
    .limit(200)
)
async def published_by(database: Database, authorities: Collection[str]) -> list[PlatformRules]:
    """Every version of these authorities, the latest first."""


@question(select(rules_acceptance).where(matches(rules_acceptance, "institution_id")))
async def accepted_by(database: Database, institution_id: UUID) -> list[RulesAcceptance]: ...


class Acceptances(NamedTuple):
    rules_id: UUID
    institutions: int


@question(
    select(rules_acceptance.c.rules_id, func.count().label("institutions"))
    .where(rules_acceptance.c.rules_id == func.any(bindparam("rules", type_=ARRAY(Uuid))))
    .group_by(rules_acceptance.c.rules_id)
)
async def acceptances_of(database: Database, rules: Collection[UUID]) -> list[Acceptances]:
    """How many institutions accepted each version; those of nobody are left out."""
