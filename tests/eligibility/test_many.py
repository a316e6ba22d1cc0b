"""Determinations for many people at once: each as if alone, one failure stopping nobody else."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import bindparam

from checkin_service.eligibility.model.canonical import canonical
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.service.determining import determine_for, judged
from checkin_service.eligibility.store import determinations, facts
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Pace
from checkin_service.kit.database import Fragment, UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce, outbox
from checkin_service.kit.resources import Resources
from checkin_service.timetable.tables import class_session
from checkin_service.worker import ROUTING
from tests.building.news import deliver_all
from tests.building.outbox import mark_delivered, undelivered
from tests.building.stored import COMPLETED_AT, StoredWorld, a_stored_world, another_trainee
from tests.tools.statements import recorded

HASTY = Pace(rest_s=0.001, longest_rest_s=0.002)


@pytest.fixture(autouse=True)
async def nothing_waits(resources: Resources) -> None:
    """What other tests left in the outbox is none of these tests' news."""
    async with resources.database.write() as unit:
        for event in await undelivered(resources.database, count=10_000, attempts_limit=1000):
            mark_delivered(unit, event, at=COMPLETED_AT)


async def a_class_of_many(resources: Resources) -> list[StoredWorld]:
    """People of one class of whom different things are known, and nobody has been determined."""
    diligent = await a_stored_world(resources, attended=4)
    lazy, doubtful, certified = [await another_trainee(diligent) for _ in range(3)]
    await lazy.attend(0)
    await doubtful.attend(0)
    await doubtful.attend(1)
    await doubtful.doubt(2)
    await certified.attend(2)
    await certified.certify()
    people = [diligent, lazy, doubtful, certified]
    for person in people:
        await person.assess(passed=person is not certified)
    await deliver_all(resources)
    return people


async def complete(people: list[StoredWorld]) -> None:
    for person in people:
        await person.complete()


async def found(person: StoredWorld) -> StoredDetermination | None:
    return await determinations.that_counts(person.resources.database, person.trainee_id, person.class_id)


async def determined(person: StoredWorld) -> StoredDetermination:
    stored = await found(person)
    assert stored is not None
    return stored


async def news_of(resources: Resources, person: StoredWorld) -> list[Event]:
    waiting = await undelivered(resources.database, count=10_000, attempts_limit=1000)
    return [event for event in waiting if event.trainee_id == person.trainee_id]


async def forget(resources: Resources, trainee_id: UUID) -> None:
    """What can never be delivered does not wait for other tests."""
    async with resources.database.write() as unit:
        for event in await undelivered(resources.database, count=10_000, attempts_limit=1000):
            if event.trainee_id == trainee_id:
                mark_delivered(unit, event, at=COMPLETED_AT)


_DELIVER_AGAIN = Fragment(outbox.update().values(delivered_at=None).where(outbox.c.event_id == bindparam("of_event")))


async def test_each_of_many_is_determined_as_if_alone_byte_for_byte(resources: Resources) -> None:
    people = await a_class_of_many(resources)
    await complete(people)
    causes = {person.trainee_id: (await news_of(resources, person))[0] for person in people}
    await Relay(resources, ROUTING).deliver_batch()
    for person in people:
        stored, place = await determined(person), (person.trainee_id, person.class_id)
        alone = (await facts.of_completed(resources.database, [place]))[place]
        policy, made = judged(alone, None, stored.determined_at)
        heading = Heading(
            determination_id=stored.determination_id, ordinal=1, supersedes=None, determined_at=stored.determined_at
        )
        cause = causes[person.trainee_id]
        again = document_of(heading, facts=alone, policy=policy, determination=made, cause=cause)
        assert stored.document == again == canonical(json.loads(again))
    assert {(await determined(person)).outcome for person in people} == {"eligible", "not_eligible", "doubtful"}
    await deliver_all(resources)


async def test_facts_read_for_many_are_those_read_for_each(resources: Resources) -> None:
    people = [*await a_class_of_many(resources), await a_stored_world(resources, attended=2)]
    await complete(people)
    places = [(person.trainee_id, person.class_id) for person in people]
    together = await facts.of_completed(resources.database, places)
    assert set(together) == set(places)
    for place in places:
        assert (await facts.of_completed(resources.database, [place]))[place] == together[place]


_BREAK_OFF = Fragment(
    class_session.update()
    .values(class_hours=class_session.c.class_hours - 1)
    .where(class_session.c.class_id == bindparam("of_class"), class_session.c.ordinal == 1)
)


