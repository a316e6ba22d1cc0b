"""Proposing a value of policy, and ruling on a proposal: two people of one authority."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.policy.clauses import law
from checkin_service.policy.keys import KEYS
from checkin_service.policy_decisions import rules, store
from checkin_service.policy_decisions.model import DecisionState, PolicyDecision, Ruling, value_given
from checkin_service.policy_decisions.rules import Refusal
from checkin_service.policy_decisions.schemas import DecisionAnswer, NewDecision, NewRepeal
from checkin_service.policy_decisions.service.currency import refresh
from checkin_service.policy_decisions.service.reading import decision_for
from checkin_service.proposals.schemas import NewRuling
from checkin_service.proposals.service import require_second_person

_TRIES = 4


@once_per("decision_id")
async def propose(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewDecision) -> DecisionAnswer:
    """An officer enters what the authority has decided; it changes nothing until somebody else approves it."""
    now = resources.clock.now()
    new = PolicyDecision(
        **body.model_dump(exclude={"value"}),
        authority_code=existing(subject.authority_code),
        value=_value(body),
        proposed_by=subject.subject_id,
        proposed_at=now,
    )
    _require(rules.refusal_to_decide(book(), new, today=day_of(now)))
    store.add_proposal(unit, new)
    detail = {"key": new.key, "document": new.document_number}
    audit.record(unit, subject, Permission.POLICY_PROPOSE, new.decision_id, at=now, detail=detail)
    return DecisionAnswer.of(new)


@once_per("repeal_id", operation="repeal")
async def propose_repeal(
    unit: UnitOfWork, resources: Resources, subject: Subject, decision_id: UUID, body: NewRepeal
) -> DecisionAnswer:
    """An officer enters the document that ends an earlier decision; it changes nothing until somebody approves it."""
    now = resources.clock.now()
    new = replace(
        await decision_for(resources, subject, decision_id),
        **body.model_dump(exclude={"repeal_id", "repealed_from"}),
        decision_id=body.repeal_id,
        repeals=decision_id,
        effective_from=body.repealed_from,
        effective_to=None,
        proposed_by=subject.subject_id,
        proposed_at=now,
        ruling=None,
    )
    _require(await _refusal(resources, subject, new, today=day_of(now)))
    store.add_proposal(unit, new)
    detail = {"key": new.key, "document": new.document_number, "repeals": str(decision_id)}
    audit.record(unit, subject, Permission.POLICY_PROPOSE, new.decision_id, at=now, detail=detail)
    return DecisionAnswer.of(new)


async def rule(resources: Resources, subject: Subject, decision_id: UUID, body: NewRuling) -> Kept[DecisionAnswer]:
    """Approve or refuse, once, by another person; what is approved holds on this node when the answer goes out."""
    answer = await _ruled_and_numbered(resources, subject, decision_id, body)
    await refresh(resources)
    return answer


async def _ruled_and_numbered(
    resources: Resources, subject: Subject, decision_id: UUID, body: NewRuling
) -> Kept[DecisionAnswer]:
    """Rulings are numbered without gaps; whoever finds the number taken by another authority's takes the next."""
    for _ in range(_TRIES):
        try:
            return await _ruled(resources, subject, decision_id, body)
        except Problem as problem:
            found = await decision_for(resources, subject, decision_id)
            if problem.kind is not ProblemKind.STATE_CONFLICT or found.ruling is not None:
                raise
    raise Problem(ProblemKind.BUSY, retry_after_s=1)


@once_per("request_id", operation="ruling")
async def _ruled(
    unit: UnitOfWork, resources: Resources, subject: Subject, decision_id: UUID, body: NewRuling
) -> DecisionAnswer:
    now = resources.clock.now()
    found = await decision_for(resources, subject, decision_id)
    by = subject.subject_id
    await require_second_person(
        resources,
        subject,
        proposed_by=found.proposed_by,
        is_ruled=found.ruling is not None,
        approved=body.approved,
        reason=body.reason,
    )
    if body.approved:
        # The law may have changed since it was proposed, and so may what else was decided.
        _require(await _refusal(resources, subject, found, today=day_of(now)))
    ruling = Ruling(approved=body.approved, reason=body.reason, ruled_by=by, ruled_at=now)
    store.add_ruling(unit, found, ruling, ordinal=await store.version(resources.database) + 1)
    detail = {"key": found.key, "approved": body.approved, "document": found.document_number}
    audit.record(unit, subject, Permission.POLICY_RULE, decision_id, at=now, detail=detail)
    return DecisionAnswer.of(replace(found, ruling=ruling))


async def _refusal(resources: Resources, subject: Subject, wanted: PolicyDecision, *, today: date) -> Refusal | None:
    if wanted.repeals is None:
        return rules.refusal_to_decide(book(), wanted, today=today)
    target = await decision_for(resources, subject, wanted.repeals)
    others = [
        each
        for each in await store.repeals_of(resources.database, wanted.repeals)
        if each.decision_id != wanted.decision_id and each.state is not DecisionState.REFUSED
    ]
    return rules.refusal_to_repeal(target, wanted, today=today, is_under_way=bool(others))


def _value(body: NewDecision) -> Any:
    value = value_given(body.key, body.value) if body.key in KEYS else body.value
    _require(rules.refusal_of_value(body.key, value))
    return value


def _require(refusal: Refusal | None) -> None:
    if refusal is not None:
        if refusal.clause:
            raise by_law(refusal.words, law(refusal.clause), reason=refusal.reason)
        raise unfit(refusal.words, reason=refusal.reason)
