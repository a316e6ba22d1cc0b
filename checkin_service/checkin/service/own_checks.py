"""Checks that have begun: one's own with the way to explain one that was missed, and a class's for its authority."""

import asyncio
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.model.checks import CheckRow, CheckState, Explanation
from checkin_service.checkin.rules import headcounts as heads
from checkin_service.checkin.rules import rooms
from checkin_service.checkin.rules.checks import state_of
from checkin_service.checkin.schemas.checks import (
    CheckOfClass,
    ChecksOfClass,
    NewExplanation,
    OwnCheck,
    OwnChecks,
    OwnCheckTime,
    RoomOfClass,
)
from checkin_service.checkin.service import check_times, headcounts
from checkin_service.checkin.store import check_times as times_store
from checkin_service.checkin.store import checks as store
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable

WORDS = Purpose(Realm.EVIDENCE, "check_explanation")
_GONE = "（已删除）"


async def own_checks(resources: Resources, subject: Subject) -> OwnChecks:
    """Those that have begun; of one that is still to come nobody is told."""
    found = await store.checks_of_person(resources.database, subject.subject_id)
    longer = await times_store.times_of_person(resources.database, subject.subject_id)
    return OwnChecks(
        checks=await asyncio.to_thread(_shown_all, resources, found),
        longer=[OwnCheckTime.showing(each) for each in longer],
    )


@once_per("request_id", operation="check-explanation")
async def explain(
    unit: UnitOfWork, resources: Resources, subject: Subject, session_id: UUID, body: NewExplanation
) -> OwnCheck:
    """Once; the authority reads it where it decides."""
    now = resources.clock.now()
    rows = await store.checks_of_person(resources.database, subject.subject_id)
    found = existing(next((each for each in rows if each.session_id == session_id), None))
    if state_of(found, now) is not CheckState.MISSED:
        raise unfit(_NOT_MISSED, reason="not_missed")
    if found.words_sealed is not None:
        raise unfit(_EXPLAINED, reason="explained")
    sealed = await asyncio.to_thread(resources.sealer.seal, subject.subject_id, WORDS, body.words.encode())
    explanation = Explanation(
        trainee_id=subject.subject_id, session_id=session_id, words_sealed=sealed, explained_at=now
    )
    store.add_explanation(unit, explanation)
    audit.record(unit, subject, Permission.CHECK_EXPLAIN, session_id, at=now)
    return _shown(resources, found._replace(words_sealed=sealed))


async def checks_of_class(resources: Resources, subject: Subject, class_id: UUID) -> ChecksOfClass:
    """For the authority that supervises the class: those that have ended."""
    held = await timetable.class_for(resources, subject, class_id)
    if held.supervising_authority != authority_of(subject):
        raise not_found()
    now = resources.clock.now()
    every = await store.checks_of_class(resources.database, class_id)
    found = [each for each in every if each.closes_at < now]
    people = await identity.people(resources, list({each.trainee_id for each in found}))
    shown = await asyncio.to_thread(_shown_all, resources, found)
    in_rooms = list(rooms.rooms_of(every, now))
    counted = await headcounts.of_classes(resources, [class_id])
    return ChecksOfClass(
        checks=[
            CheckOfClass.showing(each, trainee_id=row.trainee_id, trainee_name=people[row.trainee_id].name)
            for each, row in zip(shown, found, strict=True)
        ],
        rooms=[RoomOfClass.showing(each) for each in in_rooms],
        headcounts=counted,
        are_heads_odd=heads.are_odd((each.session_id, each.counted, each.present) for each in counted),
        longer=await check_times.shown_of_class(
            resources, await times_store.times_of_class(resources.database, class_id)
        ),
        are_rooms_odd=rooms.are_odd(in_rooms),
    )


def _shown_all(resources: Resources, found: list[CheckRow]) -> list[OwnCheck]:
    return [_shown(resources, each) for each in found]


def _shown(resources: Resources, found: CheckRow) -> OwnCheck:
    return OwnCheck.showing(
        found, state=state_of(found, resources.clock.now()), explanation=_explanation(resources, found)
    )


def _explanation(resources: Resources, found: CheckRow) -> str | None:
    """The words, or that they are gone: their time was over, or the person has been erased."""
    if found.words_sealed is None:
        return None
    try:
        return resources.sealer.open(found.trainee_id, WORDS, found.words_sealed).decode()
    except SealBroken:
        return _GONE


_NOT_MISSED = Words("这次在场确认没有错过，不用说明。", "This check was not missed: there is nothing to explain.")
_EXPLAINED = Words("已经说明过了。", "It has been explained already.")
