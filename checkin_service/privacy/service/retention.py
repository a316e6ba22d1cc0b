"""The nightly end of what is kept for a time only: words people wrote, links, evidence of check-ins."""

from datetime import datetime, timedelta

from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.privacy.store import retention as store

ENDINGS = {
    "retention.complaint_days": store.COMPLAINTS,
    "retention.evaluation_days": store.EVALUATIONS,
    "retention.evidence_days": store.EVIDENCE,
    "retention.inspection_days": store.INSPECTIONS,
    "retention.question_days": store.QUESTIONS,
    "retention.recording_days": store.RECORDINGS,
}
"""By the value of policy that says for how long."""
_LOOKS_BACK = timedelta(days=400)
"""Classes that ended before this were looked at in every night of a year: nothing of theirs is left."""
_PATIENCE = "60s"


async def end_what_is_over(resources: Resources) -> None:
    """By each authority's own periods; what an open appeal is about stays until it is settled."""
    now = resources.clock.now()
    for authority in await store.authorities(resources.database):
        view = policy_at(authority, now, known_at=now)
        for key, ending in ENDINGS.items():
            before = now - timedelta(days=view.value(key).integer)
            await _end(resources, ending, authority, before)


async def _end(resources: Resources, ending: store.Ending, authority: str, before: datetime) -> None:
    async with resources.database.write(patience=_PATIENCE) as unit:
        store.end(unit, ending, authority, since=before - _LOOKS_BACK, before=before)
