"""The port of a ledger of money: what another ledger implements to take the embedded one's place."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.voucher.model.ledger import Transfer


class Ledger(Protocol):
    """Where transfers are kept.

    A transfer is named by trainee, voucher and ordinal: it counts once, however often it is recorded.
    """

    async def last_transfers(self, trainee_id: UUID, voucher_id: UUID) -> Mapping[str, Transfer]:
        """The last transfer of each leg of a voucher."""
        ...

    async def last_transfers_of_many(
        self, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, Transfer]]:
        """The same for many vouchers at once, by voucher."""
        ...

    async def record(self, unit: UnitOfWork, transfers: Sequence[Transfer]) -> None:
        """Keep the transfers; what belongs to our own database joins the unit of work."""
        ...
