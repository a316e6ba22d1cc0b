"""Guards before money leaves: the subsidy is still earned, and no payment of it is under way."""

from collections.abc import Sequence
from uuid import UUID

from checkin_service.eligibility import service as eligibility
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.clauses import law
from checkin_service.settlement import store
from checkin_service.voucher.model.vouchers import VoucherState
from checkin_service.voucher.service.settling import Claims, claims_of


async def unearned(resources: Resources, claims: Claims) -> list[str]:
    """Vouchers that the determination which counts now does not find eligible, whatever an earlier one found."""
    used = {(each.trainee_id, each.class_id): each for each in claims.vouchers.values() if each.class_id is not None}
    earned = await eligibility.eligible_among(resources, [(trainee, class_) for trainee, class_ in used if class_])
    return sorted(str(each.voucher_id) for place, each in used.items() if place not in earned)


async def require_earned(resources: Resources, claims: Claims) -> None:
    """A correction may have come after the application: the ledger cannot follow it while settlement goes on."""
    if vouchers := await unearned(resources, claims):
        raise by_law(_NOT_EARNED, law("MP-15"), reason="not_earned", vouchers=vouchers)


async def follow_again(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
    """`voucher.request_refused`, `voucher.payment_refused`: what settlement gave back follows the determination again.

    Looked at when the refusal stands: whoever looked while refusing could miss a determination of that moment, which
    in its turn would have found the voucher still in settlement.
    """
    pairs = [(each.trainee_id, UUID(each.payload["voucher_id"])) for each in events]
    claims = await claims_of(resources, pairs)
    lost = set(await unearned(resources, claims))
    given_back = [each for each in claims.vouchers.values() if each.state is VoucherState.PAYABLE]
    places = [(each.trainee_id, each.class_id) for each in given_back if str(each.voucher_id) in lost and each.class_id]
    eligibility.determine_again(resources, unit, places)


async def open_legs(resources: Resources, claims: Claims) -> set[tuple[UUID, str]]:
    """Legs that wait for the treasury's answer in some payment table, by voucher."""
    found = claims.vouchers.values()
    return await store.open_legs(
        resources.database, [each.trainee_id for each in found], [each.voucher_id for each in found]
    )


_NOT_EARNED = Words(
    "有培训券按现行审核结论不符合补贴条件，请退回申请。",
    "By the determination that counts now a voucher has not earned its subsidy: refuse the application.",
)
