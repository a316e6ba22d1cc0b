"""Second looks at reviewers' decisions (复核抽查): opening evidence, the nightly draw, and disputes with their end."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.schemas.attempts import CheckInAnswer
from checkin_service.draws import service as drawing
from checkin_service.draws.model import Draw, DrawPurpose
from checkin_service.identity import service as identity
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.review import rules
from checkin_service.review.model import DisputeRuling, Opening, SecondLook, SecondReview
from checkin_service.review.schemas.second_looks import (
    DisputeItem,
    DisputeList,
    DisputeRuled,
    NewDisputeRuling,
    NewOpening,
    ReviewOpened,
    Said,
)
from checkin_service.review.service import crediting
from checkin_service.review.store import doubts as queue_store
from checkin_service.review.store import second_looks as store
from checkin_service.review.store.doubts import Doubt

_log = structlog.get_logger(__name__)
_OF_REVIEWS = DrawPurpose.SECOND_LOOK


@once_per("request_id", operation="review-opening")
async def open_evidence(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewOpening) -> ReviewOpened:
    """The evidence of an attempt, and from when on a decision about it is none made in haste."""
    authority, now = authority_of(subject), resources.clock.now()
    found, anyway = [
        await ask(
            resources.database,
            authority_code=authority,
            trainee_id=body.trainee_id,
            attempt_id=body.attempt_id,
            reviewer=subject.subject_id,
        )
        for ask in (queue_store.doubt, queue_store.decided)
    ]
    if found is None:
        existing(anyway)
        raise Problem(ProblemKind.STATE_CONFLICT, _DECIDED)
    await _note_opening(unit, resources, subject, found)
    opened_at = found.opened_at or now
    return ReviewOpened(
        attempt=CheckInAnswer.model_validate_json(found.answer),
        opened_at=opened_at,
        decide_from=rules.decide_from(opened_at, policy_at(authority, now, known_at=now)),
    )


async def shown(resources: Resources, subject: Subject, attempts: Sequence[tuple[UUID, UUID]]) -> None:
    """A page has shown the evidence of these, each a person and an attempt, to who decides about it."""
    found = [
        await queue_store.doubt(
            resources.database,
            authority_code=authority_of(subject),
            trainee_id=trainee_id,
            attempt_id=attempt_id,
            reviewer=subject.subject_id,
        )
        for trainee_id, attempt_id in attempts
    ]
    if fresh := [each for each in found if each is not None and each.opened_at is None]:
        async with resources.database.write() as unit:
            for each in fresh:
                await _note_opening(unit, resources, subject, each)


async def _note_opening(unit: UnitOfWork, resources: Resources, subject: Subject, found: Doubt) -> None:
    """Once somebody looks at evidence, the hash of the next draw stands in the log: before they can decide."""
    authority = authority_of(subject)
    opening = Opening(
        trainee_id=found.trainee_id,
        attempt_id=found.attempt_id,
        opened_by=subject.subject_id,
        opened_at=resources.clock.now(),
    )
    store.add_opening(unit, opening)
    detail = {"trainee": str(found.trainee_id)}
    audit.record(unit, subject, Permission.REVIEW_READ, found.attempt_id, at=opening.opened_at, detail=detail)
    if not await drawing.unrevealed(resources, authority, _OF_REVIEWS):
        await _promise(unit, resources, authority)


async def _promise(unit: UnitOfWork, resources: Resources, authority: str) -> None:
    now = resources.clock.now()
    percent = policy_at(authority, now, known_at=now).value("review.second_percent").integer
    await drawing.promise(
        unit,
        resources,
        authority_code=authority,
        draw_id=new_id(),
        purpose=_OF_REVIEWS,
        terms={"percent": percent},
    )


async def draw_second_looks(resources: Resources) -> int:
    """Reveal by night what was promised, and promise the next; how many decisions are to be made again."""
    chosen = 0
    for each in await drawing.unrevealed_anywhere(resources, _OF_REVIEWS):
        try:
            chosen += await _draw(resources, each)
        except Stale:
            _log.info("second_looks.drawn_elsewhere", authority=each.authority_code)
    _log.info("second_looks.drawn", decisions=chosen)
    return chosen


async def _draw(resources: Resources, draw: Draw) -> int:
    now = resources.clock.now()
    decided = await store.decided_between(resources.database, draw.authority_code, since=draw.committed_at, until=now)
    if not decided:
        return 0
    async with resources.database.write() as unit:
        revealed = await drawing.reveal(unit, resources, draw, {each.attempt_id for each in decided})
        chosen = [each for each in decided if each.attempt_id in set(revealed.drawn or ())]
        for each in chosen:
            look = SecondLook(
                trainee_id=each.trainee_id,
                attempt_id=each.attempt_id,
                authority_code=draw.authority_code,
                draw_id=draw.draw_id,
                first_by=each.reviewed_by,
                assigned_at=now,
            )
            store.add_look(unit, look)
        await _promise(unit, resources, draw.authority_code)
    return len(chosen)


def look_again_at_once(unit: UnitOfWork, resources: Resources, subject: Subject, found: Doubt) -> None:
    """A decision made too fast is looked at by somebody else, whatever is drawn."""
    look = SecondLook(
        trainee_id=found.trainee_id,
        attempt_id=found.attempt_id,
        authority_code=authority_of(subject),
        draw_id=None,
        first_by=subject.subject_id,
        assigned_at=resources.clock.now(),
    )
    store.add_look(unit, look)


def add_second_review(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    found: Doubt,
    *,
    accepted: bool,
    reason: str,
    opened_s: int,
) -> None:
    """The second person's word; where it differs from the first, a third person has a case."""
    now = resources.clock.now()
    review = SecondReview(
        trainee_id=found.trainee_id,
        attempt_id=found.attempt_id,
        first_by=existing(found.first_by),
        accepted=accepted,
        reason=reason,
        opened_s=opened_s,
        reviewed_by=subject.subject_id,
        reviewed_at=now,
    )
    store.add_second_review(unit, review)
    detail = {"step": "second look", "decision": "accept" if accepted else "reject"}
    audit.record(unit, subject, Permission.REVIEW_DECIDE, found.attempt_id, at=now, detail=detail)


