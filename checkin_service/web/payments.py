"""Payment tables (资金拨付表): made from approved applications, downloaded, answered by the treasury and the bank."""

import re
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words
from checkin_service.settlement.model import OrderState
from checkin_service.settlement.schemas import NewPaymentTable, Results, Returns
from checkin_service.settlement.service import accounts, ordering, results
from checkin_service.settlement.spreadsheet import MEDIA_TYPE
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.pages import PageRoute
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

_PAID = {"已付": True, "已拨付": True, "paid": True, "未付": False, "未拨付": False, "not paid": False}
_BAD_LINE = Words(
    "第 {number} 行看不懂：“{line}”。每行请写：序号,已付或未付,流水号或原因。",
    "Line {number} was not understood: {line}. Write on each: number, paid or not paid, reference or reason.",
)
_SHOWN = 60


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
        open_lines="".join(f"{each.line},已付,\n" for each in orders if each.state is OrderState.ORDERED),
        again=OrderState.REFUSED in states or OrderState.BOUNCED in states,
        request_id=new_id(),
        table_id=new_id(),
        done=done,
    )


@router.get("/payment-tables/{table_id}/workbook")
async def workbook(visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_REVIEW))], table_id: UUID) -> Response:
    content = await accounts.workbook_of(visit.resources, visit.subject, table_id)
    name = f'attachment; filename="payment-table-{table_id}.xlsx"'
    return Response(content, media_type=MEDIA_TYPE, headers={"Content-Disposition": name})


@router.post("/payment-tables/{table_id}/results")
async def record(
    visit: Annotated[Visit, Depends(Visitor(Permission.SETTLEMENT_PAY))], table_id: UUID, form: Form
) -> Response:
    fields = {"request_id": form.get("request_id"), "rows": list(result_rows(form.get("rows", "")))}
    await results.record_results(visit.resources, visit.subject, table_id, as_body(Results, fields))
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


def result_rows(text: str) -> Iterator[dict[str, Any]]:
    r"""The treasury's answer as a table program saves it (CSV): number, paid or not, reference or reason.

    >>> list(result_rows("序号,结果,流水号或原因\n1,已付,ZF-1\n2，未付，户名不符\n"))
    [{'line': 1, 'paid': True, 'reference': 'ZF-1'}, {'line': 2, 'paid': False, 'reason': '户名不符'}]
    """
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        cells = [cell.strip().strip('"') for cell in re.split("[,，;；\t]", line, maxsplit=2)]
        if not line.strip() or (number == 1 and not cells[0].isdigit()):
            continue  # A heading, or nothing.
        paid = _PAID.get(cells[1].lower()) if len(cells) > 1 else None
        if paid is None or not (cells[0].isascii() and cells[0].isdigit()):
            raise Problem(ProblemKind.MALFORMED, _BAD_LINE.filled(number=number, line=line[:_SHOWN]))
        said = cells[2] if len(cells) > 2 else ""  # noqa: PLR2004 - the third cell may be left out
        yield {"line": int(cells[0]), "paid": paid} | ({"reference" if paid else "reason": said} if said else {})
