"""Payment tables (资金拨付表): made from approved applications, downloaded, answered by the treasury and the bank."""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.ids import new_id
from checkin_service.settlement.model import Order, OrderState
from checkin_service.settlement.pdf import MEDIA_TYPE as PDF
from checkin_service.settlement.pdf import pdf_of
from checkin_service.settlement.schemas import NewPaymentTable, ResultsFile, Returns
from checkin_service.settlement.service import accounts, imports, ordering, results
from checkin_service.settlement.spreadsheet import MEDIA_TYPE
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.pages import PageRoute
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

_HEADING = "序号,结果,凭证号,原因\n"


@router.post("/payment-tables")
async def make(visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_APPROVE))], form: Choices) -> Response:
    repeated = form.get("repeat_table_id", [None])[0]
    body = as_body(
        NewPaymentTable,
        {
            "table_id": form.get("table_id", [""])[0],
            "application_ids": form.get("application_id", []),
            "repeat_table_id": repeated,
        },
    )
    await ordering.make_table(visit.resources, visit.subject, body)
    return RedirectResponse(f"/payment-tables/{body.table_id}", status_code=303)


@router.get("/payment-tables/{table_id}")
async def show(
    visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_REVIEW))],
    table_id: UUID,
    done: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    table, orders = await ordering.table_of(visit.resources, visit.subject, table_id)
    states = [order.state for order in orders]
    return visit.page(
        "payment_table.html",
        table=ordering.answer_of(table, orders),
        counts={state: states.count(state) for state in OrderState},
        open_lines=_lines_to_answer(orders),
        request_id=new_id(),
        table_id=new_id(),
        done=done,
    )


@router.get("/payment-tables/{table_id}/workbook")
async def workbook(visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_REVIEW))], table_id: UUID) -> Response:
    content = await accounts.workbook_of(visit.resources, visit.subject, table_id)
    name = f'attachment; filename="payment-table-{table_id}.xlsx"'
    return Response(content, media_type=MEDIA_TYPE, headers={"Content-Disposition": name})


@router.get("/payment-tables/{table_id}/pdf")
async def paper(visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_REVIEW))], table_id: UUID) -> Response:
    """The same table on paper, to be stamped."""
    content = await asyncio.to_thread(pdf_of, await accounts.printed(visit.resources, visit.subject, table_id))
    name = f'attachment; filename="payment-table-{table_id}.pdf"'
    return Response(content, media_type=PDF, headers={"Content-Disposition": name})


@router.post("/payment-tables/{table_id}/results")
async def record(
    visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_PAY))], table_id: UUID, form: Form
) -> Response:
    """The treasury's answer, as a file that was read into the page or as it was typed there."""
    file = b64encode(form.get("rows", "").encode()).decode()
    body = as_body(ResultsFile, {"request_id": form.get("request_id"), "file": file})
    await imports.results_of(visit.resources, visit.subject, table_id, body)
    return RedirectResponse(f"/payment-tables/{table_id}?done=results", status_code=303)


@router.post("/payment-tables/{table_id}/returns")
async def record_return(
    visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_PAY))], table_id: UUID, form: Form
) -> Response:
    """One payment that the bank sent back."""
    row = {"line": form.get("line", ""), "reason": form.get("reason", "")}
    if row["line"].isascii() and row["line"].isdigit():
        row |= {"line": int(row["line"])}  # type: ignore[dict-item]
    fields = {"request_id": form.get("request_id"), "rows": [row]}
    await results.record_returns(visit.resources, visit.subject, table_id, as_body(Returns, fields))
    return RedirectResponse(f"/payment-tables/{table_id}?done=results", status_code=303)


def _lines_to_answer(orders: Sequence[Order]) -> str:
    """The table that the treasury fills in, with its heading; empty when every line has been answered."""
    lines = [f"{order.line},已拨付,,\n" for order in orders if order.state is OrderState.ORDERED]
    return _HEADING + "".join(lines) if lines else ""
