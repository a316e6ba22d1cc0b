"""The accounts that payees state, sealed, and the workbook that shows them to those who pay."""

from uuid import UUID

from pydantic_core import from_json, to_json

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.keyring import Realm
from checkin_service.kit.money import yuan
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Order
from checkin_service.settlement.schemas import Account, AccountAnswer
from checkin_service.settlement.service.ordering import table_of
from checkin_service.settlement.spreadsheet import Cell, workbook

_PURPOSE = Purpose(Realm.IDENTITY, "payee-account")
_SHOWN = 4
_CARD = ("", "社会保障卡银行账户", "")
"""Where nothing is stated the money goes to the account of the social security card (MP-27)."""

_COLUMNS = (
    "序号",
    "培训券",
    "项目",
    "收款人",
    "户名",
    "开户银行",
    "账号",
    "资金来源",
    "年度",
    "拨付渠道",
    "金额（分）",
    "状态",
    "说明",
)


async def state_account(resources: Resources, subject: Subject, body: Account) -> bytes:
    """An institution or a trainee states where their money goes (填报的账户, SX-26); the latest counts."""

    async def act(unit: UnitOfWork) -> AccountAnswer:
        now = resources.clock.now()
        stated = to_json([body.holder, body.bank, body.number])
        store.add_account(
            unit,
            payee=subject.tenant,
            account_id=body.account_id,
            sealed=resources.sealer.seal(_owner(subject.tenant), _PURPOSE, stated),
            stated_by=subject.name,
            stated_at=now,
        )
        audit.record(unit, subject=subject, action=Permission.ACCOUNT_STATE, object_id=body.account_id, at=now)
        return AccountAnswer(account_id=body.account_id, number_ends_in=body.number[-_SHOWN:])

    return await once(resources.database, caller=subject.tenant, request_id=body.account_id, body=body, act=act)


async def workbook_of(resources: Resources, subject: Subject, table_id: UUID) -> bytes:
    """The payment table as a workbook: the lines, and the totals per fund and route with the manifest's hash."""
    table, orders = await table_of(resources, subject, table_id)
    accounts = await _accounts(resources, orders)
    names = await _names(resources, orders)
    lines: list[list[Cell]] = [list(_COLUMNS)]
    for order in orders:
        holder, bank, number = accounts.get(order.payee, _CARD)
        said = order.reason or order.reference or ""
        head: list[Cell] = [order.line, str(order.voucher_id), order.leg, names.get(order.payee, order.payee)]
        paid_from: list[Cell] = [order.fund.value, order.fiscal_year, order.route, order.amount_fen]
        lines.append([*head, holder, bank, number, *paid_from, order.state.value, said])
    sums: list[list[Cell]] = [["资金来源", "拨付渠道", "金额（分）", "金额"]]
    sums += [[fund, route, fen, yuan(fen)] for (fund, route), fen in rules.totals(orders).items()]
    sums += [["合计", "", table.total_fen, yuan(table.total_fen)], ["清单 SHA-256", table.manifest_sha256.hex()]]
    return workbook({"拨付明细": lines, "汇总": sums})


async def _accounts(resources: Resources, orders: list[Order]) -> dict[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    payees = sorted({order.payee for order in orders})
    for payee, sealed in (await store.accounts_of(resources.database, payees)).items():
        try:
            holder, bank, number = from_json(resources.sealer.open(_owner(payee), _PURPOSE, sealed))
        except SealBroken:
            continue  # The person has been erased since: the table shows that no account is known.
        found[payee] = (holder, bank, number)
    return found


async def _names(resources: Resources, orders: list[Order]) -> dict[str, str]:
    payees = {order.payee for order in orders}
    people = [UUID(payee.removeprefix("trainee:")) for payee in payees if payee.startswith("trainee:")]
    names = {f"trainee:{key}": person.name for key, person in (await identity.people(resources, people)).items()}
    for payee in payees - names.keys():
        institution = await catalogue.institution_of(resources, _owner(payee))
        if institution is not None:
            names[payee] = institution.name
    return names


def _owner(payee: str) -> UUID:
    return UUID(payee.partition(":")[2])
