"""Issue, look up and put to use, against the real database."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from checkin_service.kit.database import Stale
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, book
from checkin_service.voucher import service
from checkin_service.voucher.model.vouchers import Voucher, VoucherKind, VoucherState
from tests.building.stored import StoredWorld, an_idle_stored_world

ISSUED_AT = datetime(2022, 4, 1, 1, tzinfo=UTC)


def view_of(world: StoredWorld) -> PolicyView:
    return book().at(world.authority_code, on=date(2022, 5, 1))


async def a_second_voucher(world: StoredWorld, at: datetime = ISSUED_AT) -> Voucher:
    had = (await service.vouchers_of(world.resources, [world.trainee_id]))[world.trainee_id]
    async with world.resources.database.write() as unit:
        return service.issue(
            unit,
            trainee_id=world.trainee_id,
            voucher_id=new_id(),
            kind=VoucherKind.TARGETED,
            authority_code=world.authority_code,
            at=at,
            view=view_of(world),
            before=len(had),
        )


async def put_to_use(world: StoredWorld, voucher: Voucher, at: datetime) -> None:
    async with world.resources.database.write() as unit:
        await service.activate_and_use(
            world.resources,
            unit,
            voucher,
            class_id=world.class_id,
            at=at,
            actor=world.admin,
            view=view_of(world),
        )


async def test_the_periods_of_shaoxing_count_from_obtaining(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    voucher = await a_second_voucher(world, at=datetime(2022, 8, 30, 17, tzinfo=UTC))
    # Already the 31st in China; there is no 31 November.
    assert voucher.obtained_on == date(2022, 8, 31)
    assert voucher.activate_by == date(2022, 11, 30)
    assert voucher.use_by == date(2023, 2, 28)


async def test_a_code_finds_its_voucher_however_it_is_typed(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    typed = f" {world.voucher.voucher_code[:10].lower()}-{world.voucher.voucher_code[10:]} "
    assert await service.voucher_by_code(resources, typed) == world.voucher
    assert await service.voucher_by_code(resources, "nothing") is None


async def test_everybodys_vouchers_are_found_oldest_first(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    second = await a_second_voucher(world)
    nobody = new_id()
    found = await service.vouchers_of(resources, [world.trainee_id, nobody])
    assert found == {world.trainee_id: [world.voucher, second], nobody: []}


async def test_arrival_activates_and_uses_the_voucher(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    await put_to_use(world, world.voucher, ISSUED_AT + timedelta(days=30))
    voucher = await world.present_voucher()
    assert voucher.state is VoucherState.USED
    assert (voucher.class_id, voucher.institution_id) == (world.class_id, world.institution_id)
    assert voucher.ordinal == 3


async def test_a_voucher_put_to_use_twice_is_refused(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    await put_to_use(world, world.voucher, ISSUED_AT)
    with pytest.raises(Problem) as refused:
        await put_to_use(world, await world.present_voucher(), ISSUED_AT)
    assert refused.value.kind is ProblemKind.RULE_REFUSED
    assert refused.value.fields["reason"] == "voucher_already_used"


async def test_an_expired_voucher_is_refused_though_no_job_has_expired_it(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    with pytest.raises(Problem) as refused:
        await put_to_use(world, world.voucher, ISSUED_AT + timedelta(days=120))
    assert refused.value.fields["reason"] == "voucher_expired"
    assert (await world.present_voucher()).state is VoucherState.ISSUED


async def test_a_second_voucher_in_the_same_year_is_over_the_quota(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    second = await a_second_voucher(world)
    await put_to_use(world, world.voucher, ISSUED_AT)
    assert await service.refusal_to_use(resources, second, at=ISSUED_AT, view=view_of(world)) is not None
    with pytest.raises(Problem) as refused:
        await put_to_use(world, second, ISSUED_AT)
    assert refused.value.fields["reason"] == "voucher_quota_reached"


async def test_the_next_calendar_year_in_china_counts_anew(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    second = await a_second_voucher(world, at=datetime(2022, 12, 1, tzinfo=UTC))
    await put_to_use(world, world.voucher, ISSUED_AT)
    new_year_in_china = datetime(2022, 12, 31, 16, tzinfo=UTC)
    assert await service.refusal_to_use(resources, second, at=new_year_in_china, view=view_of(world)) is None
    await put_to_use(world, second, new_year_in_china)


async def test_two_desks_scanning_one_voucher_at_once_use_it_once(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    results = await asyncio.gather(
        *(put_to_use(world, world.voucher, ISSUED_AT) for _ in range(8)), return_exceptions=True
    )
    assert sum(result is None for result in results) == 1
    assert all(isinstance(result, Stale | Problem | None) for result in results)
    assert (await world.present_voucher()).ordinal == 3


async def test_two_vouchers_of_one_person_scanned_at_once_stay_within_the_quota(resources: Resources) -> None:
    world = await an_idle_stored_world(resources)
    second = await a_second_voucher(world)
    results = await asyncio.gather(
        put_to_use(world, world.voucher, ISSUED_AT), put_to_use(world, second, ISSUED_AT), return_exceptions=True
    )
    assert sum(result is None for result in results) == 1
