"""Questions about a class over HTTP: asked on the phone, answered by those who teach, read by both and nobody else."""

from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql

from checkin_service.access.model import Role
from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.desks import somebody
from tests.building.news import deliver_all
from tests.building.world import AUTHORITY, World, a_world
from tests.conftest import StoppedClock

WORDS = "第三课的接线图在哪里下载？"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    return await a_world(resources, client, clock, kinds=("targeted", "general"))


def own(world: World) -> str:
    return f"/v1/me/classes/{world.class_id}/questions"


async def ask(world: World, number: int = 0, words: str = WORDS) -> Any:
    return await world.trainees[number].phone.post(own(world), {"question_id": new_id(), "text": words})


async def answer(world: World, question_id: Any, words: str = "在课程库。", by: Any = None) -> Any:
    trainee = world.trainees[0].trainee_id
    body = {"request_id": new_id(), "trainee_id": trainee, "text": words}
    return await (by or world.instructor).post(f"/v1/questions/{question_id}/answers", body)


async def test_a_question_is_answered_and_both_read_the_thread(world: World, resources: Resources) -> None:
    asked = await ask(world)
    assert WORDS not in str(asked)
    seen = await world.instructor.get(f"/v1/classes/{world.class_id}/questions")
    (question,) = seen["questions"]
    assert (question["trainee_name"], question["is_answered"]) == (world.trainees[0].name, False)
    await answer(world, asked["question_id"])
    phone = world.trainees[0].phone
    entries = (await phone.get(own(world)))["questions"][0]["entries"]
    assert [(each["is_answer"], each["text"]) for each in entries] == [(False, WORDS), (True, "在课程库。")]
    await deliver_all(resources)
    told = (await phone.get("/v1/me/messages"))["messages"]
    assert "您的提问有了回答。" in {each["sentence"]["zh"] for each in told}
    more = {"request_id": new_id(), "text": "找到了，谢谢。"}
    await phone.post(f"/v1/me/questions/{asked['question_id']}/entries", more)
    (question,) = (await world.admin.get(f"/v1/classes/{world.class_id}/questions"))["questions"]
    assert (question["is_answered"], len(question["entries"])) == (False, 3)


async def test_whoever_reads_what_people_asked_stands_in_the_list_of_looks(
    world: World, resources: Resources, client: httpx.AsyncClient
) -> None:
    path = f"/v1/classes/{world.class_id}/questions"
    await world.instructor.get(path)  # Nobody has asked: there is nothing to look at.
    await ask(world)
    await ask(world, 1)
    await world.instructor.get(path)
    auditor = await somebody(resources, client, Role.AUDITOR, AUTHORITY)
    asked = {"purpose": "inspection", "who": world.instructor.login}
    (look,) = (await auditor.post("/v1/looks", asked))["looks"]
    assert (look["what"]["zh"], look["found"], look["kind"]) == ("查看班级学员提问", 2, "evidence")
    assert look["about"]["id"] == str(world.class_id)


async def test_nobody_else_reads_or_answers_it(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    asked = await ask(world)
    assert (await world.trainees[1].phone.get(own(world)))["questions"] == []
    other = await a_world(resources, client, clock)
    with pytest.raises(Refused):
        await other.trainees[0].phone.get(own(world))
    for actor in (world.officer, world.reviewer, other.instructor, other.admin):
        with pytest.raises(Refused):
            await actor.get(f"/v1/classes/{world.class_id}/questions")
        with pytest.raises(Refused):
            await answer(world, asked["question_id"], by=actor)


async def test_five_questions_may_wait_and_an_answer_makes_room(world: World) -> None:
    first = await ask(world)
    for _ in range(4):
        await ask(world)
    with pytest.raises(Refused) as refused:
        await ask(world)
    assert "wait for an answer" in str(refused.value)
    await answer(world, first["question_id"])
    await ask(world)


async def test_what_is_written_is_kept_sealed(world: World, database_url: str) -> None:
    words = f"接线图{new_id().hex}"
    await ask(world, words=words)
    with psycopg.connect(database_url) as connection:
        for name in ("question_entry", "answered_request", "outbox", "audit_entry"):
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))).fetchall()
            assert not [row for (row,) in rows if words in row or words.encode().hex() in row]
