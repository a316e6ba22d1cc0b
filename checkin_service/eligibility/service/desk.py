"""Use cases of the decision desk: open doubts listed, decided with reason and document, confirmed by another."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access import service as access
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.eligibility import rules
from checkin_service.eligibility.model.doubts import EXITS, ExitKind, OpenCase, Proposed
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.schemas.doubts import (
    DoubtBody,
    DoubtConfirmation,
    DoubtDecision,
    DoubtDecisionBody,
    DoubtPage,
    HeldBackBody,
    MissingCondition,
    Sentence,
    WayOut,
)
from checkin_service.eligibility.service.reading import scope_of
from checkin_service.eligibility.store import appeals as appeals_store
from checkin_service.eligibility.store import desk as store
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.words.doubts import HOW, HOW_HELD_BACK, missing_conditions
from checkin_service.eligibility.words.sentences import condition_name
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.proposals.service import require_independent
from checkin_service.timetable import service as timetable
from checkin_service.voucher.rules import workdays

DECIDED = "eligibility.doubt_decided"
"""News that makes the determination anew."""

_NOT_OPEN = Words("该项不在待核实之列，或已有新的审核结果。", "This is not in doubt, or a later determination counts.")
_WAITS = Words("该项已有决定，待另一人确认。", "A decision on this waits for another person's word.")


async def open_doubts(resources: Resources, subject: Subject, *, class_id: UUID | None, page: PageRequest) -> DoubtPage:
    """Everything in doubt that the subject's authority would pay, oldest first; whoever looks is on record."""
    authority_code = authority_of(subject)
    cases = await store.open_cases(resources.database, authority_code, class_id, page)
    shown, next_cursor = page.shown(cases, lambda case: case.determination_id)
    people = await identity.people(resources, [case.trainee_id for case in shown])
    waiting = {
        (each.determination_id, each.criterion): each
        for each in await store.decisions_about(resources.database, [case.determination_id for case in shown])
        if each.is_waiting
    }
    now = resources.clock.now()
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.DOUBT_READ, authority_code, at=now, detail={"found": len(shown)})
    doubts = [
        _body(
            case, finding, people[case.trainee_id].name, waiting.get((case.determination_id, finding["criterion"])), now
        )
        for case in shown
        for finding in _open_findings(case.document)
    ]
    held_back = [] if page.after.int else await _held_back(resources, authority_code, class_id, now)
    return DoubtPage(doubts=doubts, held_back=held_back, next_cursor=next_cursor)


@once_per("decision_id", operation="doubt")
async def decide_doubt(
    unit: UnitOfWork, resources: Resources, subject: Subject, determination_id: UUID, body: DoubtDecision
) -> DoubtDecisionBody:
    """One in the person's favour waits for a second person; one against payment is in force at once."""
    found, finding = await _in_doubt(resources, subject, determination_id, body.criterion)
    before = await store.decisions_about(resources.database, [determination_id])
    same = [each for each in before if each.criterion == body.criterion]
    if any(each.is_waiting or not each.met or each.confirmed for each in same):
        raise Problem(ProblemKind.STATE_CONFLICT, _WAITS)
    refusal = rules.refusal_to_decide_doubt(
        finding["reason"], subject.subject_id, took_part=await _took_part(resources, found)
    )
    if refusal is not None:
        raise unfit(refusal)
    made = _made(found, finding, subject, body, resources.clock.now())
    store.add_decision(unit, made, ordinal=len(same) + 1, measured=finding["measured"])
    if not made.met:
        _announce(unit, made, made.decided_at)
    detail = {"criterion": made.criterion, "met": made.met}
    audit.record(unit, subject, Permission.DOUBT_DECIDE, made.decision_id, at=made.decided_at, detail=detail)
    return _decision_body(made)


@once_per("request_id", operation="confirmation")
async def confirm_decision(
    unit: UnitOfWork, resources: Resources, subject: Subject, decision_id: UUID, body: DoubtConfirmation
) -> DoubtDecisionBody:
    """Confirmed, the decision makes a new determination; refused, the doubt is as open as before."""
    decision = existing(await store.decision_of(resources.database, decision_id))
    found, _ = await _in_doubt(resources, subject, decision.determination_id, decision.criterion)
    if decision.confirmed is not None:
        raise Problem(ProblemKind.STATE_CONFLICT)
    refusal = rules.refusal_to_confirm(
        subject.subject_id,
        met=decision.met,
        decided_by=decision.decided_by,
        took_part=await _took_part(resources, found),
    )
    if refusal is not None:
        raise unfit(refusal)
    await require_independent(resources, subject, decision.decided_by)
    now = resources.clock.now()
    store.add_confirmation(
        unit,
        trainee_id=decision.trainee_id,
        decision_id=decision_id,
        confirmed=body.confirmed,
        reason=body.reason,
        confirmed_by=subject.subject_id,
        confirmed_at=now,
    )
    if body.confirmed:
        _announce(unit, decision, now)
    audit.record(unit, subject, Permission.DOUBT_CONFIRM, decision_id, at=now, detail={"confirmed": body.confirmed})
    return _decision_body(decision).model_copy(update={"confirmed": body.confirmed, "in_force": body.confirmed})


