"""Use case of the plan: a small picture of an attempt, for the person and for the authority's reviewer."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject, SubjectKind
from checkin_service.checkin.evidence import sightings
from checkin_service.checkin.model import PlacedAttempt
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.rules.where import placed
from checkin_service.checkin.store import attempts as store
from checkin_service.kit.civil import CHINA
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, book
from geo import plan_svg


async def plan_of(resources: Resources, subject: Subject, attempt_id: UUID, *, trainee_id: UUID | None) -> str:
    """The fix and the fence it was judged by, as SVG; who looked is on record, because it shows where somebody was."""
    found = await _attempt(resources, subject, attempt_id, trainee_id)
    policy = _policy_then(found)
    (sighting,) = (
        sightings(resources.sealer, found.trainee_id, [found.evidence_sealed]) if found.evidence_sealed else [None]
    )
    fix = usable_fix(sighting, policy)
    if fix is None:
        raise not_found(_NO_FIX)
    async with resources.database.write() as unit:
        audit.record(unit, subject=subject, action=Permission.PLAN_READ, object_id=attempt_id, at=resources.clock.now())
    return plan_svg(fix, found.fence, placed(fix, found.fence, policy))


async def _attempt(resources: Resources, subject: Subject, attempt_id: UUID, trainee_id: UUID | None) -> PlacedAttempt:
    """One's own attempt, or one of a class that the reviewer's authority supervises."""
    own = subject.kind is SubjectKind.TRAINEE
    found = await store.placed_attempt(
        resources.database, trainee_id=subject.subject_id if own else trainee_id, attempt_id=attempt_id
    )
    if found is None or not (own or found.supervising_authority == subject.authority_code):
        raise not_found()
    return found


def _policy_then(found: PlacedAttempt) -> PolicyView:
    """The rules the attempt was judged by: of the session's day, as they were known on the day it arrived."""
    on, known_on = (moment.astimezone(CHINA).date() for moment in (found.starts_at, found.received_at))
    return book().at(found.supervising_authority, on=on, known_on=known_on)


_NO_FIX = Words(
    "本次签到没有定位，或其证据已依法清除。", "This attempt has no fix, or its evidence has been erased as law asks."
)
