"""Facts about people from an authority's data matching, and people's own declarations."""

import json
from uuid import UUID, uuid5

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.people import (
    Declaration,
    DeclarationAnswer,
    FactAnswer,
    FactBatch,
    FactBatchAnswer,
    FactRow,
)
from checkin_service.eligibility.store import concerned
from checkin_service.identity import service as identity
from checkin_service.identity.model import IdentityDocument
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.keys.people import CONDITIONS
from checkin_service.voucher import persons
from checkin_service.voucher.persons import NewFact, Provenance

CHANGED = "person.facts_changed"
"""News for each completed class of the person: the determination is made again."""

_NAMESPACE = UUID("5b3f0b4e-52a1-5a55-9d52-6f0f6f2a7c11")
_NO_CONDITION = Words("没有这一条件。", "There is no such condition.")


async def record_facts(resources: Resources, subject: Subject, batch: FactBatch) -> bytes:
    """Each row is answered; what concerns a person unknown to this authority is answered as unknown."""

    async def act(unit: UnitOfWork) -> FactBatchAnswer:
        people = await _people(resources, subject, batch.facts)
        facts = [
            _fact(row, subject, batch.source, trainee_id) for row, trainee_id in zip(batch.facts, people, strict=True)
        ]
        known = await persons.known_facts(resources.database, [fact for fact in facts if fact is not None])
        answers, new, changed = _sorted_out(batch, facts, known)
        persons.add_facts(unit, new, _provenance(resources, subject, batch))
        for row, fact in zip(batch.facts, facts, strict=True):
            if row.withdraw and fact is not None and fact.fact_id in known:
                at = resources.clock.now()
                persons.withdraw_fact(unit, trainee_id=fact.trainee_id, fact_id=fact.fact_id, by=subject.name, at=at)
        count = await _announce(resources, unit, changed)
        _audit(resources, unit, subject, batch, recorded=len(new))
        return FactBatchAnswer(batch_id=batch.batch_id, rows=answers, determined_again=count)

    return await once(resources.database, caller=subject.tenant, request_id=batch.batch_id, body=batch, act=act)


async def declare(resources: Resources, subject: Subject, body: Declaration) -> bytes:
    """Recorded as the person's own word; whether it counts is the jurisdiction's matter (`person.declaration`)."""
    if body.condition not in CONDITIONS:
        raise Problem(ProblemKind.RULE_REFUSED, _NO_CONDITION)

    async def act(unit: UnitOfWork) -> DeclarationAnswer:
        now, trainee_id = resources.clock.now(), subject.subject_id
        ordinal = await persons.last_declared(resources.database, trainee_id, body.condition) + 1
        persons.add_declaration(
            unit, trainee_id=trainee_id, condition=body.condition, ordinal=ordinal, given=body.given, at=now
        )
        await _announce(resources, unit, {trainee_id})
        audit.record(
            unit,
            subject=subject,
            action=Permission.DECLARATION_MAKE,
            object_id=body.request_id,
            at=now,
            detail={"condition": body.condition, "given": body.given},
        )
        return DeclarationAnswer(condition=body.condition, given=body.given, at=now)

    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=body, act=act)


async def _people(resources: Resources, subject: Subject, rows: list[FactRow]) -> list[UUID | None]:
    """Whom each row speaks of, among the people in this authority's classes or with its vouchers."""
    if subject.authority_code is None:
        raise not_found()
    asked = [IdentityDocument(kind=row.document.kind, number=row.document.number, born_on=None) for row in rows]
    by_document = await identity.persons_by_documents(resources, asked)
    ours = await concerned.people_of(resources.database, subject.authority_code, set(by_document.values()))
    people = (by_document.get((each.kind, each.number)) for each in asked)
    return [trainee_id if trainee_id in ours else None for trainee_id in people]


def _fact(row: FactRow, subject: Subject, source: str, trainee_id: UUID | None) -> NewFact | None:
    """The same statement by the same source of the same authority has the same id, whichever batch brings it."""
    if trainee_id is None:
        return None
    said = [row.kind, row.holds, str(row.since), str(row.until), row.place, source, subject.authority_code]
    return NewFact(
        trainee_id=trainee_id,
        fact_id=uuid5(_NAMESPACE, json.dumps([str(trainee_id), *said])),
        kind=row.kind,
        holds=row.holds,
        since=row.since,
        until=row.until,
        place=row.place,
    )


def _sorted_out(
    batch: FactBatch, facts: list[NewFact | None], known: set[UUID]
) -> tuple[list[FactAnswer], list[NewFact], set[UUID]]:
    """An answer for each row, the statements that are new, and the people whose file changes."""
    answers, new, changed = [], dict[UUID, NewFact](), set[UUID]()
    for number, (row, fact) in enumerate(zip(batch.facts, facts, strict=True), start=1):
        if fact is None:
            answers.append(FactAnswer(row=number, status="unknown_person"))
        elif row.withdraw:
            answers.append(FactAnswer(row=number, status="withdrawn" if fact.fact_id in known else "known"))
            changed |= {fact.trainee_id} if fact.fact_id in known else set()
        elif fact.fact_id in known or fact.fact_id in new:
            answers.append(FactAnswer(row=number, status="known"))
        else:
            answers.append(FactAnswer(row=number, status="recorded"))
            new[fact.fact_id] = fact
            changed.add(fact.trainee_id)
    return answers, list(new.values()), changed


def _provenance(resources: Resources, subject: Subject, batch: FactBatch) -> Provenance:
    return Provenance(
        source=batch.source,
        authority_code=subject.authority_code or "",
        batch_id=batch.batch_id,
        recorded_by=subject.name,
        recorded_at=resources.clock.now(),
    )


async def _announce(resources: Resources, unit: UnitOfWork, changed: set[UUID]) -> int:
    now, places = resources.clock.now(), await concerned.completed_classes(resources.database, changed)
    for trainee_id, class_id in places:
        payload = {"class_id": str(class_id)}
        announce(unit, type_=CHANGED, trainee_id=trainee_id, payload=payload, occurred_at=now)
    return len(places)


def _audit(resources: Resources, unit: UnitOfWork, subject: Subject, batch: FactBatch, *, recorded: int) -> None:
    audit.record(
        unit,
        subject=subject,
        action=Permission.PERSON_FACT_IMPORT,
        object_id=batch.batch_id,
        at=resources.clock.now(),
        detail={"source": batch.source, "rows": len(batch.facts), "recorded": recorded},
    )
