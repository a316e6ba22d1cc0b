"""Use cases of the review queue: a doubt ends by a reviewer on the authority's side."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.schemas.standing import StandingBody
from checkin_service.checkin.schemas.attempts import CheckInAnswer, ReviewAnswer, ReviewItem, ReviewPage, ReviewRequest
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.review import rules
from checkin_service.review.service import crediting, second_looks
from checkin_service.review.service.crediting import Credited
from checkin_service.review.store import doubts as queue_store
from checkin_service.review.store.doubts import Doubt


async def open_doubts(
    resources: Resources, subject: Subject, *, class_id: UUID | None, page: PageRequest
) -> ReviewPage:
    """Unresolved doubts of the classes that the reviewer's authority supervises, second looks unmarked among them."""
    shown, next_cursor = page.shown(
        await _queue(resources, subject, class_id=class_id, page=page), lambda doubt: doubt.attempt_id
    )
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


async def _queue(resources: Resources, subject: Subject, *, class_id: UUID | None, page: PageRequest) -> list[Doubt]:
    return await queue_store.doubts_supervised_by(
        resources.database,
        authority_code=authority_of(subject),
        class_id=class_id,
        # Who only reads has nothing to look at again.
        reviewer=subject.subject_id if subject.may(Permission.REVIEW_DECIDE) else None,
        after=page.after,
        count=page.fetch,
    )


@once_per("request_id")
async def decide(unit: UnitOfWork, resources: Resources, subject: Subject, body: ReviewRequest) -> ReviewAnswer:
    """Accept or reject a doubtful attempt, once and with a reason; acceptance credits like any accepted attempt.

    Where somebody else has decided before, this is a second look: it moves nothing, and is not told that it is one.
    """
    return await _decide(resources, subject, body, unit)


async def _decide(resources: Resources, subject: Subject, body: ReviewRequest, unit: UnitOfWork) -> ReviewAnswer:
    now, view = resources.clock.now(), second_looks.view_of(resources, subject)
    doubt = await _doubt(resources, subject, body)
    refuse(rules.unopened_refusal(doubt.opened_at, view), reason="review")
    opened_at = existing(doubt.opened_at)
    refuse(rules.haste_refusal(opened_at, now, view), reason="review")
    opened_s, accepted = int((now - opened_at).total_seconds()), body.decision == "accept"
    if doubt.first_by is not None:
        second_looks.add_second_review(
            unit, resources, subject, doubt, accepted=accepted, reason=body.reason, opened_s=opened_s
        )
        return _answer(body, await crediting.uncredited(resources, doubt))
    is_hasty = now < rules.decide_from(opened_at, view)
    queue_store.add_review(
        unit,
        trainee_id=doubt.trainee_id,
        attempt_id=doubt.attempt_id,
        accepted=accepted,
        reason=body.reason,
        opened_s=opened_s,
        is_hasty=is_hasty,
        reviewed_by=subject.subject_id,
        reviewed_at=now,
    )
    if is_hasty:
        second_looks.look_again_at_once(unit, resources, subject, doubt)
    given = await (crediting.credit(unit, resources, doubt) if accepted else crediting.uncredited(resources, doubt))
    # Without new hours nothing else tells that a doubt has ended, which may decide about the subsidy.
    news = "review.credited" if given.hours else "review.decided"
    crediting.announce_review(unit, news, doubt, doubt.class_id, body.decision, now)
    audit.record(unit, subject, Permission.REVIEW_DECIDE, doubt.attempt_id, at=now, detail={"decision": body.decision})
    return _answer(body, given)


def _answer(body: ReviewRequest, given: Credited) -> ReviewAnswer:
    standing = given.situation.trainee.counter.plus(given.hours, CreditMode.LOCATED)
    return ReviewAnswer(
        attempt_id=body.attempt_id,
        decision=body.decision,
        credited_hours=given.hours,
        attendance=StandingBody.of(standing.of(given.situation.session.total_hours)),
    )


async def _doubt(resources: Resources, subject: Subject, body: ReviewRequest) -> Doubt:
    found = await queue_store.doubt(
        resources.database,
        authority_code=authority_of(subject),
        trainee_id=body.trainee_id,
        attempt_id=body.attempt_id,
        reviewer=subject.subject_id,
    )
    if found is None:
        raise not_found(Words("没有这一待复核记录，或已有结论。", "No such open review, or it has been decided."))
    return found
