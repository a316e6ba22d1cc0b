"""Our server and our client against each other over real sockets, in all eleven operations."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic_core import to_json

from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn
from checkin_service.feed.guard import Guard
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.platform.schemas.batches import Batch, Reasoned
from checkin_service.platform.schemas.operations import PersonQuery, QrQuery, ScannedVoucher, SettlementRequest
from checkin_service.platform.service.http_client import HttpPlatform
from checkin_service.platform.service.port import NationalPlatform, PlatformRefused, PlatformUnavailable
from checkin_service.timetable.schemas.certificates import ReportedCertificate
from checkin_service.voucher.rules import live_qr
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient
from tests.platform.rows import a_trainee, an_institution


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running


@pytest.fixture
async def national(address: str, platform: PlatformClient) -> AsyncIterator[NationalPlatform]:
    guard = Guard(allows_loopback=True)
    async with HttpPlatform.connected(address, platform.access_key, guard=guard) as connected:
        yield connected


def shaped(model: Any, **values: Any) -> Any:
    """A body as it would come over the wire."""
    return model.model_validate_json(to_json(values))


async def test_vouchers_are_verified_read_listed_and_voided(national: NationalPlatform, world: World) -> None:
    code = world.trainees[0].voucher_code
    seen = await national.verify_voucher(ScannedVoucher(shown=code, operator_id="admin-17"))
    assert (seen.is_valid, seen.voucher.voucher_code) == (False, code)
    assert (await national.voucher_status(code)).state == "used"
    person = shaped(PersonQuery, document=world.trainees[0].document)
    assert [each.voucher_code for each in (await national.user_vouchers(person)).vouchers] == [code]
    assert (await national.list_templates()).next_cursor is None
    asked = Reasoned(batch_id=new_id(), partial=True, rows=[{"voucher_code": "no-such-code"}], reason="信息录入错误")
    assert [each.state for each in (await national.void_vouchers(asked)).rows] == ["refused"]


async def test_people_institutions_and_certificates_are_added(national: NationalPlatform, world: World) -> None:
    row = a_trainee(world.class_id)
    people = shaped(Batch, batch_id=new_id(), rows=[row])
    assert (await national.add_trainees(people)).done == 1
    assert (await national.add_institutions(shaped(Batch, batch_id=new_id(), rows=[an_institution()]))).done == 1
    certificate = shaped(
        ReportedCertificate,
        request_id=new_id(),
        document=row["document"],
        name=row["name"],
        number="S000033060026400001",
        kind="skill_level",
        occupation="焊工",
        issued_on="2026-03-01",
        region_code="370100",
    )
    assert (await national.add_certificate(certificate)).is_known_here


async def test_sign_ins_travel_both_ways(national: NationalPlatform, world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at())
    asserted = shaped(
        AssertedSignIn,
        sign_in_id=new_id(),
        session_id=world.session(),
        document=world.trainees[0].document,
        signed_at=world.starts_at() - timedelta(minutes=5),
        place_agrees=True,
    )
    answer = await national.sign_in(asserted)
    assert (answer.evidence_class, answer.verdict.credited_hours) == ("asserted_by_platform", 4)
    assert await national.sign_in(asserted) == answer


async def test_a_qr_names_its_holder(national: NationalPlatform, world: World, resources: Resources) -> None:
    found = await national.voucher_status(world.trainees[0].voucher_code)
    trainee_id = world.trainees[0].trainee_id
    qr = live_qr.new_token(
        resources.code_key, trainee_id=trainee_id, voucher_id=found.voucher_id, now=resources.clock.now()
    )
    assert (await national.trainee_by_qr(QrQuery(qr=qr))).trainee_id == trainee_id


async def test_a_refusal_keeps_its_words_and_its_rows(national: NationalPlatform, world: World) -> None:
    code = world.trainees[0].voucher_code
    with pytest.raises(PlatformRefused) as refused:
        await national.settle_vouchers(SettlementRequest(application_id=new_id(), voucher_codes=[code]))
    assert (refused.value.status, refused.value.kind) == (422, "rule-refused")
    assert refused.value.rows
    assert refused.value.words.zh


async def test_without_its_key_nobody_is_let_in(address: str) -> None:
    async with HttpPlatform.connected(address, "cpk_nothing", guard=Guard(allows_loopback=True)) as connected:
        with pytest.raises(PlatformRefused) as refused:
            await connected.list_templates()
    assert refused.value.status == 401


async def test_an_address_inside_is_not_asked(address: str) -> None:
    async with HttpPlatform.connected(address, "cpk_nothing", guard=Guard()) as connected:
        with pytest.raises(PlatformUnavailable, match="refused"):
            await connected.list_templates()
