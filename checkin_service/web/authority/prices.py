"""Subsidy rates and voucher templates in pages."""

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import everything
from checkin_service.kit.money import yuan
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.persons import FactKind
from checkin_service.voucher.model.vouchers import Fund, SubsidyKind, VoucherForm
from checkin_service.voucher.schemas import NewTemplate, RatesImport
from checkin_service.voucher.service import templates
from checkin_service.web.authority.registers import Done, form_page, register_page
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/rates", "books.rates", "hand-coins", Group.BOOKS, Permission.RATE_READ),
    Entry("/templates", "books.templates", "ticket", Group.BOOKS, Permission.TEMPLATE_READ),
)

# Rates -------------------------------------------------------------------------------------------------------------


def _rate_fields(visit: Visit) -> list[Field]:
    say = visit.speech
    return [
        Field(name="document", label="books.document"),
        Field(name="published_on", label="books.published_on", kind="date"),
        *(Field(name=name, label=f"books.{name}", known_as=("rows",)) for name in _RATE_TEXTS),
        Field(
            name="kind",
            label="books.rate_kind",
            kind="select",
            choices=[(str(each), say(f"subsidy_kind.{each}")) for each in SubsidyKind],
        ),
        Field(name="amount", label="books.amount", kind="decimal"),
        Field(name="effective_from", label="books.effective_from", kind="date"),
        Field(name="effective_to", label="books.effective_to", kind="date", is_required=False),
    ]


_RATE_TEXTS = ("occupation", "level", "group_name", "training_type")


@router.shows("/rates", by=Permission.RATE_READ)
async def rates(visit: Visit, done: Done = None) -> Response:
    say = visit.speech
    authority = visit.subject.authority_code or ""
    rows = [
        (
            *(Cell(str(getattr(each, name))) for name in _RATE_TEXTS),
            Cell(say(f"subsidy_kind.{each.kind}")),
            Cell(yuan(each.amount_fen), order=each.amount_fen),
            Cell(each.effective_from.isoformat()),
            Cell(each.document),
        )
        for each in await templates.rates_on(visit.resources, authority, None, None)
    ]
    columns = (
        *(Column(f"books.{name}") for name in _RATE_TEXTS),
        Column("books.rate_kind"),
        Column("books.amount", is_number=True),
        Column("books.effective_from"),
        Column("books.document"),
    )
    may = visit.subject.may(Permission.RATE_PUBLISH)
    return await register_page(visit, columns, rows, name="rates", may_add=may, done=done)


@router.shows("/rates/new", by=Permission.RATE_PUBLISH)
async def ask_rate(visit: Visit) -> Response:
    today = day_of(visit.resources.clock.now()).isoformat()
    draft = Draft({"kind": ["training"], "published_on": [today]})
    return form_page(visit, draft, _rate_fields(visit), action="/rates/new", title="books.new_rate")


@router.takes("/rates/new", by=Permission.RATE_PUBLISH)
async def add_rate(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        row = {
            **{name: draft.value(name) for name in (*_RATE_TEXTS, "kind", "effective_from")},
            "effective_to": draft.text("effective_to"),
            "amount_fen": draft.fen("amount"),
        }
        fields = {
            "request_id": draft.form_id,
            "document": draft.value("document"),
            "published_on": draft.value("published_on"),
            "rows": [row],
        }
        await templates.publish_rates(visit.resources, visit.subject, as_body(RatesImport, fields))
        return RedirectResponse("/rates?done=entered", status_code=303)
    return form_page(visit, draft, _rate_fields(visit), action="/rates/new", title="books.new_rate")


# Templates ---------------------------------------------------------------------------------------------------------


def _template_fields(visit: Visit) -> list[Field]:
    say = visit.speech
    return [
        Field(name="name", label="books.name"),
        Field(
            name="kind",
            label="books.voucher_kind",
            kind="select",
            choices=[(str(each), say(f"voucher.{each}")) for each in VoucherKind],
        ),
        Field(
            name="form",
            label="books.form",
            kind="select",
            choices=[(str(each), say(f"voucher_form.{each}")) for each in VoucherForm],
        ),
        Field(
            name="fund",
            label="books.fund",
            kind="select",
            choices=[(str(each), say(f"fund.{each}")) for each in Fund],
        ),
        Field(
            name="face_value",
            label="books.face_value",
            hint="books.face_value_hint",
            kind="decimal",
            known_as=("face_value_fen",),
            is_required=False,
        ),
        Field(name="quantity", label="books.quantity", kind="number"),
        Field(name="valid_months", label="books.valid_months", kind="number", is_required=False),
        Field(name="occupation", label="books.occupation", is_required=False),
        Field(name="content", label="books.content", kind="textarea", most=2000),
        Field(name="people", label="books.people", kind="textarea", most=2000),
        _holders(say),
    ]


def _holders(say: Speech) -> Field:
    kinds = [(str(each), say(f"fact.{each}")) for each in FactKind]
    return Field(
        name="holders",
        label="books.holders",
        hint="books.holders_hint",
        kind="checks",
        choices=kinds,
        is_required=False,
    )


@router.shows("/templates", by=Permission.TEMPLATE_READ)
async def show_templates(visit: Visit, done: Done = None) -> Response:
    say = visit.speech
    authority = visit.subject.authority_code or ""
    rows = [
        (
            Cell(each.name),
            Cell(say(f"voucher.{each.kind}")),
            Cell(say(f"voucher_form.{each.form}")),
            Cell(say(f"fund.{each.fund}")),
            Cell(str(each.quantity), order=each.quantity),
            Cell(str(each.issued), order=each.issued),
        )
        for each in await everything(lambda page: templates.templates(visit.resources, authority, page))
    ]
    columns = (
        *(Column(f"books.{name}") for name in ("name", "voucher_kind", "form", "fund")),
        Column("books.quantity", is_number=True),
        Column("books.issued", is_number=True),
    )
    may = visit.subject.may(Permission.TEMPLATE_PUBLISH)
    return await register_page(visit, columns, rows, name="templates", may_add=may, done=done)


@router.shows("/templates/new", by=Permission.TEMPLATE_PUBLISH)
async def ask_template(visit: Visit) -> Response:
    return form_page(visit, Draft(), _template_fields(visit), action="/templates/new", title="books.new_template")


@router.takes("/templates/new", by=Permission.TEMPLATE_PUBLISH)
async def add_template(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "request_id": draft.form_id,
            "template_id": draft.form_id,
            **{name: draft.value(name) for name in ("name", "kind", "form", "fund", "content", "people")},
            "quantity": draft.number("quantity"),
            "face_value_fen": draft.fen("face_value"),
            "valid_months": draft.number("valid_months") if draft.text("valid_months") else None,
            "occupation": draft.text("occupation"),
            "holders": list(draft.values("holders")),
        }
        await templates.publish_template(visit.resources, visit.subject, as_body(NewTemplate, fields))
        return RedirectResponse("/templates?done=entered", status_code=303)
    return form_page(visit, draft, _template_fields(visit), action="/templates/new", title="books.new_template")
