"""The figures that a place tells the public of its vouchers (FJ-33)."""

from collections import Counter
from datetime import datetime, time, timedelta

from checkin_service.inspections import service as inspections
from checkin_service.inspections.schemas import InspectionFigures
from checkin_service.kit.civil import CHINA
from checkin_service.kit.limits import Limit
from checkin_service.kit.resources import Resources
from checkin_service.statistics.model import Measure
from checkin_service.statistics.rules.suppression import shown
from checkin_service.statistics.schemas import PublicFigures
from checkin_service.statistics.service.board import figures_of
from checkin_service.statistics.service.scope import Scope, said, smallest_cell
from checkin_service.statistics.store import reading as store

_PUBLIC = (
    Measure.ISSUED,
    Measure.CLAIMED,
    Measure.USED,
    Measure.COMPLETED,
    Measure.WRITTEN_OFF,
    Measure.TRAINED,
    Measure.CERTIFIED,
)
_ASKED = Limit("public figures", most=60)


async def public_figures(resources: Resources, scope: Scope, *, address: str) -> PublicFigures:
    """For everybody, without signing in."""
    await resources.limits.require_of(_ASKED, address)
    smallest = smallest_cell(resources, scope.division)
    found = await figures_of(resources, scope)
    counted: Counter[str] = Counter()
    for each in found:
        counted[each.measure] += each.value
    names = await store.authorities(resources.database, codes=[scope.division])
    is_small = shown(counted[Measure.PAID], smallest=smallest) is None
    return PublicFigures(
        division=scope.division,
        name=names[0].name if names else "",
        since=said(scope.since),
        until=said(scope.until),
        smallest_cell=smallest,
        counts={str(each): shown(counted[each], smallest=smallest) for each in _PUBLIC},
        # Money paid for few vouchers tells what one person's training cost.
        paid_fen=None if is_small else counted[Measure.PAID_FEN],
        inspections=await _inspections(resources, scope),
    )


async def _inspections(resources: Resources, scope: Scope) -> InspectionFigures:
    """Of the same months; they are about institutions, so that no number is too small to be told."""
    after = (scope.until + timedelta(days=31)).replace(day=1)
    since, before = [datetime.combine(day, time(), CHINA) for day in (scope.since, after)]
    return await inspections.public_counts(resources, scope.division, since, before)
