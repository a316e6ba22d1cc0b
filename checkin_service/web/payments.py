"""Payment tables (资金拨付表): made from approved applications, downloaded, answered by the treasury and the bank."""

import asyncio
from base64 import b64encode
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.intake import service as intake
from checkin_service.intake.schemas import FilledTable
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.ids import new_id
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.kit.problem import Problem
from checkin_service.kit.workbook import MEDIA_TYPE
from checkin_service.settlement.model import OrderState
from checkin_service.settlement.schemas.applications import NewPaymentTable, Returns
from checkin_service.settlement.service import accounts, ordering, results
from checkin_service.settlement.words.payment_table_pdf import pdf_of
from checkin_service.settlement.words.payment_table_workbook import workbook_of
from checkin_service.web.forms import Choices, Form, as_body, fen_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_HEADING = "序号,结果,凭证号,原因\n"


@router.takes("/payment-tables", by=Permission.SETTLEMENT_APPROVE)
async def make(visit: Visit, form: Choices) -> Response:
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


@router.shows("/payment-tables/{table_id}", by=Permission.SETTLEMENT_REVIEW)
async def show(visit: Visit, table_id: UUID, done: Annotated[str | None, Query(max_length=20)] = None) -> Response:
    _, orders = await ordering.table_of(visit.resources, visit.subject, table_id)
    printed = await accounts.printed(visit.resources, visit.subject, table_id)
    states = [order.state for order in orders]
    return visit.page(
        "payment_table.html",
        table=await ordering.shown_table(visit.resources, visit.subject, table_id),
        counts={state: states.count(state) for state in OrderState},
        whose={line.order.line: line for line in printed.lines},
        heading=_HEADING,
        request_id=new_id(),
        table_id=new_id(),
        done=done,
    )


@router.shows("/payment-tables/{table_id}/workbook", by=Permission.SETTLEMENT_REVIEW)
async def workbook(visit: Visit, table_id: UUID) -> Response:
    content = await asyncio.to_thread(workbook_of, await accounts.printed(visit.resources, visit.subject, table_id))
    return attachment(content, f"payment-table-{table_id}.xlsx", MEDIA_TYPE)


@router.shows("/payment-tables/{table_id}/pdf", by=Permission.SETTLEMENT_REVIEW)
async def paper(visit: Visit, table_id: UUID) -> Response:
    """The same table on paper, to be stamped."""
    shown = await accounts.printed(visit.resources, visit.subject, table_id)
    content = await asyncio.to_thread(pdf_of, shown, site=str(visit.request.base_url))
    return attachment(content, f"payment-table-{table_id}.pdf", PDF)


@router.takes("/payment-tables/{table_id}/results", by=Permission.SETTLEMENT_PAY)
async def record(visit: Visit, table_id: UUID, form: Form) -> Response:
    """The treasury's answer, from a file or typed: shown person by person first, kept once its sum is typed."""
    file = b64encode(form.get("rows", "").encode()).decode()
    fields = {"request_id": form.get("request_id"), "target": table_id, "file": file}
    body = as_body(FilledTable, fields)
    look = await intake.preview(visit.resources, visit.subject, "treasury_answers", body)
    is_paid = (
        {int(each["line"]): bool(each["paid"]) for each in look.table.rows.values()} if not look.table.faults else {}
    )
    lines = (await accounts.printed(visit.resources, visit.subject, table_id)).lines
    answered = [(line, is_paid[line.order.line]) for line in lines if line.order.line in is_paid]
    paid = [line.order.amount_fen for line, was_paid in answered if was_paid]
    if answered and not _is_sum(form.get("sum", ""), sum(paid)):
        return visit.page(
            "payment_confirm.html",
            table_id=table_id,
            request_id=form.get("request_id"),
            rows=form.get("rows", ""),
            answered=answered,
            paid=len(paid),
            total_fen=sum(paid),
            example=_typed(sum(paid)),
            is_wrong="sum" in form,
        )
    await intake.confirm(visit.resources, visit.subject, "treasury_answers", body)
    return RedirectResponse(f"/payment-tables/{table_id}?done=results", status_code=303)


@router.takes("/payment-tables/{table_id}/returns", by=Permission.SETTLEMENT_PAY)
async def record_return(visit: Visit, table_id: UUID, form: Form) -> Response:
    """One payment that the bank sent back."""
    row = {"line": form.get("line", ""), "reason": form.get("reason", "")}
    if row["line"].isascii() and row["line"].isdigit():
        row |= {"line": int(row["line"])}  # type: ignore[dict-item]
    fields = {"request_id": form.get("request_id"), "rows": [row]}
    await results.record_returns(visit.resources, visit.subject, table_id, as_body(Returns, fields))
    return RedirectResponse(f"/payment-tables/{table_id}?done=results", status_code=303)


def _is_sum(typed: str, fen: int) -> bool:
    """However an office writes it: ¥6,000.00, 6000 or 6000.00元."""
    try:
        return fen_of(typed) == fen
    except Problem:
        return False


def _typed(fen: int) -> str:
    """An amount as somebody types it to confirm: yuan with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"
