"""Vouchers voided in a batch, all or none, and the accounts that enterprises stated on the authority's form."""

from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.http.paging import everything
from checkin_service.settlement.schemas.applications import EnterpriseAccount
from checkin_service.settlement.service import accounts
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.schemas import VoidBatch
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/voids", "voids.title", "ticket", Group.BOOKS, Permission.VOUCHER_VOID),
    Entry("/enterprise-accounts", "voids.accounts", "landmark", Group.BOOKS, Permission.ENTERPRISE_CREATE),
)

_VOID = [
    Field(name="codes", label="voids.codes", hint="voids.codes_hint", kind="textarea", most=20_000,
          known_as=("voucher_codes",)),
    Field(name="reason", label="books.reason"),
]  # fmt: skip


@router.shows("/voids", by=Permission.VOUCHER_VOID)
async def ask(visit: Visit, done: Annotated[int | None, Query(ge=1, le=500)] = None) -> Response:
    return _void_page(visit, Draft(), done=done)


@router.takes("/voids", by=Permission.VOUCHER_VOID)
async def void(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(VoidBatch, {"voucher_codes": draft.value("codes").split(), "reason": draft.value("reason")})
        count = await vouchers.void_batch(visit.resources, visit.subject, body.voucher_codes, reason=body.reason)
        return RedirectResponse(f"/voids?done={count}", status_code=303)
    return _void_page(visit, draft)


def _void_page(visit: Visit, draft: Draft, *, done: int | None = None) -> Response:
    return visit.page("office/voids.html", status=draft.status, fields=_VOID, draft=draft, done=done)


@router.shows("/enterprise-accounts", by=Permission.ENTERPRISE_CREATE)
async def ask_account(visit: Visit, done: Annotated[str | None, Query(pattern="^entered$")] = None) -> Response:
    return await _account_page(visit, Draft(), done=done)


@router.takes("/enterprise-accounts", by=Permission.ENTERPRISE_CREATE)
async def state_account(visit: Visit, form: Choices) -> Response:
    """As the enterprise wrote it on the authority's form; the latest counts."""
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("enterprise_id", "holder", "bank", "number")
        body = as_body(EnterpriseAccount, {"account_id": draft.form_id} | {each: draft.value(each) for each in names})
        await accounts.state_enterprise_account(visit.resources, visit.subject, body)
        return RedirectResponse("/enterprise-accounts?done=entered", status_code=303)
    return await _account_page(visit, draft)


async def _account_page(visit: Visit, draft: Draft, *, done: str | None = None) -> Response:
    found = await everything(lambda page: catalogue.enterprises(visit.resources, visit.subject, page))
    names = [(str(each.enterprise_id), each.name) for each in found]
    fields = [
        Field(name="enterprise_id", label="voids.enterprise", kind="select", choices=names),
        Field(name="holder", label="settlement.holder"),
        Field(name="bank", label="settlement.bank"),
        Field(name="number", label="settlement.number", hint="settlement.number_hint", most=40),
    ]
    return visit.page(
        "office/enterprise_accounts.html", status=draft.status, fields=fields, draft=draft, names=names, done=done
    )
