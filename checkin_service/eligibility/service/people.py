"""Facts about people from an authority's data matching, and people's own declarations."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
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
from checkin_service.identity.rules import documents
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import Event, announce
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.keys.people import CONDITIONS
from checkin_service.voucher.service import persons
from checkin_service.voucher.service.persons import NewFact, Provenance

CHANGED = "person.facts_changed"
"""News for each completed class of the person: the determination is made again."""

_NAMESPACE = UUID("5b3f0b4e-52a1-5a55-9d52-6f0f6f2a7c11")
_BAD_NUMBERS = Words(
    "有{count}行的证件号码不正确，未保存任何内容。", "{count} row(s) have a wrong document number; nothing was kept."
)
_NO_CONDITION = Words("没有这一条件。", "There is no such condition.")


@once_per("batch_id")
async def record_facts(unit: UnitOfWork, resources: Resources, subject: Subject, batch: FactBatch) -> FactBatchAnswer:
    """Each row is answered; what concerns a person unknown to this authority is answered as unknown."""
    people = await _people(resources, subject, batch.facts)
    facts = [_fact(row, subject, batch.source, trainee_id) for row, trainee_id in zip(batch.facts, people, strict=True)]
    known = await persons.known_facts(resources.database, [fact for fact in facts if fact is not None])
    answers, new, changed = _sorted_out(batch, facts, known)
    persons.add_facts(unit, new, _provenance(resources, subject, batch))
    for row, fact in zip(batch.facts, facts, strict=True):
        if row.withdraw and fact is not None and fact.fact_id in known:
            at = resources.clock.now()
            persons.withdraw_fact(
                unit, trainee_id=fact.trainee_id, fact_id=fact.fact_id, withdrawn_by=subject.name, withdrawn_at=at
            )
    count = await announce_changes(resources, unit, changed)
    _audit(resources, unit, subject, batch, recorded=len(new))
    return FactBatchAnswer(batch_id=batch.batch_id, rows=answers, determined_again=count)


@once_per("request_id")
async def declare(unit: UnitOfWork, resources: Resources, subject: Subject, body: Declaration) -> DeclarationAnswer:
    """Recorded as the person's own word; whether it counts is the jurisdiction's matter (`person.declaration`)."""
    if body.condition not in CONDITIONS:
        raise unfit(_NO_CONDITION)
    now, trainee_id = resources.clock.now(), subject.subject_id
    ordinal = await persons.last_declared(resources.database, trainee_id, body.condition) + 1
    persons.add_declaration(
        unit, trainee_id=trainee_id, condition=body.condition, ordinal=ordinal, given=body.given, at=now
    )
    await announce_changes(resources, unit, {trainee_id})
    audit.record(
        unit,
        subject,
        Permission.DECLARATION_MAKE,
        body.request_id,
        at=now,
        detail={"condition": body.condition, "given": body.given},
    )
    return DeclarationAnswer(condition=body.condition, given=body.given, at=now)


async def _people(resources: Resources, subject: Subject, rows: list[FactRow]) -> list[UUID | None]:
    """Whom each row speaks of, among the people in this authority's classes or with its vouchers."""
    authority_code = existing(subject.authority_code)
    asked = _documents(rows, today=day_of(resources.clock.now()))
    by_document = await identity.persons_by_documents(resources, asked)
    ours = await concerned.people_of(resources.database, authority_code, set(by_document.values()))
    people = (by_document.get((each.kind, each.number)) for each in asked)
    return [trainee_id if trainee_id in ours else None for trainee_id in people]


def _documents(rows: list[FactRow], *, today: date) -> list[IdentityDocument]:
    """The documents of the rows; what cannot be a number of its kind is wrong, never unknown."""
    found, bad = list[IdentityDocument](), list[dict[str, object]]()
    for number, row in enumerate(rows, start=1):
        try:
            found.append(documents.checked(row.document.kind, row.document.number, today=today))
        except documents.DocumentRefused as refused:
            bad.append({"row": number, "code": "document_wrong", "reason": refused.reason._asdict()})
    if bad:
        raise unfit(_BAD_NUMBERS.filled(count=len(bad)), rows=bad)
    return found


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


async def announce_changes(resources: Resources, unit: UnitOfWork, changed: set[UUID]) -> int:
    """News for each completed class of these people; how many there are."""
    places = await concerned.completed_classes(resources.database, changed)
    determine_again(resources, unit, places)
    return len(places)


def determine_again(resources: Resources, unit: UnitOfWork, places: Iterable[tuple[UUID, UUID]]) -> None:
    """News for these people in completed classes: what is determined of them is determined once more."""
    now = resources.clock.now()
    for trainee_id, class_id in places:
        announce(unit, CHANGED, trainee_id, {"class_id": str(class_id)}, occurred_at=now)


async def follow_corrections(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
    """A corrected number may be one that another region has reported a benefit of: completed classes are redone."""
    await announce_changes(resources, unit, {each.trainee_id for each in events})


def _audit(resources: Resources, unit: UnitOfWork, subject: Subject, batch: FactBatch, *, recorded: int) -> None:
    audit.record(
        unit,
        subject,
        Permission.PERSON_FACT_IMPORT,
        batch.batch_id,
        at=resources.clock.now(),
        detail={"source": batch.source, "rows": len(batch.facts), "recorded": recorded},
    )