async def _in_doubt(
    resources: Resources, subject: Subject, determination_id: UUID, criterion: str
) -> tuple[StoredDetermination, dict[str, Any]]:
    """The determination that counts and its open finding, for staff of the authority that pays."""
    found = existing(await determinations.by_id(resources.database, determination_id, scope_of(subject)))
    if json.loads(found.document)["authorities"]["paying"] != authority_of(subject):
        raise Problem(ProblemKind.NOT_PERMITTED)
    place = found.trainee_id, found.class_id
    latest = (await determinations.latest(resources.database, [place]))[place]
    open_ones = {each["criterion"]: each for each in _open_findings(found.document)}
    if latest.determination_id != determination_id or criterion not in open_ones:
        raise unfit(_NOT_OPEN)
    return found, open_ones[criterion]


async def _took_part(resources: Resources, found: StoredDetermination) -> set[UUID]:
    """Who issued the vouchers of the class, or has reviewed, assessed or decided about this person in it."""
    paying = json.loads(found.document)["authorities"]["paying"]
    tenant = f"authority:{paying}"
    issued = await access.who_did(resources, Permission.VOUCHER_ISSUE, found.class_id, tenant=tenant)
    return issued | await appeals_store.took_part(resources.database, found.trainee_id, found.class_id)


def _open_findings(document: bytes) -> Iterator[dict[str, Any]]:
    findings: Sequence[dict[str, Any]] = json.loads(document)["criteria"]
    return (each for each in findings if each["outcome"] == "doubt")


def _made(
    found: StoredDetermination, finding: dict[str, Any], subject: Subject, body: DoubtDecision, now: datetime
) -> Proposed:
    return Proposed(
        decision_id=body.decision_id,
        trainee_id=found.trainee_id,
        class_id=found.class_id,
        determination_id=found.determination_id,
        criterion=body.criterion,
        doubt=finding["reason"],
        met=body.met,
        reason=body.reason,
        document=body.document,
        decided_by=subject.subject_id,
        decided_at=now,
        confirmed=None,
    )


def _announce(unit: UnitOfWork, made: Proposed, at: datetime) -> None:
    payload = {"class_id": str(made.class_id), "decision_id": str(made.decision_id), "met": made.met}
    announce(unit, DECIDED, made.trainee_id, payload, occurred_at=at)


async def _held_back(
    resources: Resources, authority_code: str, class_id: UUID | None, now: datetime
) -> list[HeldBackBody]:
    held = await timetable.people_held_back(resources, authority_code, class_id=class_id)
    people = await identity.people(resources, [each.trainee_id for each in held])
    return [
        HeldBackBody(
            trainee_id=each.trainee_id,
            trainee_name=people[each.trainee_id].name,
            class_id=each.class_id,
            class_name=each.class_name,
            **_deadline(authority_code, each.since, now),
            way_out=WayOut(kind=ExitKind.EXAMINATION, how=_sentence(HOW_HELD_BACK)),
            missing=[_missing(condition) for condition in each.conditions],
        )
        for each in held
    ]


def _deadline(authority_code: str, since: datetime, now: datetime) -> dict[str, Any]:
    view = policy_at(authority_code, since, known_at=now)
    days = view.value("eligibility.doubt_decided_within_days").integer
    decide_by = workdays(view).next_working(day_of(since) + timedelta(days=days))
    return {
        "since": since,
        "age_days": (day_of(now) - day_of(since)).days,
        "decide_by": decide_by,
        "is_late": day_of(now) > decide_by,
    }


def _missing(condition: str) -> MissingCondition:
    return MissingCondition(condition=condition, name=_sentence(condition_name(condition)))


def _body(case: OpenCase, finding: dict[str, Any], name: str, waiting: Proposed | None, now: datetime) -> DoubtBody:
    document = json.loads(case.document)
    ways = [WayOut(kind=kind, how=_sentence(HOW[kind])) for kind in EXITS[finding["reason"]]]
    return DoubtBody(
        determination_id=case.determination_id,
        trainee_id=case.trainee_id,
        trainee_name=name,
        class_id=case.class_id,
        criterion=finding["criterion"],
        reason=finding["reason"],
        measured=finding["measured"],
        sentence=finding["sentence"],
        **_deadline(document["authorities"]["paying"], case.since, now),
        way_out=ways[0],
        other_ways=ways[1:],
        missing=[_missing(each) for each in missing_conditions(document, finding)],
        waiting=None if waiting is None else _decision_body(waiting),
    )


def _sentence(words: Words) -> Sentence:
    return Sentence(zh=words.zh, en=words.en)


def _decision_body(made: Proposed) -> DoubtDecisionBody:
    return DoubtDecisionBody(
        **{name: getattr(made, name) for name in DoubtDecisionBody.model_fields if name != "in_force"},
        in_force=not made.met or made.confirmed is True,
    )
