"""Payees with their names and accounts, and the guard that no order goes to a payee without one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic_core import from_json

from checkin_service.catalogue import service as catalogue
from checkin_service.identity import service as identity
from checkin_service.kit.keyring import Realm
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.clauses import law
from checkin_service.policy.model import NATIONAL
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Order
from checkin_service.voucher import service as vouchers

ACCOUNT = Purpose(Realm.IDENTITY, "payee-account")
CARD = "社会保障卡银行账户"


class PaidInto(NamedTuple):
    """An account as its payee has stated it."""

    holder: str
    bank: str
    number: str


def owner(payee: str) -> UUID:
    return UUID(payee.partition(":")[2])


async def stated_accounts(resources: Resources, payees: Collection[str]) -> dict[str, PaidInto]:
    """The latest account of each payee; of erased people none is known."""
    found: dict[str, PaidInto] = {}
    accounts = await store.accounts_of(resources.database, sorted(payees))
    await resources.sealer.ready(ACCOUNT.realm, *map(owner, accounts))
    for payee, sealed in accounts.items():
        try:
            found[payee] = PaidInto(*from_json(resources.sealer.open(owner(payee), ACCOUNT, sealed)))
        except SealBroken:
            continue
    return found


async def accounts_for(
    resources: Resources, payees: Collection[str], authority: str, *, at: datetime
) -> dict[str, PaidInto]:
    """Where each payee is paid under this authority: people on their card where it says so (MP-27)."""
    way = policy_at(authority, at, known_at=at).value("payment.account").text
    on_card = {payee for payee in payees if rules.is_paid_on_card(payee, way)}
    names = await names_of(resources, on_card)
    stated = await stated_accounts(resources, set(payees) - on_card)
    return stated | {payee: PaidInto(names.get(payee, ""), CARD, "") for payee in on_card}


async def without_account(
    resources: Resources, orders: Sequence[Order], authority: str, *, at: datetime
) -> frozenset[str]:
    """The payees of these orders that no account is known of."""
    payees = {order.payee for order in orders}
    return frozenset(payees - (await accounts_for(resources, payees, authority, at=at)).keys())


async def require_accounts(resources: Resources, orders: Sequence[Order], authority: str, *, at: datetime) -> None:
    """No order to a payee without an account: who is missing one is named, with what helps."""
    missing = await without_account(resources, orders, authority, at=at)
    if missing:
        names = await names_of(resources, {each for each in missing if not each.startswith("trainee:")})
        people = sum(each.startswith("trainee:") for each in missing)
        shown = [*sorted(names.values()), *([_PEOPLE.zh.format(count=people)] if people else [])]
        words = _NO_ACCOUNT.filled(payees="、".join(shown))
        asked = policy_at(authority, at, known_at=at).value("payment.account")
        raise by_law(words, asked.basis, reason="account_missing", payees=sorted(missing))


async def require_stating(resources: Resources, trainee_id: UUID, *, at: datetime) -> None:
    """A person states an account only where some authority of theirs pays into stated ones."""
    held = (await vouchers.vouchers_of(resources, [trainee_id])).get(trainee_id, [])
    authorities = {each.authority_code for each in held} or {NATIONAL}
    ways = {policy_at(each, at, known_at=at).value("payment.account").text for each in authorities}
    if ways <= {rules.ON_CARD}:
        raise by_law(_ON_CARD, law("MP-27"), reason="paid_on_card")


async def names_of(resources: Resources, payees: Collection[str]) -> dict[str, str]:
    people = [owner(payee) for payee in payees if payee.startswith("trainee:")]
    names = {f"trainee:{key}": person.name for key, person in (await identity.people(resources, people)).items()}
    for payee in payees - names.keys():
        find = catalogue.enterprise_of if payee.startswith("enterprise:") else catalogue.institution_of
        found = await find(resources, owner(payee))
        if found is not None:
            names[payee] = found.name
    return names


_PEOPLE = Words("{count}名个人", "{count} people")
_NO_ACCOUNT = Words(
    "以下收款人尚无收款账户，不能列入拨付表：{payees}。请机构、个人在“结算”页填报账户，企业账户由人社部门录入，之后再制表。",
    "These payees have no account, so that no payment table can be made: {payees}. Institutions and people state "
    "theirs on the settlement page, an enterprise's is entered by the authority; make the table afterwards.",
)
_ON_CARD = Words(
    "补贴直接拨入本人社会保障卡银行账户，无需填写银行账户；如社保卡金融功能未激活，请先到发卡银行激活。",
    "Subsidies go to the account of your social security card, and no other is stated; have the card's bank account "
    "activated if it is not yet.",
)
