"""Use cases of questions: a trainee asks about the class, those who teach it answer, both read the thread."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.questions import rules, store
from checkin_service.questions.model import Entry, Line, Question
from checkin_service.questions.schemas import (
    FurtherWords,
    NewAnswer,
    NewQuestion,
    Thread,
    ThreadEntry,
    Threads,
    Written,
)
from checkin_service.timetable import service as timetable

ANSWERED = "question.answered"
_TEXT = Purpose(Realm.IDENTITY, "question")
_GONE = "（已删除）"


@once_per("question_id", operation=Permission.QUESTION_ASK)
async def ask(unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewQuestion) -> Written:
    """By a trainee, about a class that they are in."""
    found = existing(await timetable.registration_of(resources.database, subject.subject_id, class_id))
    before = _threads(await store.lines_of_trainee(resources.database, subject.subject_id, class_id))
    refuse(rules.asking_refusal(found, sum(not rules.is_answered(each) for each in before)), reason="question")
    now = resources.clock.now()
    new = Question(trainee_id=subject.subject_id, question_id=body.question_id, class_id=class_id, asked_at=now)
    store.add_question(unit, new)
    entry = await _entry(resources, subject, new, 1, body.text)
    store.add_entry(unit, entry)
    audit.record(unit, subject, Permission.QUESTION_ASK, class_id, at=now)
    return Written.showing(entry)


@once_per("request_id", operation="question-further")
async def add(
    unit: UnitOfWork, resources: Resources, subject: Subject, question_id: UUID, body: FurtherWords
) -> Written:
    """By the trainee, under a question of their own."""
    found = existing(await store.question_of(resources.database, subject.subject_id, question_id))
    before = await store.lines_of_question(resources.database, subject.subject_id, question_id)
    refuse(rules.entry_refusal(before), reason="question")
    entry = await _entry(resources, subject, found, len(before) + 1, body.text)
    store.add_entry(unit, entry)
    audit.record(unit, subject, Permission.QUESTION_ASK, found.class_id, at=entry.written_at)
    return Written.showing(entry)


@once_per("request_id", operation="question-answer")
async def answer(
    unit: UnitOfWork, resources: Resources, subject: Subject, question_id: UUID, body: NewAnswer
) -> Written:
    """By somebody who teaches the class; the trainee is told that there is an answer."""
    found = existing(await store.question_of(resources.database, body.trainee_id, question_id))
    await timetable.class_for(resources, subject, found.class_id)
    before = await store.lines_of_question(resources.database, body.trainee_id, question_id)
    refuse(rules.entry_refusal(before), reason="question")
    entry = await _entry(resources, subject, found, len(before) + 1, body.text)
    store.add_entry(unit, entry)
    payload = {"class_id": str(found.class_id), "question_id": str(question_id)}
    announce(unit, ANSWERED, body.trainee_id, payload, occurred_at=entry.written_at)
    audit.record(unit, subject, Permission.QUESTION_ANSWER, found.class_id, at=entry.written_at)
    return Written.showing(entry)


async def own_questions(resources: Resources, subject: Subject, class_id: UUID) -> Threads:
    """What a trainee asked about a class, with the answers."""
    if await timetable.registration_of(resources.database, subject.subject_id, class_id) is None:
        raise not_found()
    lines = await store.lines_of_trainee(resources.database, subject.subject_id, class_id)
    return await _listed(resources, class_id, lines, with_names=False)


async def questions(resources: Resources, subject: Subject, class_id: UUID) -> Threads:
    """For those who teach the class and its administrators; whoever reads what people asked is on record."""
    await timetable.class_for(resources, subject, class_id)
    lines = await store.lines_of_class(resources.database, class_id)
    if lines:
        detail = {"read": len(_threads(lines))}
        async with resources.database.write() as unit:
            audit.record(unit, subject, Permission.QUESTION_READ, class_id, at=resources.clock.now(), detail=detail)
    return await _listed(resources, class_id, lines, with_names=True)


async def _listed(resources: Resources, class_id: UUID, lines: Sequence[Line], *, with_names: bool) -> Threads:
    threads = _threads(lines)
    people = await identity.people(resources, {each[0].trainee_id for each in threads}) if with_names else {}
    names = {trainee_id: each.name for trainee_id, each in people.items()}
    shown = [await _thread(resources, each, names.get(each[0].trainee_id)) for each in threads]
    latest = sorted(shown, key=lambda each: each.entries[-1].written_at, reverse=True)
    return Threads(class_id=class_id, questions=sorted(latest, key=lambda each: each.is_answered))


def _threads(lines: Sequence[Line]) -> list[list[Line]]:
    return [list(each) for _, each in groupby(lines, key=lambda line: line.question_id)]


async def _entry(resources: Resources, subject: Subject, of: Question, ordinal: int, text: str) -> Entry:
    return Entry(
        trainee_id=of.trainee_id,
        question_id=of.question_id,
        ordinal=ordinal,
        is_answer=subject.subject_id != of.trainee_id,
        text_sealed=await asyncio.to_thread(resources.sealer.seal, of.trainee_id, _TEXT, text.encode()),
        written_by=subject.subject_id,
        written_at=resources.clock.now(),
    )


async def _thread(resources: Resources, entries: Sequence[Entry], name: str | None = None) -> Thread:
    return Thread(
        question_id=entries[0].question_id,
        trainee_id=entries[0].trainee_id,
        trainee_name=name,
        is_answered=rules.is_answered(entries),
        entries=[
            ThreadEntry(is_answer=each.is_answer, text=await _opened(resources, each), written_at=each.written_at)
            for each in entries
        ],
    )


async def _opened(resources: Resources, entry: Entry) -> str:
    """The words, or that they are gone: their time was over, or the person has been erased."""
    try:
        opened = await asyncio.to_thread(resources.sealer.open, entry.trainee_id, _TEXT, entry.text_sealed)
    except SealBroken:
        return _GONE
    return opened.decode()
