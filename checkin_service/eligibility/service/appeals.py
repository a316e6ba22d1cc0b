"""Appeals against denials: raised by the person or the institution, decided by somebody else, determined again."""

import json
from datetime import date
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import rules
from checkin_service.eligibility.listing import Appeal
from checkin_service.eligibility.model import RemedyKind, StoredDetermination
from checkin_service.eligibility.schemas.appeals import About, AppealBody, AppealDecision, NewAppeal
from checkin_service.eligibility.service.reading import scope_of
from checkin_service.eligibility.store import appeals as store
from checkin_service.eligibility.store import determinations
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.outbox import announce
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources

UPHELD = "eligibility.appeal_upheld"
"""News that makes the determination anew."""


async def raise_appeal(resources: Resources, subject: Subject, body: NewAppeal) -> bytes:
    async def act(unit: UnitOfWork) -> AppealBody:
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
        audit.record(unit, subject=subject, action=Permission.DENIAL_APPEAL_MAKE, object_id=body.appeal_id, at=now)
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

    return await once(resources.database, caller=subject.tenant, request_id=body.appeal_id, body=body, act=act)


async def appeals(resources: Resources, subject: Subject, page: PageRequest) -> list[Appeal]:
    return await store.appeals(resources.database, scope_of(subject), page)


async def decide_appeal(resources: Resources, subject: Subject, appeal_id: UUID, body: AppealDecision) -> bytes:
    """Upholding announces news, so that a new determination supersedes the denial; dismissing changes nothing."""

    async def act(unit: UnitOfWork) -> AppealBody:
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
            raise Problem(ProblemKind.RULE_REFUSED, refusal)
        return _decide(resources, unit, subject, appeal, body)

    asked = About(operation="decision", object_id=appeal_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


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
    if body.upheld:
        payload = {"class_id": str(appeal.class_id), "appeal_id": str(appeal.appeal_id)}
        announce(unit, type_=UPHELD, trainee_id=appeal.trainee_id, payload=payload, occurred_at=now)
    detail = {"upheld": body.upheld, "criteria": list(body.criteria)}
    audit.record(
        unit, subject=subject, action=Permission.DENIAL_APPEAL_DECIDE, object_id=appeal.appeal_id, at=now, detail=detail
    )
    decided = {"upheld": body.upheld, "decision_reason": body.reason, "decided_at": now}
    return AppealBody.of(appeal).model_copy(update=decided)


async def _require_appealable(resources: Resources, denied: StoredDetermination) -> None:
    place = denied.trainee_id, denied.class_id
    latest = (await determinations.latest(resources.database, [place])).get(place)
    ends = [each["until"] for each in json.loads(denied.document)["remedies"] if each["kind"] == RemedyKind.APPEAL]
    refusal = rules.refusal_to_appeal(
        until=date.fromisoformat(ends[0]) if ends else None,
        counts=latest is not None and latest.determination_id == denied.determination_id,
        today=resources.clock.now().astimezone(CHINA).date(),
    )
    if refusal is not None:
        raise Problem(ProblemKind.RULE_REFUSED, refusal)
