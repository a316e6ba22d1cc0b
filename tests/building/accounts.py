"""Accounts that payees have stated, so that payment tables can be made."""

from pydantic_core import to_json

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.settlement import store
from checkin_service.settlement.service.payees import ACCOUNT, owner


async def stated(resources: Resources, payee: str, *, number: str = "6222000099998888") -> None:
    """The payee has stated an account."""
    sealed = resources.sealer.seal(owner(payee), ACCOUNT, to_json(["测试户名", "测试银行", number]))
    async with resources.database.write() as unit:
        store.add_account(
            unit,
            payee=payee,
            account_id=new_id(),
            sealed=sealed,
            stated_by=payee,
            stated_at=resources.clock.now(),
        )
