"""The authority's budgets by fund and year, its payment freezes, and the log's checkpoints to keep."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import everything
from checkin_service.kit.http.routes import answer
from checkin_service.kit.ids import new_id
from checkin_service.transparency.service import reading as transparency
from checkin_service.voucher.model.vouchers import Fund
from checkin_service.voucher.schemas import BudgetChange, CarryOver, Freeze, FreezeLift
from checkin_service.voucher.service import budgets
from checkin_service.web.forms import Form, as_body, fen_of
from checkin_service.web.listing import sifted
from checkin_service.web.office.accounts import institutions
from checkin_service.web.rail import Entry, Group
from checkin_service.web.term.class_form import classes_by_name
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/budgets", "nav.budgets", "coins", Group.BOOKS, Permission.BUDGET_READ),
    Entry("/freezes", "nav.freezes", "snowflake", Group.WATCH, Permission.PAYMENT_FREEZE),
    Entry("/log", "nav.log", "scroll-text", Group.SYSTEM, Permission.LOG_READ),
    Entry("/log", "nav.log", "scroll-text", Group.INSTITUTION, Permission.LOG_READ),
)

Cursor = Annotated[str, Query(max_length=60)]

_MOST_CHECKPOINTS = 200


@router.shows("/budgets", by=Permission.BUDGET_READ)
async def show_budgets(
    visit: Visit,
    done: Annotated[Literal["changed"] | None, Query()] = None,
) -> Response:
    found = await budgets.budgets(visit.resources, visit.subject)
    return visit.page(
        "budgets.html",
        budgets=found,
        ids=[new_id() for _ in found],
        funds=list(Fund),
        year=_today(visit).year,
        request_id=new_id(),
        done=done,
    )


@router.takes("/budgets", by=Permission.BUDGET_GRANT)
async def change_budget(visit: Visit, form: Form) -> Response:
    year = form.get("fiscal_year", "")
    fields = {
        **form,
        "fiscal_year": int(year) if year.isascii() and year.isdigit() else year,
        "amount_fen": fen_of(form.get("amount", "")),
    }
    fields.pop("amount", None)
    await budgets.change(visit.resources, visit.subject, as_body(BudgetChange, fields))
    return RedirectResponse("/budgets?done=changed", status_code=303)


@router.takes("/budgets/carry-over", by=Permission.BUDGET_GRANT)
async def carry_over(visit: Visit, form: Form) -> Response:
    """What is free of a year goes to the next one."""
    year = form.get("fiscal_year", "")
    fields = {**form, "fiscal_year": int(year) if year.isascii() and year.isdigit() else year}
    await budgets.carry_over(visit.resources, visit.subject, as_body(CarryOver, fields))
    return RedirectResponse("/budgets?done=changed", status_code=303)


@router.shows("/freezes", by=Permission.PAYMENT_FREEZE)
async def show_freezes(
    visit: Visit,
    done: Annotated[Literal["frozen", "lifted"] | None, Query()] = None,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    trainee_id: Annotated[UUID | None, Query(alias="trainee")] = None,
) -> Response:
    found = await budgets.freezes(visit.resources, visit.subject)
    people = {UUID(each.object.partition(":")[2]) for each in found if each.object.startswith("trainee:")}
    names = await _named(visit, people | ({trainee_id} if trainee_id else set()))
    wanted = f"class:{class_id}" if class_id else f"trainee:{trainee_id}"
    return visit.page(
        "freezes.html",
        listing=sifted(visit, found, lambda each: [names.get(each.object), each.reason, each.lift_reason]),
        names=names,
        # Somebody under suspicion is come to from their own page, never from a list of everybody.
        choices=[each for each in names.items() if each[0] == wanted or not each[0].startswith("trainee:")],
        wanted=wanted,
        request_id=new_id(),
        done=done,
    )


async def _named(visit: Visit, people: set[UUID]) -> dict[str, str]:
    """What money can be kept from, by name: an authority's classes, institutions and enterprises, and these people."""
    enterprises = await everything(lambda page: catalogue.enterprises(visit.resources, visit.subject, page))
    found = await identity.people(visit.resources, people)
    return {
        **await classes_by_name(visit),
        **{f"institution:{key}": name for key, name in (await institutions(visit)).items()},
        **{f"enterprise:{each.enterprise_id}": each.name for each in enterprises},
        **{f"trainee:{key}": f"{each.name} {each.masked_document[-4:]}" for key, each in found.items()},
    }


@router.takes("/freezes", by=Permission.PAYMENT_FREEZE)
async def freeze(visit: Visit, form: Form) -> Response:
    fields = {
        "request_id": form.get("request_id"),
        "object": form.get("object", ""),
        "reason": form.get("reason", ""),
    }
    await budgets.freeze(visit.resources, visit.subject, as_body(Freeze, fields))
    return RedirectResponse("/freezes?done=frozen", status_code=303)


@router.takes("/freezes/{freeze_id}/lift", by=Permission.PAYMENT_FREEZE)
async def lift(visit: Visit, freeze_id: UUID, form: Form) -> Response:
    body = as_body(FreezeLift, {"reason": form.get("reason", "")})
    await budgets.lift(visit.resources, visit.subject, freeze_id, body)
    return RedirectResponse("/freezes?done=lifted", status_code=303)


@router.shows("/log", by=Permission.LOG_READ)
async def show_log(visit: Visit, cursor: Cursor = "") -> Response:
    found = await transparency.checkpoints(visit.resources, visit.subject, after=cursor, limit=_MOST_CHECKPOINTS)
    named = [UUID(each.chain.partition(":")[2]) for each in found.checkpoints if each.chain.startswith("institution:")]
    names = {
        f"institution:{key}": name for key, name in (await catalogue.institution_names(visit.resources, named)).items()
    }
    own = "log.own_authority" if visit.subject.authority_code else "log.own"
    return visit.page("log.html", found=found, cursor=cursor, names=names | {visit.subject.tenant: visit.speech(own)})


@router.shows("/log/checkpoints.json", by=Permission.LOG_READ)
async def keep_log(visit: Visit, cursor: Cursor = "") -> Response:
    """The same as a file, to be kept outside the service."""
    found = await transparency.checkpoints(visit.resources, visit.subject, after=cursor, limit=_MOST_CHECKPOINTS)
    response = answer(found)
    response.headers["Content-Disposition"] = f'attachment; filename="checkpoints-{_today(visit)}.json"'
    return response


def _today(visit: Visit) -> date:
    return day_of(visit.resources.clock.now())
