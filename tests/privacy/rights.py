"""Somebody who came, wrote and gave numbers, and the search for what of it is left."""

from datetime import timedelta
from hashlib import sha256

import httpx
import psycopg
from psycopg.sql import SQL, Identifier

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock

MOBILE = "13957512345"
GROUNDS = {"document_number": "个人信息申请单〔2026〕7号", "reason": "本人持身份证到窗口申请"}
CARD = "6222021234567890123"


async def a_class_with_somebody(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Two people in a class; the first signs in once, asks, states a number and an account."""
    world = await a_world(resources, client, clock, kinds=("general", "targeted"))
    trainee = world.trainees[0]
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session())
    await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    await trainee.phone.post("/v1/me/message-contact", {"request_id": new_id(), "mobile": MOBILE, "silenced": []})
    question = {"question_id": new_id(), "text": f"我是{trainee.name}，请问课本在哪里领？"}
    await trainee.phone.post(f"/v1/me/classes/{world.class_id}/questions", question)
    account = {"account_id": new_id(), "holder": trainee.name, "bank": "工商银行", "number": CARD}
    await trainee.phone.post("/v1/settlements/accounts", account)
    return world


async def end_class(world: World, resources: Resources, clock: StoppedClock) -> None:
    """Nobody has passed: what was reserved is released, and nothing is open any more."""
    clock.move_to(world.starts_at(4) + timedelta(days=1))
    day = clock.now().date()
    rows = [{"trainee_id": each.trainee_id, "passed": False, "assessed_on": day} for each in world.trainees]
    await world.admin.record_results(world.class_id, rows)
    await world.admin.apply_for_completion(world.class_id)
    await deliver_all(resources)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)


def needles(trainee: Trainee) -> dict[str, str]:
    """What must not be found in any form in which somebody would write it down or hash it plainly."""
    number = trainee.document["number"]
    said = {"name": trainee.name, "number": number, "mobile": MOBILE, "card": CARD}
    plain = {f"{name} in hexadecimal": value.encode().hex() for name, value in said.items()}
    hashed = {f"SHA-256 of {name}": sha256(value.encode()).hexdigest() for name, value in said.items()}
    return said | plain | hashed


def found_in(database_url: str, wanted: dict[str, str]) -> dict[str, str]:
    """In which table each of these stands, looking at every row of every table as text."""
    found: dict[str, str] = {}
    with psycopg.connect(database_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(SQL("SELECT t::text FROM {} t").format(Identifier(table))):
                found |= {name: table for name, value in wanted.items() if value in row}
    return found
