"""Corrections of a person's name or document: asked for with evidence, decided by a second person, kept in history."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json

from checkin_service.access.model import Subject
from checkin_service.identity.model import Correction, DocumentKind, IdentityDocument, Written
from checkin_service.identity.rules import corrections as rules
from checkin_service.identity.rules.names import name_key
from checkin_service.identity.schemas import CorrectionDecision, NewCorrection
from checkin_service.identity.service.persons import (
    DOCUMENT,
    NAME,
    PersonRefused,
    document_hash,
    keys_of,
    person_by_document,
    vet,
    written,
)
from checkin_service.identity.store import corrections as store
from checkin_service.identity.store import finding
from checkin_service.identity.store.corrections import AskedCorrection, NamedDocument, SealedCorrection
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.proposals.service import require_second_person

_CORRECTION = Purpose(Realm.IDENTITY, "correction")


async def ask_for_correction(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewCorrection) -> UUID:
    """Add what is asked for to the write; whose correction it is."""
    now = resources.clock.now()
    trainee_id = await person_by_document(resources, body.document.kind, body.document.number)
    if trainee_id is None:
        raise not_found(rules.NOBODY)
    before = await _written(resources, trainee_id)
    after = _asked(before, body, now)
    had = await store.corrections_of(resources.database, [trainee_id])
    refusal = rules.obstacle_to_asking(before, after, is_waiting=any(each.approved is None for each in had))
    if refusal is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, refusal)
    hashes = [document_hash(resources, each.kind, each.number) for each in (before, after)]
    if hashes[0] != hashes[1] and await person_by_document(resources, after.kind, after.number) is not None:
        raise unfit(rules.NUMBER_TAKEN)
    content = to_json([_plain(before), _plain(after)])
    asked = AskedCorrection(
        trainee_id=trainee_id,
        correction_id=body.correction_id,
        ordinal=len(had) + 1,
        class_id=body.class_id,
        sealed=await asyncio.to_thread(resources.sealer.seal, trainee_id, _CORRECTION, content),
        evidence=body.evidence,
        reason=body.reason,
        asked_by=subject.subject_id,
        asked_at=now,
    )
    store.add_correction(unit, asked)
    if hashes[0] != hashes[1]:
        store.add_named_documents(unit, [NamedDocument(each, body.correction_id, trainee_id) for each in hashes])
    return trainee_id


async def decide_correction(
    unit: UnitOfWork, resources: Resources, subject: Subject, correction_id: UUID, body: CorrectionDecision
) -> Correction:
    """Add the word of a second person to the write; what is approved is registered, what was stays in the history."""
    found = await corrections_of(resources, [body.trainee_id])
    correction = existing(next((each for each in found if each.correction_id == correction_id), None))
    await require_second_person(
        resources, subject, proposed_by=correction.asked_by, is_ruled=correction.approved is not None
    )
    if body.approved and body.document_number is None:
        raise unfit(rules.NO_DOCUMENT_NUMBER)
    now = resources.clock.now()
    store.add_decision(
        unit,
        trainee_id=correction.trainee_id,
        correction_id=correction_id,
        approved=body.approved,
        document_number=body.document_number,
        reason=body.reason,
        asked_by=correction.asked_by,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    if body.approved:
        await resources.sealer.ready(Realm.IDENTITY, correction.trainee_id, make=True)
        _rewrite(unit, resources, correction, now)
    return correction


async def corrections_of(resources: Resources, trainee_ids: Collection[UUID]) -> list[Correction]:
    """The corrections of these people in order, opened; those of erased people are left out."""
    sealed = await store.corrections_of(resources.database, trainee_ids)

    def opened() -> list[Correction]:
        found = []
        for each in sealed:
            with suppress(SealBroken):
                found.append(_opened(resources, each))
        return found

    return await asyncio.to_thread(opened)


async def spellings(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The keys of the names that corrections know these people by, asked for or replaced; refused ones are none."""
    found: dict[UUID, set[str]] = {}
    for each in await corrections_of(resources, trainee_ids):
        if each.approved is not False:
            found.setdefault(each.trainee_id, set()).update(name_key(one.name) for one in (each.before, each.after))
    return {trainee_id: frozenset(keys) for trainee_id, keys in found.items()}


