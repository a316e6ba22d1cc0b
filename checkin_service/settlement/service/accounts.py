"""The accounts that payees state, sealed, and the workbook that shows them to those who pay."""

from collections.abc import Collection
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
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Order, Printed, PrintedLine
from checkin_service.settlement.schemas import Account, AccountAnswer, EnterpriseAccount, StatedAccount
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
    return await _state(resources, subject, body, payee=subject.tenant)


async def state_enterprise_account(resources: Resources, subject: Subject, body: EnterpriseAccount) -> bytes:
    """An enterprise has no access of its own: the authority that subsidises it enters the account it stated (SX-21)."""
    enterprise = await catalogue.enterprise_of(resources, body.enterprise_id)
    if enterprise is None or enterprise.authority_code != subject.authority_code:
        raise not_found()
    return await _state(resources, subject, body, payee=f"enterprise:{body.enterprise_id}")


async def stated(resources: Resources, subject: Subject) -> StatedAccount | None:
    """The account one has stated last; of its number only the end is shown to anybody but those who pay."""
    found = (await _accounts(resources, [subject.tenant])).get(subject.tenant)
    if found is None:
        return None
    holder, bank, number = found
    return StatedAccount(holder=holder, bank=bank, number_ends_in=number[-_SHOWN:])


async def printed(resources: Resources, subject: Subject, table_id: UUID) -> Printed:
    """The payment table with names and accounts, for those who pay."""
    table, orders = await table_of(resources, subject, table_id)
    accounts = await _accounts(resources, {order.payee for order in orders})
    names = await _names(resources, orders)
    lines = [
        PrintedLine(order, names.get(order.payee, order.payee), *accounts.get(order.payee, _CARD)) for order in orders
    ]
    return Printed(table=table, lines=lines, totals=rules.totals(orders))


async def workbook_of(resources: Resources, subject: Subject, table_id: UUID) -> bytes:
    """The payment table as a workbook: the lines, and the totals per fund and route with the manifest's hash."""
    shown = await printed(resources, subject, table_id)
    lines: list[list[Cell]] = [list(_COLUMNS)]
    for each in shown.lines:
        order = each.order
        said = order.reason or order.reference or ""
        head: list[Cell] = [order.line, str(order.voucher_id), order.leg, each.name]
        paid_from: list[Cell] = [order.fund.value, order.fiscal_year, order.route, order.amount_fen]
        lines.append([*head, each.holder, each.bank, each.number, *paid_from, order.state.value, said])
    sums: list[list[Cell]] = [["资金来源", "拨付渠道", "金额（分）", "金额"]]
    sums += [[fund, route, fen, yuan(fen)] for (fund, route), fen in shown.totals.items()]
    table = shown.table
    sums += [["合计", "", table.total_fen, yuan(table.total_fen)], ["清单 SHA-256", table.manifest_sha256.hex()]]
    return workbook({"拨付明细": lines, "汇总": sums})


async def _state(resources: Resources, subject: Subject, body: Account, *, payee: str) -> bytes:
    async def act(unit: UnitOfWork) -> AccountAnswer:
        now = resources.clock.now()
        stated = to_json([body.holder, body.bank, body.number])
        store.add_account(
            unit,
            payee=payee,
            account_id=body.account_id,
            sealed=resources.sealer.seal(_owner(payee), _PURPOSE, stated),
            stated_by=subject.name,
            stated_at=now,
        )
        audit.record(unit, subject=subject, action=Permission.ACCOUNT_STATE, object_id=body.account_id, at=now)
        return AccountAnswer(account_id=body.account_id, number_ends_in=body.number[-_SHOWN:])

    return await once(resources.database, caller=subject.tenant, request_id=body.account_id, body=body, act=act)


async def _accounts(resources: Resources, payees: Collection[str]) -> dict[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for payee, sealed in (await store.accounts_of(resources.database, sorted(payees))).items():
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
        find = catalogue.enterprise_of if payee.startswith("enterprise:") else catalogue.institution_of
        found = await find(resources, _owner(payee))
        if found is not None:
            names[payee] = found.name
    return names


def _owner(payee: str) -> UUID:
    return UUID(payee.partition(":")[2])
