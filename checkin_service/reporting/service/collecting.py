"""The collector: of whoever there is news, facts that have to go up are noted, each once and again when it changes.

What was noted is deleted in the transaction that keeps the reports. Killed at any point, it is looked at again; two
collectors that note one fact at once collide on its id, and the slower one looks again.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.reporting import rules
from checkin_service.reporting.model import FactKey
from checkin_service.reporting.service.gathering import gathered
from checkin_service.reporting.service.switching import reporting_authorities
from checkin_service.reporting.store import noting as store
from checkin_service.reporting.store import registers

_BATCH = 100


async def collect(resources: Resources) -> int:
    """Follow what waits; how much there was."""
    async with resources.database.claim(store.NOTED, count=_BATCH) as claim:
        if claim.rows:
            unit = UnitOfWork()
            await _keep(resources, unit, sorted({each.trainee_id for each in claim.rows}))
            store.done(unit, claim.rows)
            claim.add(unit)
    return len(claim.rows)


async def collect_registers(resources: Resources) -> int:
    """Every night: each reporting authority's directory and templates, and all of its people once more."""
    authorities = await reporting_authorities(resources)
    for code in authorities:
        async with resources.database.write(patience="60s") as unit:
            sites = await registers.sites_of(resources.database, code)
            projects = await registers.projects_of(resources.database, code)
            await _keep(resources, unit, [], authorities=[code], sites=sites, projects=projects)
            store.note_everybody(unit, authority_code=code, cause=new_id())
    return len(authorities)


async def _keep(
    resources: Resources,
    unit: UnitOfWork,
    trainees: Sequence[UUID],
    *,
    authorities: Sequence[str] | None = None,
    sites: Collection[UUID] = (),
    projects: Collection[UUID] = (),
) -> None:
    codes = await reporting_authorities(resources) if authorities is None else authorities
    if not codes:
        return
    now = resources.clock.now()
    owed = await gathered(
        resources.database, authorities=codes, trainees=trainees, on=day_of(now), sites=sites, projects=projects
    )
    for code, facts in owed.items():
        known = await _known(resources, code, list(facts))
        new = rules.reports_of(code, [each.fact for each in facts.values()], known, at=now)
        store.add(unit, new)


async def _known(resources: Resources, code: str, keys: list[FactKey]) -> dict[UUID, str]:
    """What is noted of some facts: the first report of each, and those that followed when it changed."""
    known: dict[UUID, str] = {}
    revision = 1
    while keys:
        by_id = {rules.report_id_of(code, rules.revised(key, revision)): key for key in keys}
        found = await store.known_among(resources.database, code, list(by_id))
        known |= dict(found)
        keys = [by_id[each.report_id] for each in found]
        revision += 1
    return known
