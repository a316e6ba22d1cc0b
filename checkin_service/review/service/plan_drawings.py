"""Use case of the plan: a small picture of an attempt, for the person and for the authority's reviewer."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject, SubjectKind
from checkin_service.catalogue import service as catalogue
from checkin_service.checkin.model.places import PlacedAttempt
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.rules.where import placed
from checkin_service.checkin.service.attempts import placed_attempt
from checkin_service.checkin.service.sealed_evidence import EVIDENCE_PURPOSE, sightings
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_of
from checkin_service.review.store import doubts as store
from geo import Position, plan_svg

_RADII = 2
"""How far around the place the base map is drawn; a fix beyond lies on blank ground."""


async def plan_of(resources: Resources, subject: Subject, attempt_id: UUID, *, trainee_id: UUID | None) -> str:
    """The fix and the fence it was judged by, as SVG; who looked is on record, because it shows where somebody was."""
    found = await _attempt(resources, subject, attempt_id, trainee_id)
    policy = _policy_then(found)
    await resources.sealer.ready(EVIDENCE_PURPOSE.realm, found.trainee_id)
    (sighting,) = (
        sightings(resources.sealer, found.trainee_id, [found.evidence_sealed]) if found.evidence_sealed else [None]
    )
    fix = usable_fix(sighting, policy)
    if fix is None:
        raise not_found(_NO_FIX)
    async with resources.database.write() as unit:
        detail = {"trainee": str(found.trainee_id)}
        audit.record(unit, subject, Permission.PLAN_READ, attempt_id, at=resources.clock.now(), detail=detail)
    where = placed(fix, found.fence, policy)
    if subject.kind is SubjectKind.TRAINEE:
        return plan_svg(fix, found.fence, where)
    others = await _classmates(resources, found, attempt_id)
    below = await catalogue.map_within(resources, found.site_id, radii=_RADII)
    if (picture := await catalogue.underlay_within(resources, found.site_id)) is not None:
        below.append(picture)
    return plan_svg(fix, found.fence, where, others=others, underlays=below)


async def _classmates(resources: Resources, found: PlacedAttempt, attempt_id: UUID) -> list[Position]:
    """Where others of the same lesson were when they were accepted, without saying who they are."""
    rows = await store.classmates_evidence(
        resources.database, class_id=found.class_id, trainee_id=found.trainee_id, attempt_id=attempt_id
    )
    kept = [(each.trainee_id, each.evidence_sealed) for each in rows if each.evidence_sealed is not None]
    await resources.sealer.ready(EVIDENCE_PURPOSE.realm, *(trainee_id for trainee_id, _ in kept))
    seen = [sightings(resources.sealer, trainee_id, [evidence])[0] for trainee_id, evidence in kept]
    return [each.position for each in seen if each is not None]


async def _attempt(resources: Resources, subject: Subject, attempt_id: UUID, trainee_id: UUID | None) -> PlacedAttempt:
    """One's own attempt, or one of a class that the reviewer's authority supervises."""
    own = subject.kind is SubjectKind.TRAINEE
    found = await placed_attempt(resources, trainee_id=subject.subject_id if own else trainee_id, attempt_id=attempt_id)
    if found is None or not (own or found.supervising_authority == subject.authority_code):
        raise not_found()
    return found


def _policy_then(found: PlacedAttempt) -> PolicyView:
    """The rules the attempt was judged by: of the session's day, as they were known on the day it arrived."""
    return policy_of(found, known_at=found.received_at)


_NO_FIX = Words(
    "本次签到没有定位，或其证据已依法清除。", "This attempt has no fix, or its evidence has been erased as law asks."
)