async def disputes(resources: Resources, subject: Subject) -> DisputeList:
    """What two reviewers of one's authority decided differently and nobody has ruled on, the longest waiting first."""
    found = await store.disputes(resources.database, authority_of(subject))
    people = await identity.people(resources, [each.trainee_id for each in found])
    items = [
        DisputeItem(
            trainee_id=each.trainee_id,
            trainee_name=people[each.trainee_id].name,
            attempt=CheckInAnswer.model_validate_json(each.answer),
            first=Said(accepted=each.first, reason=each.first_reason, at=each.first_at),
            second=Said(accepted=each.second, reason=each.second_reason, at=each.second_at),
            may_rule=subject.subject_id not in {each.first_by, each.second_by},
        )
        for each in found
    ]
    return DisputeList(disputes=items)


@once_per("request_id", operation="dispute-ruling")
async def rule(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewDisputeRuling) -> DisputeRuled:
    """By a third person, final: hours that were withheld are credited; hours that were given become a doubt."""
    authority, now = authority_of(subject), resources.clock.now()
    found = existing(
        await store.dispute(resources.database, authority, trainee_id=body.trainee_id, attempt_id=body.attempt_id)
    )
    view = policy_at(authority, now, known_at=now)
    refuse(rules.third_person_refusal(subject.subject_id, {found.first_by, found.second_by}, view), reason="review")
    accepted = body.decision == "accept"
    ruling = DisputeRuling(
        trainee_id=found.trainee_id,
        attempt_id=found.attempt_id,
        accepted=accepted,
        reason=body.reason,
        first_by=found.first_by,
        second_by=found.second_by,
        ruled_by=subject.subject_id,
        ruled_at=now,
    )
    store.add_ruling(unit, ruling)
    credited = 0
    if accepted and not found.first:
        credited = await _credit(unit, resources, subject, ruling)
    crediting.announce_review(unit, "review.decided", ruling, found.class_id, body.decision, now)
    audit.record(unit, subject, Permission.REVIEW_RULE, found.attempt_id, at=now, detail={"decision": body.decision})
    return DisputeRuled(attempt_id=found.attempt_id, decision=body.decision, credited_hours=credited)


async def _credit(unit: UnitOfWork, resources: Resources, subject: Subject, ruling: DisputeRuling) -> int:
    """The hours that the first decision withheld."""
    doubt = existing(
        await queue_store.decided(
            resources.database,
            authority_code=authority_of(subject),
            trainee_id=ruling.trainee_id,
            attempt_id=ruling.attempt_id,
            reviewer=subject.subject_id,
        )
    )
    return (await crediting.credit(unit, resources, doubt)).hours


def view_of(resources: Resources, subject: Subject) -> PolicyView:
    now = resources.clock.now()
    return policy_at(authority_of(subject), now, known_at=now)


_DECIDED = Words("该签到已有结论，不用再看。", "This check-in has been decided: there is nothing to look at any more.")
