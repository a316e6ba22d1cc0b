"""A person's record of a working life over HTTP: complete, signed, on paper, and nobody else's."""

import json

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checkin_service.kit.base64url import decode
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.news import deliver_all
from tests.building.stored import a_stored_world


async def test_the_record_holds_trainings_and_vouchers_and_the_service_stands_for_it(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    world = await a_stored_world(resources, attended=5)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    answer = (await client.get("/v1/me/record", headers=bearer(resources, world.holder))).json()
    document = json.loads(answer["document"])
    (training,) = document["trainings"]
    assert document["format"] == "training-record/1"
    assert (training["total_hours"], training["passed"]) == (20, True)
    assert training["completed_at"]
    assert [each["voucher_code"] for each in document["vouchers"]] == [world.voucher.voucher_code]
    assert set(document) == {"format", "name", "masked_document", "made_at", "trainings", "vouchers"}
    key = Ed25519PublicKey.from_public_bytes(decode(answer["public_key"]))
    key.verify(decode(answer["signature"]), answer["document"].encode())


async def test_the_record_on_paper_is_a_pdf(client: httpx.AsyncClient, resources: Resources) -> None:
    world = await a_stored_world(resources, attended=1)
    paper = await client.get("/v1/me/record.pdf", headers=bearer(resources, world.holder))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
