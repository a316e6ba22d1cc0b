"""The embedded ledger: transfers are rows of our own database, written in the statement of what caused them."""

from collections.abc import Sequence
from uuid import UUID

from checkin_service.kit.database import Database, UnitOfWork
from checkin_service.voucher import store
from checkin_service.voucher.ledger import Transfer


class EmbeddedLedger:
    """A `Ledger` in the same PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_transfer(self, trainee_id: UUID, voucher_id: UUID) -> Transfer | None:
        return await store.last_transfer(self._database, trainee_id, voucher_id)

    async def record(self, unit: UnitOfWork, transfers: Sequence[Transfer]) -> None:
        for transfer in transfers:
            store.add_transfer(unit, transfer)
