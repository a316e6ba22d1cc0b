"""Use cases of the review queue: a doubt ends by a reviewer on the authority's side."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.schemas import StandingBody
from checkin_service.checkin import review_store, store
from checkin_service.checkin.keeping import credit
from checkin_service.checkin.model import Situation
from checkin_service.checkin.review_store import Doubt
from checkin_service.checkin.rules import completes_session
from checkin_service.checkin.schemas import CheckInAnswer, ReviewAnswer, ReviewItem, ReviewPage, ReviewRequest
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.outbox import announce
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Finding, Outcome, Verdict
from checkin_service.kit.words import Words

_ACCEPTED_BY_A_PERSON = Verdict.of([Finding(check="review", outcome=Outcome.PASS, reason="reviewed")])


async def queue(resources: Resources, subject: Subject, *, class_id: UUID | None, page: PageRequest) -> ReviewPage:
    """Unresolved doubts of the classes that the reviewer's authority supervises."""
    doubts = await review_store.queue(
        resources.database,
        authority_code=_authority(subject),
        class_id=class_id,
        after=page.after,
        count=page.fetch,
    )
    shown, next_cursor = page.shown(doubts, lambda doubt: doubt.attempt_id)
    people = await identity.people(resources, [doubt.trainee_id for doubt in shown])
    return ReviewPage(
        reviews=[
            ReviewItem(
                trainee_id=doubt.trainee_id,
                trainee_name=people[doubt.trainee_id].name,
                attempt=CheckInAnswer.model_validate_json(doubt.answer),
            )
            for doubt in shown
        ],
        next_cursor=next_cursor,
    )


async def decide(resources: Resources, subject: Subject, body: ReviewRequest) -> bytes:
    """Accept or reject a doubtful attempt, once and with a reason; acceptance credits like any accepted attempt."""

    async def act(unit: UnitOfWork) -> ReviewAnswer:
        return await _decide(resources, subject, body, unit)

    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=body, act=act)


async def _decide(resources: Resources, subject: Subject, body: ReviewRequest, unit: UnitOfWork) -> ReviewAnswer:
    now = resources.clock.now()
    doubt = await _doubt(resources, subject, body)
    situation = await _situation(resources, doubt)
    session, trainee = situation.session, situation.trainee
    accepted = body.decision == "accept"
    completes = accepted and completes_session(_ACCEPTED_BY_A_PERSON, doubt.phase, session, trainee)
    hours = session.class_hours - trainee.session_hours if completes else 0
    review_store.add_review(
        unit,
        trainee_id=doubt.trainee_id,
        attempt_id=doubt.attempt_id,
        accepted=accepted,
        reason=body.reason,
        reviewed_by=subject.subject_id,
        reviewed_at=now,
    )
    if accepted:
        credit(unit, situation, phase=doubt.phase, attempt_id=doubt.attempt_id, hours=hours, now=now)
    if hours == 0:
        # Without new hours nothing else tells that a doubt has ended, which may decide about the subsidy.
        _announce(unit, doubt, body, now)
    audit.record(
        unit,
        subject=subject,
        action=Permission.REVIEW_DECIDE,
        object_id=doubt.attempt_id,
        at=now,
        detail={"decision": body.decision},
    )
    standing = trainee.counter.of(session.total_hours).plus(hours)
    return ReviewAnswer(
        attempt_id=doubt.attempt_id,
        decision=body.decision,
        credited_hours=hours,
        attendance=StandingBody.of(standing),
    )


async def _doubt(resources: Resources, subject: Subject, body: ReviewRequest) -> Doubt:
    found = await review_store.doubt(
        resources.database,
        authority_code=_authority(subject),
        trainee_id=body.trainee_id,
        attempt_id=body.attempt_id,
    )
    if found is None:
        raise not_found(Words("没有这一待复核记录，或已有结论。", "No such open review, or it has been decided."))
    return found


def _announce(unit: UnitOfWork, doubt: Doubt, body: ReviewRequest, now: datetime) -> None:
    announce(
        unit,
        type_="review.decided",
        trainee_id=doubt.trainee_id,
        payload={"class_id": str(doubt.class_id), "attempt_id": str(doubt.attempt_id), "decision": body.decision},
        occurred_at=now,
    )


async def _situation(resources: Resources, doubt: Doubt) -> Situation:
    found = await store.situation(
        resources.database,
        session_id=doubt.session_id,
        attempt_id=doubt.attempt_id,
        trainee_id=doubt.trainee_id,
        document_hash=None,
        device_id=None,
        terminal_id=None,
        failures_since=resources.clock.now(),
        face=None,
        has_fix=False,
        recent=0,
    )
    if found is None:
        raise not_found()
    return found


def _authority(subject: Subject) -> str:
    if subject.authority_code is None:
        raise Problem(ProblemKind.NOT_PERMITTED)
    return subject.authority_code
