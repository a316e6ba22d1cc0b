"""Figures of reviewers for the head of their authority: how much, how fast, how often accepted, how alike."""

from collections.abc import Sequence
from datetime import timedelta

from checkin_service.access import accounts
from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of
from checkin_service.kit.resources import Resources
from checkin_service.review import rules
from checkin_service.review.model import Interval, Pace, Pair
from checkin_service.review.schemas.second_looks import IntervalBody, ReviewerFigures, ReviewerList
from checkin_service.review.store import second_looks as store

_LOOKS_BACK = timedelta(days=180)


async def reviewers(resources: Resources, subject: Subject) -> ReviewerList:
    """Of one's authority, of the last half year; pairs with a first decision made too fast are among them."""
    authority, since = authority_of(subject), resources.clock.now() - _LOOKS_BACK
    paces = await store.paces(resources.database, authority, since=since)
    pairs = await store.pairs(resources.database, authority, since=since)
    names = {each.staff_id: each.display_name for each in await accounts.accounts(resources, subject)}
    return ReviewerList(
        since=since,
        reviewers=[_figures(each, names.get(each.reviewed_by, ""), pairs) for each in paces],
        waiting=len(await store.disputes(resources.database, authority)),
    )


def _figures(pace: Pace, name: str, pairs: Sequence[Pair]) -> ReviewerFigures:
    found = rules.agreement([each for each in pairs if pace.reviewed_by in {each.first_by, each.second_by}])
    return ReviewerFigures(
        reviewer_id=pace.reviewed_by,
        name=name,
        decided=pace.decided,
        accepted=pace.accepted,
        accepted_percent=round(100 * pace.accepted / pace.decided, 1),
        median_s=pace.median_s,
        hasty=pace.hasty,
        pairs=found.pairs,
        alike=_shown(found.alike),
        kappa=_shown(found.kappa),
    )


def _shown(figure: Interval | None) -> IntervalBody | None:
    return None if figure is None else IntervalBody.showing(figure)
