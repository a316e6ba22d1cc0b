"""Use cases of the roll: who is in a lesson now, and everybody in every lesson of a class."""

import asyncio
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from pydantic_core import from_json

from checkin_service.access.model import Subject
from checkin_service.attendance.service import standing as attendance
from checkin_service.checkin.model.roll import Grid, GridRow, LessonOfDay, Roll, RollLine, Seen
from checkin_service.checkin.model.today import OwnLeave
from checkin_service.checkin.rules.roll import seen
from checkin_service.checkin.rules.today import mark_of
from checkin_service.checkin.store import roll as store
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable

_WORST_FIRST = ("fail", "doubt")


async def roll_of_session(resources: Resources, subject: Subject, session_id: UUID) -> Roll:
    """Everybody on the roster as present, doubtful or missing; in doubt comes first, then who is missing."""
    held = await timetable.session_with_class(resources.database, session_id)
    if held is None:
        raise not_found()
    session, _ = held
    training_class = await timetable.class_for(resources, subject, session.class_id)
    people = await _people(resources, session.class_id)
    accepted = await store.accepted_in_class(resources.database, list(people), session.class_id)
    came = {each.trainee_id: each for each in accepted if each.session_id == session_id}
    doubts = await store.doubts_in_class(resources.database, session.class_id)
    doubted = {each.trainee_id: each for each in doubts if each.session_id == session_id}

    def line(trainee_id: UUID, name: str) -> RollLine:
        found, doubt = came.get(trainee_id), doubted.get(trainee_id)
        state = seen(is_accepted=found is not None, is_in_doubt=doubt is not None)
        return RollLine(
            trainee_id=trainee_id,
            name=name,
            seen=state,
            at=found.at if found else doubt and doubt.received_at,
            why=_worst(doubt.answer) if doubt and state is Seen.DOUBTFUL else None,
        )

    order = (Seen.DOUBTFUL, Seen.MISSING, Seen.PRESENT)
    lines = [line(trainee_id, name) for trainee_id, name in people.items()]
    lines.sort(key=lambda each: (order.index(each.seen), each.name))
    return Roll(session=session, class_name=training_class.name, lines=lines)


async def lessons_of_today(resources: Resources, subject: Subject) -> list[LessonOfDay]:
    """Today's lessons of one's classes: how many are present, doubtful and missing, without a name."""
    held = await timetable.sessions_on(resources, subject, day_of(resources.clock.now()))
    found: list[LessonOfDay] = []
    for session, training_class in held:
        roster = await timetable.roster_of(resources.database, session.class_id)
        people = [each.trainee_id for each in roster if each.is_active]
        accepted = await store.accepted_in_class(resources.database, people, session.class_id)
        came = {each.trainee_id for each in accepted if each.session_id == session.session_id}
        doubts = await store.doubts_in_class(resources.database, session.class_id)
        doubted = {each.trainee_id for each in doubts if each.session_id == session.session_id}
        counts = Counter(seen(is_accepted=each in came, is_in_doubt=each in doubted) for each in people)
        found.append(LessonOfDay(session=session, class_name=training_class.name, counts=counts))
    return found


async def grid_of_class(resources: Resources, subject: Subject, class_id: UUID, *, of: UUID | None = None) -> Grid:
    """One sign for each person and lesson, and the hours that count; `of` one person alone."""
    now, database = resources.clock.now(), resources.database
    training_class = await timetable.class_for(resources, subject, class_id)
    sessions = await timetable.sessions_of(database, class_id)
    people = await _people(resources, class_id, only=of)
    credited = await attendance.credited_in_class(resources, list(people), [each.session_id for each in sessions])
    leaves = await attendance.leaves_in_class(resources, class_id)
    waiting = defaultdict(set)
    for each in await store.doubts_in_class(database, class_id):
        waiting[each.trainee_id, each.session_id].add(each.phase)

    def row(trainee_id: UUID, name: str) -> GridRow:
        hours = credited.get(trainee_id, {})
        granted = [
            OwnLeave(class_id=class_id, starts_at=each.starts_at, ends_at=each.ends_at)
            for each in leaves.get(trainee_id, [])
        ]
        marks = {
            each.session_id: mark_of(
                each,
                credited_hours=hours.get(each.session_id, 0),
                waiting=waiting[trainee_id, each.session_id],
                leaves=granted,
                now=now,
            )
            for each in sessions
        }
        total = training_class.total_hours
        return GridRow(trainee_id=trainee_id, name=name, marks=marks, hours=sum(hours.values()), total_hours=total)

    rows = await asyncio.to_thread(lambda: [row(trainee_id, name) for trainee_id, name in people.items()])
    return Grid(class_name=training_class.name, sessions=sessions, rows=rows)


async def _people(resources: Resources, class_id: UUID, *, only: UUID | None = None) -> dict[UUID, str]:
    """Everybody on the roster now, or one of them, by name."""
    every = await timetable.roster_of(resources.database, class_id)
    roster = [each for each in every if each.is_active and only in (None, each.trainee_id)]
    known = await identity.people(resources, [each.trainee_id for each in roster])
    return {each.trainee_id: known[each.trainee_id].name for each in roster}


def _worst(answer: bytes) -> Words | None:
    """What spoke against an attempt most, in the sentence that the person was given."""
    findings: list[dict[str, Any]] = from_json(answer)["findings"]
    against = [each for each in findings if each["outcome"] in _WORST_FIRST]
    worst = min(against, key=lambda each: _WORST_FIRST.index(each["outcome"]), default=None)
    return Words(**worst["sentence"]) if worst else None
