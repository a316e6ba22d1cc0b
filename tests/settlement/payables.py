"""Vouchers that have earned their subsidy, ready to be settled."""

from dataclasses import replace

from sqlalchemy import bindparam, update

from checkin_service.kit.database import Fragment
from checkin_service.kit.resources import Resources
from checkin_service.voucher.model.vouchers import Fund
from checkin_service.voucher.tables import voucher
from tests.building.authorities import STORED
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, an_idle_stored_world, another_trainee

_NAME_FUND = Fragment(
    update(voucher).values(fund=bindparam("to_fund")).where(voucher.c.voucher_id == bindparam("of_voucher"))
)


async def name_fund(world: StoredWorld, fund: Fund = Fund.EMPLOYMENT_SUBSIDY) -> None:
    async with world.resources.database.write() as unit:
        unit.add(_NAME_FUND, to_fund=fund, of_voucher=world.voucher.voucher_id)


async def payable(resources: Resources, *, authority_code: str = STORED, has_account: bool = True) -> StoredWorld:
    """A class completed, its one trainee eligible."""
    world = await an_idle_stored_world(resources, authority_code=authority_code, has_account=has_account)
    await name_fund(world)
    await world.activate()
    return await _earned(world)


async def payable_pair(resources: Resources) -> tuple[StoredWorld, StoredWorld]:
    """Two trainees of one class, both eligible."""
    world = await an_idle_stored_world(resources)
    await name_fund(world)
    await world.activate()
    other = await another_trainee(replace(world))
    await name_fund(other)
    for each in (world, other):
        for session in range(4):
            await each.attend(session)
        await each.assess(passed=True)
    for each in (world, other):
        await each.complete()
    await deliver_all(resources)
    return world, other


async def _earned(world: StoredWorld) -> StoredWorld:
    for session in range(4):
        await world.attend(session)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(world.resources)
    return world
