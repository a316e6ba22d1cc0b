"""Use cases that settlement asks of vouchers: many at once, with their legs and where the money stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import announce_all
from checkin_service.kit.resources import Resources
from checkin_service.voucher import rules
from checkin_service.voucher.model.codes import normalised
from checkin_service.voucher.model.ledger import Transfer
from checkin_service.voucher.model.vouchers import Voucher, VoucherEvent, VoucherLeg
from checkin_service.voucher.service.news import news_of
from checkin_service.voucher.store import many, money


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Vouchers with what each pays and the last transfer of each leg."""

    vouchers: dict[UUID, Voucher]
    legs: dict[UUID, list[VoucherLeg]]
    last: dict[UUID, dict[str, Transfer]]

    def amount_fen(self, voucher_id: UUID) -> int:
        return sum(leg.amount_fen for leg in self.legs[voucher_id])

    def payer(self, voucher_id: UUID) -> str:
        """The authority whose money it is: all legs of a voucher are of one, the issuer's unless others said so."""
        return next((leg.authority_code for leg in self.legs[voucher_id]), self.vouchers[voucher_id].authority_code)


async def by_codes(resources: Resources, codes: Sequence[str]) -> list[Voucher | None]:
    """The voucher of each code, in order."""
    wanted = [normalised(code) for code in codes]
    found = await many.vouchers_by_codes(resources.database, [code for code in wanted if code])
    return [found.get(code) if code else None for code in wanted]


async def payable_to(resources: Resources, payee: str) -> list[Voucher]:
    """Vouchers that have earned their subsidy and wait to be settled, of which some goes to this payee."""
    return await many.payable_to(resources.database, payee)


async def claims(resources: Resources, vouchers: Collection[Voucher]) -> Claims:
    trainees, ids = [each.trainee_id for each in vouchers], [each.voucher_id for each in vouchers]
    return Claims(
        vouchers={each.voucher_id: each for each in vouchers},
        legs=await many.legs_of_many(resources.database, trainees, ids),
        last=await money.last_transfers_of_many(resources.database, trainees, ids),
    )


async def claims_of(resources: Resources, pairs: Sequence[tuple[UUID, UUID]]) -> Claims:
    """The same of vouchers named by trainee and id."""
    found = await many.vouchers_by_ids(resources.database, [pair[0] for pair in pairs], [pair[1] for pair in pairs])
    return await claims(resources, list(found.values()))


async def frozen_among(resources: Resources, authority_code: str, objects: Collection[str]) -> frozenset[str]:
    """Which of these no money of the authority may reach while it investigates."""
    return await money.frozen_among(resources.database, authority_code, list(objects))


def move_all(
    unit: UnitOfWork,
    vouchers: Sequence[Voucher],
    events: Sequence[VoucherEvent],
    *,
    at: datetime,
    actor: str,
    reason: str | None = None,
) -> None:
    """The same events for many vouchers, in the statement that settles them."""
    if vouchers:
        moves = [rules.moves_of(each, events, at=at, actor=actor, reason=reason) for each in vouchers]
        many.move_all(unit, moves)
        announce_all(unit, news_of(zip(vouchers, moves, strict=True)))


def record(unit: UnitOfWork, transfers: Sequence[Transfer]) -> None:
    money.add_transfers(unit, transfers)
