"""Sealing, receipts, checkpoints, and what the verifier finds in a database that was tampered with."""

import asyncio
import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import func, select

from checkin_service.all_tables import metadata
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.transparency.rules import verifier
from checkin_service.transparency.service.sealer import Sealer
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.reading import reading
from tests.transparency.conftest import Execute, lines_of, seal_all
from tests.transparency.inclusion import is_included


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def checked(resources: Resources, world: World, kept: list[dict[str, Any]] | None = None) -> verifier.Result:
    return verifier.check(await lines_of(resources, world), kept or [], resources.signing.log.public_key)


async def kept_checkpoint(world: World) -> dict[str, Any]:
    page = await world.admin.get("/v1/log/checkpoints")
    (mine,) = page["checkpoints"]
    return dict(mine)


async def test_an_untouched_log_verifies(sealed: World, resources: Resources) -> None:
    result = await checked(resources, sealed, [await kept_checkpoint(sealed)])
    assert result.faults == []
    assert result.entries == result.sizes[f"institution:{sealed.institution_id}"] >= 10


async def test_all_kinds_of_facts_of_a_term_so_far_are_in_the_log(sealed: World, resources: Resources) -> None:
    kinds = {
        line["kind"] for text in await lines_of(resources, sealed) if (line := json.loads(text))["what"] == "entry"
    }
    assert {"attempt", "credit", "audit_entry", "voucher_event"} <= kinds


async def test_a_trainee_gets_a_receipt_that_holds(sealed: World, resources: Resources) -> None:
    trainee = sealed.trainees[0]
    attempt_id = await _an_attempt(sealed, resources)
    receipt = await trainee.phone.get(f"/v1/check-ins/{attempt_id}/receipt")
    proof, checkpoint = receipt["proof"], receipt["proof"]["checkpoint"]
    leaf = verifier.leaf_of(receipt["kind"], decoded(receipt["salt"]), receipt["fact"])
    path = [decoded(each) for each in proof["path"]]
    root = bytes.fromhex(checkpoint["root"])
    assert is_included(leaf, proof["position"], path, size=checkpoint["size"], root=root)
    assert json.loads(receipt["fact"])["attempt_id"] == str(attempt_id)
    assert len(json.dumps(proof)) <= 2048


async def test_a_receipt_is_found_after_the_clock_was_set_back(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock, kinds=("targeted",))
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    phone = world.trainees[0].phone
    code = await world.instructor.classroom_code(world.session())
    answer = await phone.check_in(world.session(), at=at_the_site(), proof=phone.pin_code(code))
    clock.advance(hours=-1)
    await seal_all(resources)
    clock.advance(hours=1)
    receipt = await phone.get(f"/v1/check-ins/{answer['attempt_id']}/receipt")
    assert json.loads(receipt["fact"])["attempt_id"] == answer["attempt_id"]


async def _an_attempt(world: World, resources: Resources) -> str:
    for text in await lines_of(resources, world):
        line = json.loads(text)
        if line["what"] == "entry" and line["kind"] == "attempt":
            fact = json.loads(line["fact"])
            if fact["trainee_id"] == str(world.trainees[0].trainee_id):
                return str(fact["attempt_id"])
    raise AssertionError("no attempt is in the log")


async def test_somebody_elses_receipt_does_not_exist(sealed: World, resources: Resources) -> None:
    attempt_id = await _an_attempt(sealed, resources)
    answer = await sealed.trainees[1].phone.send("GET", f"/v1/check-ins/{attempt_id}/receipt")
    assert answer.status_code == 404


