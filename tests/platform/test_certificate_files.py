"""Electronic licences: a signed file of each kind of certificate, checked without us and with us."""

import json
from typing import Any

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import FastAPI

from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.resources import Resources
from checkin_service.timetable.model import CertificateKind
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient
from tests.platform.test_operations_http import CERTIFICATES, a_certificate
from tests.web.desk import Desk
from tests.web.staff_browser import SAME_ORIGIN, a_browser

FILES, CHECKS = "/v1/certificate-files", "/v1/certificate-file-checks"


@pytest.fixture(autouse=True)
def in_another_minute(clock: StoppedClock) -> None:
    """Queries of one address are limited by the minute."""
    clock.advance(minutes=1)


async def file_of(client: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(FILES, json={"number": body["number"], "name": body["name"]})
    assert answer.status_code == httpx.codes.OK, answer.text
    return dict(answer.json())


async def check(client: httpx.AsyncClient, file: dict[str, Any], **changed: str) -> dict[str, Any]:
    asked = {"document": file["document"], "signature": file["signature"]} | changed
    answer = await client.post(CHECKS, json=asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    return dict(answer.json())


@pytest.mark.parametrize("kind", list(CertificateKind))
async def test_every_kind_has_a_file_that_anybody_checks_with_the_key(
    world: World, platform: PlatformClient, kind: CertificateKind
) -> None:
    body = a_certificate(world, kind=kind.value)
    await platform.post(CERTIFICATES, body)
    file = await file_of(world.client, body)
    assert json.loads(file["document"]) == {
        "format": "certificate/1",
        "number": body["number"],
        "name": body["name"],
        "kind": kind.value,
        "occupation": "电工",
        "level": "四级",
        "issued_on": "2026-03-01",
    }
    key = Ed25519PublicKey.from_public_bytes(decode(file["public_key"]))
    key.verify(decode(file["signature"]), file["document"].encode())
    with pytest.raises(InvalidSignature):
        key.verify(decode(file["signature"]), file["document"].replace("四级", "三级").encode())


async def test_the_service_says_whether_it_signed_it_and_the_register_still_says_so(
    world: World, platform: PlatformClient, resources: Resources
) -> None:
    body = a_certificate(world)
    await platform.post(CERTIFICATES, body)
    file = await file_of(world.client, body)
    found = await check(world.client, file)
    assert (found["is_signed_here"], found["is_in_register"], found["certificate"]["level"]) == (True, True, "四级")
    forged = await check(world.client, file, document=file["document"].replace("四级", "一级"))
    assert forged == {"is_signed_here": False, "is_in_register": False, "certificate": None}
    # Signed here once, and not, or not so, in the register.
    for written in (body["number"], "四级"):
        changed = file["document"].replace(written, "S0")
        signature = encode(resources.signing.log.sign(changed.encode()))
        later = await check(world.client, file, document=changed, signature=signature)
        assert (later["is_signed_here"], later["is_in_register"]) == (True, False)


async def test_what_else_the_service_signs_is_no_licence(world: World) -> None:
    record = await world.trainees[0].phone.get("/v1/me/record")
    found = await check(world.client, record)
    assert found == {"is_signed_here": True, "is_in_register": False, "certificate": None}


async def test_without_number_and_name_together_there_is_no_file(world: World, platform: PlatformClient) -> None:
    body = a_certificate(world)
    await platform.post(CERTIFICATES, body)
    for wrong in ({"number": "S0"}, {"name": "无此人"}):
        asked = {"number": body["number"], "name": body["name"]} | wrong
        assert (await world.client.post(FILES, json=asked)).status_code == httpx.codes.NOT_FOUND


async def test_the_file_is_taken_and_checked_in_pages(app: FastAPI, world: World, platform: PlatformClient) -> None:
    body = a_certificate(world)
    await platform.post(CERTIFICATES, body)
    typed = {"number": body["number"], "name": body["name"]}
    async with a_browser(app) as visitor:
        found = await visitor.post("/certificates", data=typed, headers=SAME_ORIGIN)
        assert "下载电子证照" in found.text
        taken = await visitor.post("/certificates/file", data=typed, headers=SAME_ORIGIN)
        assert "certificate.json" in taken.headers["content-disposition"]
        assert "核对电子证照" in await Desk(visitor).see("/certificates/check")
        for text, words, status in (
            (taken.text, "真实有效", 200),
            (taken.text.replace("四级", "一级"), "签名不是本平台的", 200),
            ("{}", "请从头到尾复制", 422),
            ("不是文件", "请从头到尾复制", 422),
        ):
            checked = await visitor.post("/certificates/check", data={"file": text}, headers=SAME_ORIGIN)
            assert (checked.status_code, words in checked.text) == (status, True), text
