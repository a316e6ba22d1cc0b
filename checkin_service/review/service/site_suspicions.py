"""The nightly examination of sites: honest people who are never inside may be the site's fault, not theirs.

A person's evidence is opened for its fix alone; what is kept names no person, only how far and which way the middle
of many fixes lies.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from checkin_service.access.model import Subject
from checkin_service.checkin.model.attempts import Sighting
from checkin_service.checkin.model.places import ExaminedPlace
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.service.sealed_evidence import EVIDENCE_PURPOSE, sightings
from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.review.schemas.site_suspicions import SuspicionAnswer, SuspicionList
from checkin_service.review.store import site_suspicions as store
from geo import Suspicion, datum_suspicion
from geo.suspicion import FIXES_AT_LEAST

_log = structlog.get_logger(__name__)

_LOOKS_BACK = timedelta(days=30)
_SHOWN_FOR = timedelta(days=7)
"""An examination that finds nothing any more lets an old suspicion fade."""


async def examine_sites(resources: Resources) -> int:
    """Examine every site at which enough people's fixes did not lie inside; how many suspicions were found."""
    now = resources.clock.now()
    since = now - _LOOKS_BACK
    places = await store.places_to_examine(resources.database, since=since, people=FIXES_AT_LEAST)
    found = 0
    for place in places:
        suspicion = await _examined(resources, place, since=since, on=day_of(now))
        if suspicion is None:
            continue
        found += 1
        async with resources.database.write() as unit:
            store.keep_suspicion(unit, place, suspicion, found_on=day_of(now))
    _log.info("sites.examined", sites=len(places), suspicions=found)
    return found


async def suspicions(resources: Resources, subject: Subject) -> SuspicionList:
    """What is suspected about the subject's sites: an institution's own, or those its authority supervises."""
    found = await store.current_suspicions(
        resources.database,
        authority_code=subject.authority_code,
        institution_id=subject.institution_id,
        since=day_of(resources.clock.now() - _SHOWN_FOR),
    )
    return SuspicionList(suspicions=[SuspicionAnswer.of(each) for each in found])


async def _examined(resources: Resources, place: ExaminedPlace, *, since: datetime, on: date) -> Suspicion | None:
    policy = book().at(place.authority_code, on=on)
    evidence = await store.misplaced_evidence(resources.database, place.site_id, since=since)
    await resources.sealer.ready(EVIDENCE_PURPOSE.realm, *{trainee_id for trainee_id, _ in evidence})
    fixes = [usable_fix(each, policy) for each in _opened(resources, evidence)]
    return datum_suspicion(place.position, [fix for fix in fixes if fix is not None])


def _opened(resources: Resources, evidence: Iterable[tuple[UUID, bytes]]) -> Iterable[Sighting | None]:
    for trainee_id, sealed in evidence:
        yield from sightings(resources.sealer, trainee_id, [sealed])
