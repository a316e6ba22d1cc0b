"""Use cases of remote video: an institution says where recordings are kept, authorities see what is not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.recordings import rules, store
from checkin_service.recordings.model import HeldClass, Recording
from checkin_service.recordings.schemas import (
    ClassRecordings,
    LessonRecording,
    NewRecording,
    NewRecordings,
    RecordingBody,
    UnrecordedClass,
    UnrecordedClasses,
)
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState, Session, TrainingClass

RECORDED = "recording.kept"
_Said = Mapping[UUID, Sequence[Recording]]


@once_per("request_id", operation=Permission.RECORDING_KEEP)
async def record(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewRecordings
) -> ClassRecordings:
    """By the institution, for lessons that are over; after the completion it enters the determinations anew."""
    found = await timetable.class_for(resources, subject, class_id)
    if found.state in (ClassState.APPLIED, ClassState.REJECTED):
        raise unfit(_NOT_OPEN, reason="class_not_open")
    sessions = await timetable.sessions_of(resources.database, class_id)
    said = await _said_of(resources, [class_id])
    now = resources.clock.now()
    by_id = {each.session_id: each for each in sessions}
    added = [_new(existing(by_id.get(each.session_id)), each, said, subject, now) for each in body.recordings]
    for each in added:
        store.add_recording(unit, each)
    detail = {"lessons": len(added)}
    audit.record(unit, subject, Permission.RECORDING_KEEP, class_id, at=now, detail=detail)
    if found.state is ClassState.COMPLETED:
        await _announce(unit, resources, class_id, now)
    together = dict(said) | {each.session_id: [*said.get(each.session_id, ()), each] for each in added}
    return _shown(found, sessions, together, now)


async def recordings(resources: Resources, subject: Subject, class_id: UUID) -> ClassRecordings:
    """Lesson by lesson what is kept, for the institution and for the authorities of the class."""
    found = await timetable.class_for(resources, subject, class_id)
    sessions = await timetable.sessions_of(resources.database, class_id)
    return _shown(found, sessions, await _said_of(resources, [class_id]), resources.clock.now())


async def unrecorded_classes(resources: Resources, subject: Subject, page: PageRequest) -> UnrecordedClasses:
    """Where the whole training is to be on video, the classes with a lesson whose recording is not kept whole."""
    if subject.authority_code is None:
        raise not_found()
    now = resources.clock.now()
    found = await store.held_classes(resources.database, subject.authority_code, page, now=now)
    shown, cursor = page.shown(found, lambda each: each.class_id)
    asked = [each for each in shown if rules.is_asked(policy_at(each.supervising_authority, now, known_at=now))]
    return UnrecordedClasses(classes=await _lacking(resources, asked, now), next_cursor=cursor)


async def _lacking(resources: Resources, asked: Sequence[HeldClass], now: datetime) -> list[UnrecordedClass]:
    said = await _said_of(resources, [each.class_id for each in asked])
    lacking = []
    for each in asked:
        sessions = await timetable.sessions_of(resources.database, each.class_id)
        tally = rules.tally([rules.kept(one, _latest(said, one.session_id), now) for one in sessions])
        if tally.kept < tally.lessons:
            lacking.append(UnrecordedClass.showing(each, kept=tally.kept, lessons=tally.lessons))
    return lacking


async def _said_of(resources: Resources, class_ids: Iterable[UUID]) -> _Said:
    said: defaultdict[UUID, list[Recording]] = defaultdict(list)
    for each in await store.recordings_of(resources.database, class_ids):
        said[each.session_id].append(each)
    return said


def _latest(said: _Said, session_id: UUID) -> Recording | None:
    return said[session_id][-1] if said.get(session_id) else None


def _new(session: Session, sent: NewRecording, said: _Said, subject: Subject, now: datetime) -> Recording:
    before = _latest(said, session.session_id)
    new = Recording(
        **sent.model_dump(),
        ordinal=before.ordinal + 1 if before else 1,
        class_id=session.class_id,
        recorded_by=subject.subject_id,
        recorded_at=now,
    )
    refusal = rules.refusal_of(session, new, before, now)
    if refusal is not None:
        raise unfit(refusal, reason="recording", lesson=session.ordinal)
    return new


def _shown(found: TrainingClass, sessions: Sequence[Session], said: _Said, now: datetime) -> ClassRecordings:
    policy = timetable.policy_of_class(found, now=now)
    asked = policy.value("supervision.remote_video").basis
    lines = [_line(each, said.get(each.session_id, ()), now) for each in sessions]
    tally = rules.tally([each.kept for each in lines])
    return ClassRecordings(
        class_id=found.class_id,
        is_asked=rules.is_asked(policy),
        clause=asked.clause,
        quote=asked.quote,
        kept=tally.kept,
        lessons=tally.lessons,
        sessions=lines,
    )


def _line(session: Session, records: Sequence[Recording], now: datetime) -> LessonRecording:
    latest = records[-1] if records else None
    span = rules.span_of(latest)
    gap = rules.gap_of(rules.lesson_of(session), span) if span else None
    return LessonRecording(
        session_id=session.session_id,
        ordinal=session.ordinal,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        kept=rules.kept(session, latest, now),
        gap_before_minutes=gap.before if gap else 0,
        gap_after_minutes=gap.after if gap else 0,
        records=[RecordingBody.showing(each) for each in records],
    )


async def _announce(unit: UnitOfWork, resources: Resources, class_id: UUID, now: datetime) -> None:
    for each in await timetable.roster_of(resources.database, class_id):
        if each.is_active:
            announce(unit, RECORDED, each.trainee_id, {"class_id": str(class_id)}, occurred_at=now)


_NOT_OPEN = Words(
    "本班尚未批准开班，没有可登记的录像。", "The class has not opened: there is no lesson to be recorded."
)
