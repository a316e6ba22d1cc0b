"""Headcounts: a photograph counted in the pool of faces and dropped, beside the check-ins of the lesson."""

from collections.abc import Collection
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from biometrics import ImageReason
from biometrics.worker import count_faces
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin.model.attempts import CodeSource
from checkin_service.checkin.model.headcounts import Headcount, HeadcountExplanation, HeadcountRow
from checkin_service.checkin.rules import headcounts as rules
from checkin_service.checkin.rules.classroom_code import recognised, window_number
from checkin_service.checkin.schemas.headcounts import (
    HeadcountAnswer,
    HeadcountsOfLesson,
    NewHeadcount,
    NewHeadcountExplanation,
    OddHeads,
)
from checkin_service.checkin.store import headcounts as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.pictures import LIMITS, UNUSABLE
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import HeldSession

_LONGEST_PX = 1920
_LOOKS_BACK = timedelta(days=365)


@once_per("headcount_id")
async def take(
    unit: UnitOfWork, resources: Resources, subject: Subject, session_id: UUID, body: NewHeadcount
) -> HeadcountAnswer:
    """By who teaches the lesson, once the whole room has been asked in it."""
    held, now = await _taught(resources, subject, session_id), resources.clock.now()
    lesson = {"class_id": held.session.class_id, "session_id": session_id}
    before = await _of_lesson(resources, held)
    asked_until = await store.room_was_asked_until(resources.database, now=now, **lesson)
    refuse(rules.refusal(asked_until, len(before), now), reason="headcount")
    source = _source(resources, held, body.code)
    if source is None:
        raise unfit(_WRONG_CODE, reason="code")
    counted = await resources.faces.run(count_faces, body.picture, _LONGEST_PX, LIMITS)
    if isinstance(counted, ImageReason):
        raise unfit(UNUSABLE[counted], reason=counted.value)
    new = Headcount(
        headcount_id=body.headcount_id,
        counted=counted,
        present=await store.signed_in(resources.database, **lesson),
        code_source=source,
        taken_by=subject.subject_id,
        taken_at=now,
        **lesson,
    )
    store.add_headcount(unit, new)
    audit.record(unit, subject, Permission.HEADCOUNT_TAKE, session_id, at=now, detail={"counted": counted})
    return _shown(
        HeadcountRow(
            headcount_id=new.headcount_id,
            class_id=new.class_id,
            session_id=session_id,
            ordinal=held.session.ordinal,
            counted=counted,
            present=new.present,
            code_source=source,
            taken_at=now,
            words=None,
        )
    )


async def of_lesson(resources: Resources, subject: Subject, session_id: UUID) -> HeadcountsOfLesson:
    held = await _taught(resources, subject, session_id)
    return HeadcountsOfLesson(headcounts=[_shown(each) for each in await _of_lesson(resources, held)])


@once_per("request_id", operation="headcount-explanation")
async def explain(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    session_id: UUID,
    headcount_id: UUID,
    body: NewHeadcountExplanation,
) -> HeadcountAnswer:
    """Once, by who teaches the lesson; the authority reads it beside the figures."""
    held = await _taught(resources, subject, session_id)
    every = await _of_lesson(resources, held)
    found = existing(next((each for each in every if each.headcount_id == headcount_id), None))
    if found.words is not None:
        raise unfit(_EXPLAINED, reason="explained")
    now = resources.clock.now()
    explanation = HeadcountExplanation(
        headcount_id=headcount_id, words=body.words, explained_by=subject.subject_id, explained_at=now
    )
    store.add_explanation(unit, explanation)
    audit.record(unit, subject, Permission.HEADCOUNT_TAKE, headcount_id, at=now)
    return _shown(found._replace(words=body.words))


async def of_classes(resources: Resources, class_ids: Collection[UUID]) -> list[HeadcountAnswer]:
    """For whoever has shown that the classes are theirs."""
    return [_shown(each) for each in await store.headcounts(resources.database, list(class_ids))]


async def odd_heads(resources: Resources, authority_code: str) -> list[OddHeads]:
    """Of the classes that an authority supervises, those whose heads differed again and again in the last year."""
    since = resources.clock.now() - _LOOKS_BACK
    every = await store.heads_of_authority(resources.database, authority_code=authority_code, since=since)
    found = []
    for class_id, group in groupby(every, key=lambda each: each.class_id):
        rows = list(group)
        if rules.are_odd((each.session_id, each.counted, each.present) for each in rows):
            lessons = len({each.session_id for each in rows})
            found.append(OddHeads(class_id=class_id, class_name=rows[0].class_name, lessons=lessons))
    return found


async def _of_lesson(resources: Resources, held: HeldSession) -> list[HeadcountRow]:
    found = await store.headcounts(resources.database, [held.session.class_id])
    return [each for each in found if each.session_id == held.session.session_id]


async def _taught(resources: Resources, subject: Subject, session_id: UUID) -> HeldSession:
    """The lesson, for staff of the institution who teach its class."""
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None or held.training_class.institution_id != subject.institution_id:
        raise not_found()
    await timetable.require_teaching(resources, subject, held.training_class.class_id)
    return held


def _source(resources: Resources, held: HeldSession, code: str) -> CodeSource | None:
    """On whose screen the code stands now, if on any: who sends it sees the screen, or speaks with who does."""
    now = resources.clock.now()
    policy = timetable.policy_of_session(held, now=now)
    found = recognised(
        resources.code_key,
        held.session.session_id,
        code,
        now_window=window_number(now, policy.value("classroom_code.window_s").integer),
        accepted=policy.value("classroom_code.windows_accepted").integer,
    )
    return None if found is None else found.source


def _shown(found: HeadcountRow) -> HeadcountAnswer:
    return HeadcountAnswer.showing(found, is_off=rules.is_off(found.counted, found.present), explanation=found.words)


_WRONG_CODE = Words(
    "动态码不对或已过期，照片没有保存。请看大屏当前的动态码，连同照片重新发送。",
    "The code is wrong or too old; the photograph was not kept. Read the one on the room's screen and send both again.",
)
_EXPLAINED = Words("已经说明过了。", "It has been explained already.")
