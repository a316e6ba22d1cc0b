"""The accounts that payees state, sealed, and the payment table that shows them to those who pay."""

from datetime import datetime
from uuid import UUID

from pydantic_core import to_json

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject, SubjectKind
from checkin_service.catalogue import service as catalogue
from checkin_service.eligibility.service.reading import evidence_of_vouchers
from checkin_service.identity import service as identity
from checkin_service.identity.rules.names import masked_name
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Printed, PrintedLine
from checkin_service.settlement.schemas.applications import Account, AccountAnswer, EnterpriseAccount, StatedAccount
from checkin_service.settlement.service.at_once import ACCOUNT_STATED
from checkin_service.settlement.service.ordering import table_of
from checkin_service.settlement.service.payees import (
    ACCOUNT,
    PaidInto,
    accounts_for,
    names_of,
    owner,
    require_stating,
    stated_accounts,
)
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.news import about

_SHOWN = 4


async def state_account(resources: Resources, subject: Subject, body: Account) -> Kept[AccountAnswer]:
    """An institution or a trainee states where their money goes (填报的账户, SX-26); the latest counts."""
    return await _state(resources, subject, body, payee=subject.tenant)


async def state_enterprise_account(
    resources: Resources, subject: Subject, body: EnterpriseAccount
) -> Kept[AccountAnswer]:
    """An enterprise has no access of its own: the authority that subsidises it enters the account it stated (SX-21)."""
    enterprise = await catalogue.enterprise_of(resources, body.enterprise_id)
    if enterprise is None or enterprise.authority_code != subject.authority_code:
        raise not_found()
    return await _state(resources, subject, body, payee=f"enterprise:{body.enterprise_id}")


async def stated(resources: Resources, subject: Subject) -> StatedAccount | None:
    """The account one has stated last; of its number only the end is shown to anybody but those who pay."""
    found = (await stated_accounts(resources, [subject.tenant])).get(subject.tenant)
    if found is None:
        return None
    holder, bank, number = found
    return StatedAccount(holder=holder, bank=bank, number_ends_in=number[-_SHOWN:])


async def printed(resources: Resources, subject: Subject, table_id: UUID) -> Printed:
    """The payment table with codes, names and accounts, for those who pay."""
    table, orders = await table_of(resources, subject, table_id)
    payees = {order.payee for order in orders}
    into = await accounts_for(resources, payees, table.authority_code, at=table.made_at)
    names = await names_of(resources, payees)
    people = await identity.people(resources, {order.trainee_id for order in orders})
    claims = await settling.claims_of(resources, [(order.trainee_id, order.voucher_id) for order in orders])
    evidence = await evidence_of_vouchers(resources, [order.voucher_id for order in orders])
    lines = [
        PrintedLine(
            order,
            evidence.get(order.voucher_id, ""),
            claims.vouchers[order.voucher_id].voucher_code,
            masked_name(people[order.trainee_id].name) if order.trainee_id in people else "",
            names.get(order.payee, ""),
            *into.get(order.payee, _UNKNOWN),
        )
        for order in orders
    ]
    return Printed(table=table, lines=lines, totals=rules.totals(orders))


@once_per("account_id")
async def _state(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: Account, *, payee: str
) -> AccountAnswer:
    now = resources.clock.now()
    if subject.kind is SubjectKind.TRAINEE:
        await require_stating(resources, subject.subject_id, at=now)
    await _settle_what_waited(resources, unit, payee, now)
    await resources.sealer.ready(ACCOUNT.realm, owner(payee), make=True)
    stated = to_json([body.holder, body.bank, body.number])
    store.add_account(
        unit,
        payee=payee,
        account_id=body.account_id,
        sealed=resources.sealer.seal(owner(payee), ACCOUNT, stated),
        stated_by=subject.name,
        stated_at=now,
    )
    audit.record(unit, subject, Permission.ACCOUNT_STATE, body.account_id, at=now)
    return AccountAnswer(account_id=body.account_id, number_ends_in=body.number[-_SHOWN:])


async def _settle_what_waited(resources: Resources, unit: UnitOfWork, payee: str, at: datetime) -> None:
    """Where money is ordered as it is earned, what was earned before there was an account is ordered now."""
    if payee in await stated_accounts(resources, [payee]):
        return
    for voucher in await settling.payable_to(resources, payee):
        announce(unit, ACCOUNT_STATED, voucher.trainee_id, about(voucher), occurred_at=at)


_UNKNOWN = PaidInto("", "（账户已删除）", "")
"""The person has been erased since the table was made."""
