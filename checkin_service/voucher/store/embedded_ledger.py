"""The embedded ledger: transfers are rows of our own database, written in the statement of what caused them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from checkin_service.kit.database import Database, UnitOfWork
from checkin_service.voucher.model.ledger import Transfer
from checkin_service.voucher.store import money


class EmbeddedLedger:
    """A `Ledger` in the same PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_transfers(self, trainee_id: UUID, voucher_id: UUID) -> Mapping[str, Transfer]:
        return await money.last_transfers(self._database, trainee_id, voucher_id)

    async def last_transfers_of_many(
        self, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, Transfer]]:
        return await money.last_transfers_of_many(self._database, trainee_ids, voucher_ids)

    async def record(self, unit: UnitOfWork, transfers: Sequence[Transfer]) -> None:
        money.add_transfers(unit, transfers)
