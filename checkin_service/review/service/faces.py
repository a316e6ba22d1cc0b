"""The authority's desk: changes of reference, people whose face was stopped, one face under two names, kept photos."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from biometrics import Reference, same_faces
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.service.faces import EVIDENCE_PHOTO
from checkin_service.identity import service as identity
from checkin_service.identity.schemas import (
    FaceChangeAnswer,
    FaceChangeDecision,
    FaceChangeDecisionAnswer,
    NewFaceChange,
)
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import Kept, once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.kit.words import Words
from checkin_service.review.schemas.faces import (
    FaceChangeItem,
    FaceChangePage,
    FaceRelease,
    FaceReleaseAnswer,
    FaceSearchAnswer,
    FaceSearchRequest,
    SameFacePair,
)
from checkin_service.review.store import faces as face_store
from checkin_service.review.store.faces import FaceSearch
from checkin_service.timetable import service as timetable

_MOST_PEOPLE = 20_000
_MOST_PAIRS = 500
_TOO_MANY = Words("人数过多，不能一次核对。", "Too many people for one search.")


async def ask_for_change(resources: Resources, subject: Subject, body: NewFaceChange) -> Kept[FaceChangeAnswer]:
    """A trainee asks, in a class of theirs, for a new reference."""
    registered = await face_store.is_registered(resources.database, subject.subject_id, body.class_id)
    if not registered:
        raise not_found(Words("没有您报名的这一班期。", "No such class that you are registered in."))
    return await identity.ask_for_change(resources, subject, body)


async def open_changes(resources: Resources, subject: Subject, page: PageRequest) -> FaceChangePage:
    """Changes that wait for this authority, with the names of who asks."""
    found = await face_store.open_changes(
        resources.database, authority_code=authority_of(subject), after=page.after, count=page.fetch
    )
    shown, next_cursor = page.shown(found, lambda change: change.change_id)
    people = await identity.people(resources, [change.trainee_id for change in shown])
    items = [FaceChangeItem.showing(change, trainee_name=people[change.trainee_id].name) for change in shown]
    return FaceChangePage(changes=items, next_cursor=next_cursor)


async def decide_change(
    resources: Resources, subject: Subject, change_id: UUID, body: FaceChangeDecision
) -> Kept[FaceChangeDecisionAnswer]:
    """The word of the authority that supervises the class in which the trainee asked."""
    authority_code = authority_of(subject)
    if not await face_store.is_change_supervised_by(
        resources.database, body.trainee_id, change_id, authority_code=authority_code
    ):
        raise not_found()
    return await identity.decide_change(resources, subject, change_id, body)


@once_per("request_id")
async def release(unit: UnitOfWork, resources: Resources, subject: Subject, body: FaceRelease) -> FaceReleaseAnswer:
    """A person has made sure who it is: the trainee's face may be compared again."""
    authority_code = authority_of(subject)
    if not await face_store.is_trainee_supervised_by(
        resources.database, body.trainee_id, authority_code=authority_code
    ):
        raise not_found()
    now = resources.clock.now()
    identity.release_face(unit, body.trainee_id)
    audit.record(unit, subject, Permission.FACE_RELEASE, body.trainee_id, at=now, detail={"reason": body.reason})
    return FaceReleaseAnswer(trainee_id=body.trainee_id, released_at=now)


async def kept_photo(resources: Resources, subject: Subject, *, trainee_id: UUID, attempt_id: UUID) -> bytes:
    """The photo of an attempt for its reviewer, as long as it is kept; every look is logged."""
    now = resources.clock.now()
    found = existing(
        await face_store.kept_photo(resources.database, trainee_id=trainee_id, attempt_id=attempt_id, now=now)
    )
    class_id, sealed = found
    held = await timetable.class_for(resources, subject, class_id)
    if subject.authority_code not in held.authorities:
        raise not_found()  # An authority above theirs reads results, not faces.
    try:
        photo = await asyncio.to_thread(resources.sealer.open, trainee_id, EVIDENCE_PHOTO, sealed)
    except SealBroken:
        raise not_found() from None
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.PHOTO_READ, attempt_id, at=now, detail={"trainee": str(trainee_id)})
    return photo


@once_per("search_id")
async def search(unit: UnitOfWork, resources: Resources, subject: Subject, body: FaceSearchRequest) -> FaceSearchAnswer:
    """Look for one face enrolled for two people of an institution: a deliberate act with a reason, kept and logged."""
    authority_code = authority_of(subject)
    people = await face_store.people_of_institution(
        resources.database, body.institution_id, authority_code=authority_code, count=_MOST_PEOPLE + 1
    )
    if not people:
        raise not_found()
    if len(people) > _MOST_PEOPLE:
        raise unfit(_TOO_MANY, limit=_MOST_PEOPLE)
    references = _of_one_version(await identity.latest_references(resources, people))
    found = FaceSearch(
        authority_code=authority_code,
        search_id=body.search_id,
        institution_id=body.institution_id,
        searched_by=subject.subject_id,
        searched_at=resources.clock.now(),
        reason=body.reason,
        people=len(references),
        left_out=len(people) - len(references),
        pairs=await asyncio.to_thread(_pairs, resources, references),
    )
    face_store.add_search(unit, found)
    audit.record(
        unit,
        subject,
        Permission.FACE_SEARCH,
        body.institution_id,
        at=found.searched_at,
        detail={"reason": body.reason, "people": found.people, "pairs": len(found.pairs)},
    )
    return _answer(found)


def _pairs(resources: Resources, references: Mapping[UUID, Reference]) -> list[dict[str, Any]]:
    """People whose references agree, the closest first."""
    if not references:
        return []
    trainees, compared = list(references), list(references.values())
    same = same_faces(compared, identity.thresholds_at(resources, compared[0].version))
    return [
        {
            "trainee_id": str(trainees[each.first]),
            "other_trainee_id": str(trainees[each.second]),
            "score": round(each.distance, 4),
        }
        for each in same[:_MOST_PAIRS]
    ]


def _of_one_version(references: Mapping[UUID, Reference]) -> dict[UUID, Reference]:
    """Those made by the engine and version that most were: others lie in another space."""
    versions = Counter(reference.version for reference in references.values())
    if not versions:
        return {}
    ((most, _),) = versions.most_common(1)
    return {trainee_id: reference for trainee_id, reference in references.items() if reference.version == most}


def _answer(found: FaceSearch) -> FaceSearchAnswer:
    return FaceSearchAnswer.showing(
        found,
        comparisons=found.people * (found.people - 1) // 2,
        pairs=[SameFacePair.model_validate_json(to_json(pair)) for pair in found.pairs],
    )
