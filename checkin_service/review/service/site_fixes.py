"""The cloud of fixes: where people were when they were accepted at a site, one point each, without name or time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.service.sealed_evidence import sightings
from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Sealer
from checkin_service.review.store import site_fixes as store
from geo import Position

PEOPLE_AT_LEAST = 5
"""Fewer points would tell who is who."""

_LOOKS_BACK = timedelta(days=30)


async def accepted_fixes(
    resources: Resources, subject: Subject, site_id: UUID, *, place_ordinal: int
) -> list[Position] | None:
    """Each person's latest accepted fix of the last 30 days, for the authority over the site; None: too few people.

    Until yesterday, so that whoever looks twice on a day does not see whose point has moved. The look is on record.
    """
    now = resources.clock.now()
    rows = await store.accepted_evidence(
        resources.database,
        site_id=site_id,
        authority_code=authority_of(subject),
        place_ordinal=place_ordinal,
        since=now - _LOOKS_BACK,
        until=datetime.combine(day_of(now), time(), CHINA),
    )
    if len(rows) < PEOPLE_AT_LEAST:
        return None
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.SITE_READ, site_id, at=now, detail={"fixes_opened": len(rows)})
    # Each person's key is a file of its own: beside the event loop.
    found = await asyncio.to_thread(_opened, resources.sealer, rows)
    return found if len(found) >= PEOPLE_AT_LEAST else None


def _opened(sealer: Sealer, rows: Sequence[store.AcceptedRow]) -> list[Position]:
    seen = [sightings(sealer, each.trainee_id, [each.evidence_sealed])[0] for each in rows]
    return [each.position for each in seen if each is not None]
