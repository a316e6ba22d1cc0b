"""Use cases of the review queue: a doubt ends by a reviewer on the authority's side."""

from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.schemas.standing import StandingBody
from checkin_service.checkin.model.attempts import Situation
from checkin_service.checkin.rules import completes_session
from checkin_service.checkin.schemas.attempts import CheckInAnswer, ReviewAnswer, ReviewItem, ReviewPage, ReviewRequest
from checkin_service.checkin.service.attempts import situation_of
from checkin_service.checkin.service.keeping import credit_phase
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Finding, Outcome, Verdict
from checkin_service.kit.words import Words
from checkin_service.review.store import doubts as queue_store
from checkin_service.review.store.doubts import Doubt

_ACCEPTED_BY_A_PERSON = Verdict.of([Finding(check="review", outcome=Outcome.PASS, reason="reviewed")])


async def open_doubts(
    resources: Resources, subject: Subject, *, class_id: UUID | None, page: PageRequest
) -> ReviewPage:
    """Unresolved doubts of the classes that the reviewer's authority supervises."""
    doubts = await queue_store.doubts_supervised_by(
        resources.database,
        authority_code=authority_of(subject),
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


@once_per("request_id")
async def decide(unit: UnitOfWork, resources: Resources, subject: Subject, body: ReviewRequest) -> ReviewAnswer:
    """Accept or reject a doubtful attempt, once and with a reason; acceptance credits like any accepted attempt."""
    return await _decide(resources, subject, body, unit)


async def _decide(resources: Resources, subject: Subject, body: ReviewRequest, unit: UnitOfWork) -> ReviewAnswer:
    now = resources.clock.now()
    doubt = await _doubt(resources, subject, body)
    situation = await situation_of(
        resources, trainee_id=doubt.trainee_id, session_id=doubt.session_id, attempt_id=doubt.attempt_id
    )
    session, trainee = situation.session, situation.trainee
    accepted = body.decision == "accept"
    completes = accepted and completes_session(_ACCEPTED_BY_A_PERSON, doubt.phase, session, trainee)
    missed = _missed_hours(doubt) if accepted else 0
    left = session.class_hours - max(missed, trainee.missed_hours) - trainee.session_hours
    hours = max(0, left) if completes else 0
    queue_store.add_review(
        unit,
        trainee_id=doubt.trainee_id,
        attempt_id=doubt.attempt_id,
        accepted=accepted,
        reason=body.reason,
        reviewed_by=subject.subject_id,
        reviewed_at=now,
    )
    if accepted:
        _credit(unit, situation, doubt, hours=hours, missed=missed, now=now)
    # Without new hours nothing else tells that a doubt has ended, which may decide about the subsidy.
    _announce(unit, "review.credited" if hours else "review.decided", doubt, body, now)
    audit.record(unit, subject, Permission.REVIEW_DECIDE, doubt.attempt_id, at=now, detail={"decision": body.decision})
    standing = trainee.counter.plus(hours, CreditMode.LOCATED).of(session.total_hours)
    return ReviewAnswer(
        attempt_id=doubt.attempt_id,
        decision=body.decision,
        credited_hours=hours,
        attendance=StandingBody.of(standing),
    )


def _missed_hours(doubt: Doubt) -> int:
    """Class hours that a late arrival costs, whoever accepts it."""
    findings = CheckInAnswer.model_validate_json(doubt.answer).findings
    return next((int(each.measured) for each in findings if each.reason == "late"), 0)


def _credit(unit: UnitOfWork, situation: Situation, doubt: Doubt, *, hours: int, missed: int, now: datetime) -> None:
    """What the evidence could not show, a person's word does not make it show: the hours are of class F."""
    credit_phase(
        unit,
        situation,
        phase=doubt.phase,
        attempt_id=doubt.attempt_id,
        hours=hours,
        now=now,
        missed_hours=missed,
        evidence_class=EvidenceClass.F,
    )


async def _doubt(resources: Resources, subject: Subject, body: ReviewRequest) -> Doubt:
    found = await queue_store.doubt(
        resources.database,
        authority_code=authority_of(subject),
        trainee_id=body.trainee_id,
        attempt_id=body.attempt_id,
    )
    if found is None:
        raise not_found(Words("没有这一待复核记录，或已有结论。", "No such open review, or it has been decided."))
    return found


def _announce(unit: UnitOfWork, news: str, doubt: Doubt, body: ReviewRequest, now: datetime) -> None:
    announce(
        unit,
        news,
        doubt.trainee_id,
        {"class_id": str(doubt.class_id), "attempt_id": str(doubt.attempt_id), "decision": body.decision},
        occurred_at=now,
    )
