"""A benefit had in another region is not paid again, until that region corrects its report (MP-19)."""

import httpx
import pytest
from sqlalchemy import bindparam, update

from checkin_service.identity import service as identity
from checkin_service.identity.tables import trainee
from checkin_service.kit.database import Fragment
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.timetable.model import CertificateElsewhere, CertificateKind
from checkin_service.timetable.store import certificates
from tests.building.rows import ACTIVATED_AT
from tests.building.stored import StoredWorld
from tests.settlement.payables import payable
from tests.settlement.test_settlement_http import Office

_NAME_DOCUMENT = Fragment(
    update(trainee)
    .values(document_sealed=bindparam("to_document"), name_sealed=bindparam("to_name"))
    .where(trainee.c.trainee_id == bindparam("of_trainee"))
)


@pytest.fixture
async def world(resources: Resources) -> StoredWorld:
    found = await payable(resources)
    number = f"E{new_id().hex[-8:].upper()}"
    sealed = resources.sealer.seal(found.trainee_id, Purpose(Realm.IDENTITY, "document"), number.encode())
    name = resources.sealer.seal(found.trainee_id, Purpose(Realm.IDENTITY, "name"), "王芳".encode())
    async with resources.database.write() as unit:
        unit.add(_NAME_DOCUMENT, to_document=sealed, to_name=name, of_trainee=found.trainee_id)
    return found


async def report(world: StoredWorld, *, ordinal: int, is_subsidised: bool) -> None:
    (document_hash,) = (await identity.document_hashes(world.resources, [world.trainee_id]))[world.trainee_id]
    said = CertificateElsewhere(
        document_hash=document_hash,
        certificate_number="S9",
        ordinal=ordinal,
        kind=CertificateKind.SKILL_LEVEL,
        occupation="电工",
        level="四级",
        issued_on=ACTIVATED_AT.date(),
        region_code="370100",
        is_subsidised=is_subsidised,
        authority_code=world.authority_code,
        reported_by=new_id(),
        reported_at=ACTIVATED_AT,
    )
    async with world.resources.database.write() as unit:
        certificates.add_elsewhere(unit, said)


async def test_what_was_had_elsewhere_is_not_applied_for(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    office = Office(client, resources, world)
    await report(world, ordinal=1, is_subsidised=True)
    refused = await office.institution.apply(world, world.voucher.voucher_code)
    assert [each["reason"] for each in refused.json()["rows"]] == ["duplicate_benefit"]
    await report(world, ordinal=2, is_subsidised=False)
    assert (await office.institution.apply(world, world.voucher.voucher_code)).status_code == 201


async def test_a_report_that_comes_late_stops_the_approval(
    client: httpx.AsyncClient, resources: Resources, world: StoredWorld
) -> None:
    office = Office(client, resources, world)
    application = (await office.institution.apply(world, world.voucher.voucher_code)).json()["application_id"]
    await office.first.decide(application, "review")
    await report(world, ordinal=1, is_subsidised=True)
    refused = await office.second.decide(application, "approval")
    assert (refused.status_code, refused.json()["reason"]) == (422, "duplicate_benefit")
    assert (await office.second.decide(application, "approval", approved=False)).status_code == 201