async def document_hashes(resources: Resources, trainee_ids: Collection[UUID]) -> dict[UUID, frozenset[bytes]]:
    """The look-up keys of these people's documents, replaced ones too; who has been erased is left out."""
    replaced: dict[UUID, list[Written]] = {}
    for each in await corrections_of(resources, trainee_ids):
        if each.approved:
            replaced.setdefault(each.trainee_id, []).append(each.before)
    return {
        key: frozenset(document_hash(resources, each.kind, each.number) for each in (now, *replaced.get(key, ())))
        for key, now in (await written(resources, trainee_ids)).items()
    }


async def holders_by_history(
    resources: Resources, asked: Iterable[IdentityDocument]
) -> Mapping[tuple[DocumentKind, str], UUID]:
    """Whom corrections know by these documents: asked for and not refused, or replaced.

    Such a number may rightly be another person's: callers compare the name before they believe it.
    """
    by_hash = {document_hash(resources, each.kind, each.number): (each.kind, each.number) for each in asked}
    named = await store.named_documents(resources.database, by_hash)
    if not named:
        return {}
    had = await store.corrections_of(resources.database, {each.trainee_id for each in named})
    standing = {each.correction_id for each in had if each.approved is not False}
    return {by_hash[each.document_hash]: each.trainee_id for each in named if each.correction_id in standing}


def _asked(before: Written, body: NewCorrection, now: datetime) -> Written:
    document = body.right_document
    try:
        name, checked = vet(
            name=body.right_name or before.name,
            kind=document.kind if document else before.kind,
            number=document.number if document else before.number,
            at=now,
        )
    except PersonRefused as refused:
        raise unfit(refused.reason) from None
    return Written(name=name, kind=checked.kind, number=checked.number)


def _rewrite(unit: UnitOfWork, resources: Resources, correction: Correction, now: datetime) -> None:
    before, after, seal = correction.before, correction.after, resources.sealer.seal
    _, document = vet(name=after.name, kind=after.kind, number=after.number, at=now)
    store.rewrite_person(
        unit,
        of_trainee=correction.trainee_id,
        new_name=seal(correction.trainee_id, NAME, after.name.encode()),
        new_kind=document.kind,
        new_document=seal(correction.trainee_id, DOCUMENT, document.number.encode()),
        new_birth=document.born_on,
    )
    keys = [keys_of(resources, each.name, each.number) for each in (before, after)]
    finding.move_keys(unit, correction.trainee_id, before=keys[0], after=keys[1])
    hashes = [document_hash(resources, each.kind, each.number) for each in (before, after)]
    if hashes[0] != hashes[1]:
        store.move_document(unit, correction.trainee_id, before=hashes[0], after=hashes[1])


async def _written(resources: Resources, trainee_id: UUID) -> Written:
    found = (await written(resources, [trainee_id])).get(trainee_id)
    if found is None:
        raise not_found(rules.NOBODY)
    return found


def _plain(written: Written) -> list[str]:
    return [written.name, written.kind, written.number]


def _opened(resources: Resources, sealed: SealedCorrection) -> Correction:
    content: Any = from_json(resources.sealer.open(sealed.trainee_id, _CORRECTION, sealed.sealed))
    before, after = (Written(name=name, kind=DocumentKind(kind), number=number) for name, kind, number in content)
    return Correction(
        trainee_id=sealed.trainee_id,
        correction_id=sealed.correction_id,
        ordinal=sealed.ordinal,
        class_id=sealed.class_id,
        before=before,
        after=after,
        asked_by=sealed.asked_by,
        approved=sealed.approved,
    )
