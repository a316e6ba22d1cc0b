"""Appeals against denials and doubts: raised, decided by somebody else, and determined again."""

import json
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import rules
from checkin_service.eligibility.model.appeals import Appeal
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.remedies import last_day_to_appeal
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.schemas.appeals import AppealBody, AppealDecision, NewAppeal
from checkin_service.eligibility.service.reading import scope_of
from checkin_service.eligibility.store import appeals as store
from checkin_service.eligibility.store import determinations
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources

UPHELD, DISMISSED = "eligibility.appeal_upheld", "eligibility.appeal_dismissed"
"""News that makes the determination anew."""


@once_per("appeal_id")
async def raise_appeal(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewAppeal) -> AppealBody:
    denied = await determinations.by_id(resources.database, body.determination_id, scope_of(subject))
    if denied is None:
        raise not_found()
    await _require_appealable(resources, denied)
    now = resources.clock.now()
    store.add_appeal(
        unit,
        trainee_id=denied.trainee_id,
        appeal_id=body.appeal_id,
        class_id=denied.class_id,
        determination_id=denied.determination_id,
        reason=body.reason,
        raised_by=subject.name,
        raised_at=now,
    )
    audit.record(unit, subject, Permission.DENIAL_APPEAL_MAKE, body.appeal_id, at=now)
    return AppealBody(
        appeal_id=body.appeal_id,
        trainee_id=denied.trainee_id,
        class_id=denied.class_id,
        determination_id=denied.determination_id,
        reason=body.reason,
        raised_at=now,
        upheld=None,
        decision_reason=None,
        decided_at=None,
    )


async def appeals(resources: Resources, subject: Subject, page: PageRequest) -> list[Appeal]:
    return await store.appeals(resources.database, scope_of(subject), page)


@once_per("request_id", operation="decision")
async def decide_appeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, appeal_id: UUID, body: AppealDecision
) -> AppealBody:
    """Upholding announces news, so that a new determination supersedes the denial; dismissing changes nothing."""
    appeal = await store.appeal_of(resources.database, appeal_id, scope_of(subject))
    if appeal is None:
        raise not_found()
    if appeal.decided_at is not None:
        raise Problem(ProblemKind.STATE_CONFLICT)
    before = await store.took_part(resources.database, appeal.trainee_id, appeal.class_id)
    refusal = rules.refusal_to_decide(
        subject.subject_id, decided_before=before, upheld=body.upheld, criteria=body.criteria
    )
    if refusal is not None:
        raise unfit(refusal)
    return _decide(resources, unit, subject, appeal, body)


def _decide(
    resources: Resources, unit: UnitOfWork, subject: Subject, appeal: Appeal, body: AppealDecision
) -> AppealBody:
    now = resources.clock.now()
    store.add_decision(
        unit,
        appeal,
        upheld=body.upheld,
        criteria=body.criteria,
        reason=body.reason,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    payload = {"class_id": str(appeal.class_id), "appeal_id": str(appeal.appeal_id)}
    announce(unit, UPHELD if body.upheld else DISMISSED, appeal.trainee_id, payload, occurred_at=now)
    detail = {"upheld": body.upheld, "criteria": list(body.criteria)}
    audit.record(unit, subject, Permission.DENIAL_APPEAL_DECIDE, appeal.appeal_id, at=now, detail=detail)
    decided = {"upheld": body.upheld, "decision_reason": body.reason, "decided_at": now}
    return AppealBody.showing(appeal).model_copy(update=decided)


async def _require_appealable(resources: Resources, denied: StoredDetermination) -> None:
    place = denied.trainee_id, denied.class_id
    latest = (await determinations.latest(resources.database, [place])).get(place)
    refusal = rules.refusal_to_appeal(
        until=last_day_to_appeal(json.loads(denied.document)["remedies"]),
        is_doubt=denied.outcome is DeterminationOutcome.DOUBTFUL,
        counts=latest is not None and latest.determination_id == denied.determination_id,
        today=day_of(resources.clock.now()),
    )
    if refusal is not None:
        raise unfit(refusal)