async def test_of_a_session_broken_off_only_the_hours_held_are_credited(resources: Resources) -> None:
    person = await a_stored_world(resources, attended=2)
    await complete([person])
    place = person.trainee_id, person.class_id
    before = (await facts.of_completed(resources.database, [place]))[place]
    async with resources.database.write() as unit:
        unit.add(_BREAK_OFF, of_class=person.class_id)
    after = (await facts.of_completed(resources.database, [place]))[place]
    assert after.credited_hours == before.credited_hours - 1
    assert after.sessions[0].credited_hours == after.sessions[0].class_hours == before.sessions[0].class_hours - 1
    await deliver_all(resources)


async def test_the_number_of_statements_does_not_grow_with_the_number_of_people(
    resources: Resources, database_url: str
) -> None:
    people = await a_class_of_many(resources)
    await complete(people)
    events = [event for person in people for event in await news_of(resources, person)]
    counts = []
    async with recorded(database_url) as asked:
        watched = replace(resources, database=asked.database)
        for few in (events[:1], events):
            asked.sent.clear()
            await determine_for(watched, UnitOfWork(), few)
            counts.append(len(asked.sent))
    assert counts == [2, 2]
    await deliver_all(resources)


async def test_one_person_who_cannot_be_determined_does_not_stop_the_others(resources: Resources) -> None:
    people = await a_class_of_many(resources)
    bad = new_id()
    async with resources.database.write() as unit:
        announce(unit, type_="class.completed", trainee_id=bad, payload={"class_id": "?"}, occurred_at=COMPLETED_AT)
    await complete(people)
    await Relay(resources, ROUTING).deliver_batch()
    assert [(await determined(person)).ordinal for person in people] == [1, 1, 1, 1]
    await forget(resources, bad)


async def test_one_determination_that_cannot_be_written_does_not_stop_the_others(resources: Resources) -> None:
    people = await a_class_of_many(resources)
    await complete(people)
    taken = people[1]
    [cause] = await news_of(resources, taken)
    await deliver_all(resources)
    # The news comes once more under an id that has led to a determination before, together with new news of others.
    async with resources.database.write() as unit:
        for person in (people[0], people[2]):
            person.tell(unit, "review.decided", at=COMPLETED_AT + timedelta(days=1), decision="reject")
        unit.add(_DELIVER_AGAIN, of_event=cause.event_id)
    await Relay(resources, ROUTING, HASTY).deliver_batch()
    assert [(await determined(person)).ordinal for person in people] == [2, 1, 2, 1]
    await forget(resources, taken.trainee_id)
    await deliver_all(resources)


async def test_later_news_of_many_supersedes_each_ones_own_determination(resources: Resources) -> None:
    people = await a_class_of_many(resources)
    await complete(people)
    await deliver_all(resources)
    before = [await determined(person) for person in people]
    async with resources.database.write() as unit:
        for person in people:
            person.tell(unit, "review.decided", at=COMPLETED_AT + timedelta(days=1), decision="reject")
    await deliver_all(resources)
    for person, first in zip(people, before, strict=True):
        second = await determined(person)
        assert second.ordinal == first.ordinal + 1
        assert f'"supersedes":"{first.determination_id}"'.encode() in second.document


async def test_each_determination_is_announced_once(resources: Resources) -> None:
    people = await a_class_of_many(resources)
    await complete(people)
    await Relay(resources, ROUTING).deliver_batch()
    for person in people:
        [news] = await news_of(resources, person)
        assert news.type == "eligibility.determined"
        assert UUID(news.payload["determination_id"]) == (await determined(person)).determination_id
    await deliver_all(resources)


@pytest.mark.parametrize("pause_s", [0, 0.002, 0.005, 0.01, 0.02, 0.04])
async def test_killed_at_any_moment_all_of_a_claim_are_determined_or_none(resources: Resources, pause_s: float) -> None:
    people = await a_class_of_many(resources)
    await complete(people)
    killed = asyncio.create_task(Relay(resources, ROUTING).deliver_batch())
    await asyncio.sleep(pause_s)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    is_determined = {await found(person) is not None for person in people}
    waits = {[event.type for event in await news_of(resources, person)] == ["class.completed"] for person in people}
    assert len(is_determined) == 1
    assert is_determined != waits
    await deliver_all(resources)
    assert [(await determined(person)).ordinal for person in people] == [1, 1, 1, 1]


async def test_of_a_class_that_is_not_completed_nothing_is_known_yet(resources: Resources) -> None:
    person = await a_stored_world(resources, attended=1)
    place = person.trainee_id, person.class_id
    assert await facts.of_completed(resources.database, [place]) == {}
    assert await determinations.latest(resources.database, [place]) == {}
    await deliver_all(resources)
