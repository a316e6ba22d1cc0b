"""The authority's budgets by fund and year, its payment freezes, and the log's checkpoints to keep."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.civil import CHINA
from checkin_service.kit.http import answer
from checkin_service.kit.ids import new_id
from checkin_service.transparency import service as transparency
from checkin_service.voucher.model import Fund
from checkin_service.voucher.schemas import BudgetChange, Freeze, FreezeLift
from checkin_service.voucher.service import budgets
from checkin_service.web.forms import Form, as_body, fen_of
from checkin_service.web.pages import PageRoute
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

Cursor = Annotated[str, Query(max_length=60)]

_MOST_CHECKPOINTS = 200


@router.get("/budgets")
async def show_budgets(
    visit: Annotated[Visit, Depends(Visitor(Permission.BUDGET_READ))],
    done: Annotated[Literal["changed"] | None, Query()] = None,
) -> Response:
    return visit.page(
        "budgets.html",
        budgets=await budgets.budgets(visit.resources, visit.subject),
        funds=list(Fund),
        year=_today(visit).year,
        request_id=new_id(),
        done=done,
    )


@router.post("/budgets")
async def change_budget(visit: Annotated[Visit, Depends(Visitor(Permission.BUDGET_GRANT))], form: Form) -> Response:
    year = form.get("fiscal_year", "")
    fields = {
        **form,
        "fiscal_year": int(year) if year.isascii() and year.isdigit() else year,
        "amount_fen": fen_of(form.get("amount", "")),
    }
    fields.pop("amount", None)
    await budgets.change(visit.resources, visit.subject, as_body(BudgetChange, fields))
    return RedirectResponse("/budgets?done=changed", status_code=303)


@router.get("/freezes")
async def show_freezes(
    visit: Annotated[Visit, Depends(Visitor(Permission.PAYMENT_FREEZE))],
    done: Annotated[Literal["frozen", "lifted"] | None, Query()] = None,
    wanted: Annotated[str, Query(alias="class", max_length=36)] = "",
) -> Response:
    found = await budgets.freezes(visit.resources, visit.subject)
    return visit.page("freezes.html", freezes=found, wanted=wanted, request_id=new_id(), done=done)


@router.post("/freezes")
async def freeze(visit: Annotated[Visit, Depends(Visitor(Permission.PAYMENT_FREEZE))], form: Form) -> Response:
    fields = {
        "request_id": form.get("request_id"),
        "object": f"{form.get('kind', '')}:{form.get('id', '').strip().lower()}",
        "reason": form.get("reason", ""),
    }
    await budgets.freeze(visit.resources, visit.subject, as_body(Freeze, fields))
    return RedirectResponse("/freezes?done=frozen", status_code=303)


@router.post("/freezes/{freeze_id}/lift")
async def lift(
    visit: Annotated[Visit, Depends(Visitor(Permission.PAYMENT_FREEZE))], freeze_id: UUID, form: Form
) -> Response:
    body = as_body(FreezeLift, {"reason": form.get("reason", "")})
    await budgets.lift(visit.resources, visit.subject, freeze_id, body)
    return RedirectResponse("/freezes?done=lifted", status_code=303)


@router.get("/log")
async def show_log(visit: Annotated[Visit, Depends(Visitor(Permission.LOG_READ))], cursor: Cursor = "") -> Response:
    found = await transparency.checkpoints(visit.resources, visit.subject, after=cursor, limit=_MOST_CHECKPOINTS)
    return visit.page("log.html", found=found, cursor=cursor)


@router.get("/log/checkpoints.json")
async def keep_log(visit: Annotated[Visit, Depends(Visitor(Permission.LOG_READ))], cursor: Cursor = "") -> Response:
    """The same as a file, to be kept outside the service."""
    found = await transparency.checkpoints(visit.resources, visit.subject, after=cursor, limit=_MOST_CHECKPOINTS)
    response = answer(found)
    response.headers["Content-Disposition"] = f'attachment; filename="checkpoints-{_today(visit)}.json"'
    return response


def _today(visit: Visit) -> date:
    return visit.resources.clock.now().astimezone(CHINA).date()