async def test_a_receipt_follows_within_seconds_and_says_so(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    phone = world.trainees[0].phone
    answer = await phone.check_in(world.session(), proof=phone.pin_code("000000"), at=at_the_site())
    path = f"/v1/check-ins/{answer['attempt_id']}/receipt"
    early = await phone.send("GET", path)
    assert early.status_code == 409
    assert early.headers["retry-after"] == "2"
    await seal_all(resources)
    assert (await phone.send("GET", path)).status_code == 200


async def test_an_authority_sees_the_chains_it_supervises_and_others_their_own(sealed: World) -> None:
    mine = f"institution:{sealed.institution_id}"
    officers = await sealed.officer.get("/v1/log/checkpoints")
    assert mine in {each["chain"] for each in officers["checkpoints"]}
    assert "authority:330600" in {each["chain"] for each in officers["checkpoints"]}
    assert {each["chain"] for each in (await sealed.admin.get("/v1/log/checkpoints"))["checkpoints"]} == {mine}


async def test_checkpoints_come_in_pages(sealed: World) -> None:
    page = (await sealed.officer.send("GET", "/v1/log/checkpoints", query={"limit": "1"})).json()
    query = {"limit": "1", "cursor": page["next_cursor"]}
    following = (await sealed.officer.send("GET", "/v1/log/checkpoints", query=query)).json()
    assert following["checkpoints"][0]["chain"] > page["checkpoints"][0]["chain"]


async def test_two_sealers_at_once_enter_every_fact_once(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    for _ in range(5):
        await asyncio.gather(*(Sealer(resources).seal() for _ in range(4)))
    await seal_all(resources)
    assert (await checked(resources, world)).faults == []


TAMPERINGS = {
    "an edited fact": (
        "UPDATE attempt SET decision = 'refused' WHERE class_id = %s",
        "UPDATE attempt SET decision = 'accepted' WHERE class_id = %s",
        "its attempt is not the one that was entered",
    ),
    "an hour moved": (
        "UPDATE credit SET hour = hour + 10, hour_bits = hour_bits << 10 WHERE class_id = %s",
        "UPDATE credit SET hour = hour - 10, hour_bits = hour_bits >> 10 WHERE class_id = %s",
        "its credit is gone",
    ),
    "an inserted fact": (
        "INSERT INTO credit SELECT trainee_id, session_id, 20, class_id, mode, attempt_id, credited_at FROM credit WHERE class_id = %s AND hour = 1",  # noqa: E501
        "DELETE FROM credit WHERE class_id = %s AND hour = 20",
        "is in the tables and not in the log",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_what_the_owner_of_the_database_changes_is_found(
    sealed: World, resources: Resources, as_owner: Execute, name: str
) -> None:
    tamper, mend, said = TAMPERINGS[name]
    as_owner("ALTER TABLE credit DISABLE TRIGGER USER")
    try:
        assert as_owner(tamper, sealed.class_id)
        result = await checked(resources, sealed, [await kept_checkpoint(sealed)])
    finally:
        as_owner(mend, sealed.class_id)
        as_owner("ALTER TABLE credit ENABLE TRIGGER USER")
    assert any(said in fault for fault in result.faults), result.faults
    assert (await checked(resources, sealed)).faults == []


async def test_a_fact_smuggled_in_later_is_found_by_its_moment(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, as_owner: Execute
) -> None:
    """The sealer enters what it finds; but a checkpoint closed the time that the invented fact claims."""
    world = await a_world(resources, client, clock)
    sealer = Sealer(resources)
    clock.advance(hours=1)
    await sealer.seal()
    await sealer.seal()
    await world.admin.create_instructor(
        login=f"late-{new_id().hex[-10:]}",
        password="plum-rain-over-kuaiji",
        display_name="教员",
        institution_id=world.institution_id,
    )
    await sealer.seal()
    kept = await kept_checkpoint(world)
    assert kept["complete_until"] is not None
    as_owner(
        "INSERT INTO audit_entry SELECT tenant, gen_random_uuid(), at - interval '2 hours', subject, action, object_id "
        "FROM audit_entry WHERE tenant = %s LIMIT 1",
        f"institution:{world.institution_id}",
    )
    await seal_all(resources)
    result = await checked(resources, world, [kept])
    assert any("when a checkpoint had closed that time" in fault for fault in result.faults)


@pytest.mark.parametrize(
    "table",
    ["assessment", "attempt", "audit_entry", "certificate", "consent", "credit", "determination", "log_checkpoint",
     "log_node", "review", "transfer", "voucher_event"],
)  # fmt: skip
async def test_the_application_can_neither_change_nor_remove_facts(database_url: str, table: str) -> None:
    first = next(iter(metadata.tables[table].columns)).name
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET ROLE checkin_app")
        for statement in (f"UPDATE {table} SET {first} = {first}", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


async def test_the_service_works_as_the_lesser_role(resources: Resources) -> None:
    (row,) = await resources.database.read(reading(select(func.current_user().label("role"))))
    assert row.role == "checkin_app"


async def test_evidence_can_be_purged_while_its_attempt_stays(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET ROLE checkin_app")
        connection.execute("UPDATE attempt SET evidence_sealed = NULL WHERE false")
