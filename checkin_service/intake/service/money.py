"""Tables of settlement: verified codes, the treasury's answer, and payments that the bank returned."""

from typing import Any

from pydantic import BaseModel

from checkin_service.access.model import Permission
from checkin_service.intake.service.use import Job, Use
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import undecorated
from checkin_service.kit.intake.columns import YES_OR_NO, Column, Kind
from checkin_service.kit.intake.table import TableSpec, refusal
from checkin_service.kit.problem import Problem
from checkin_service.kit.words import Words
from checkin_service.settlement.schemas.applications import NewApplication, ResultRow, Results, ReturnRow, Returns
from checkin_service.settlement.service import applying, results

_LINE = Column(field="line", heading=Words("行号", "Line"), also=("序号",), kind=Kind.WHOLE, example="1")
_REASON = Column(
    field="reason", heading=Words("原因", "Reason"), also=("说明", "退回原因"), is_needed=False, example=""
)
_TABLE = Words("资金拨付表", "payment table")

CODES = TableSpec(
    name="codes",
    title=Words("券码", "Voucher codes"),
    columns=(
        Column(
            field="voucher_code",
            heading=Words("唯一码", "Voucher code"),
            also=("券码", "培训券编码"),
            kind=Kind.CODE,
            example="00000-00000-00000-00000-1",
        ),
    ),
    most_rows=500,
    advice=Words("", ""),
)
ANSWERS = TableSpec(
    name="treasury_answers",
    title=Words("拨付结果", "The treasury's answer"),
    columns=(
        _LINE,
        Column(
            field="paid",
            heading=Words("结果", "Result"),
            also=("拨付结果", "支付结果", "状态"),
            kind=Kind.WORD,
            words={"已拨付": True, "未拨付": False}
            | dict.fromkeys(("拨付成功", "已支付", "支付成功", "成功", "paid"), True)
            | dict.fromkeys(("拨付失败", "未支付", "支付失败", "失败", "退回", "not_paid"), False)
            | YES_OR_NO,
            example="已拨付",
        ),
        Column(
            field="reference",
            heading=Words("凭证号", "Reference"),
            also=("支付凭证号",),
            is_needed=False,
            example="ZF-1",
        ),
        _REASON,
    ),
    most_rows=2000,
    advice=Words("", ""),
)
RETURNS = TableSpec(
    name="bank_returns",
    title=Words("银行退回", "Payments returned by the bank"),
    columns=(
        _LINE,
        Column(field="reason", heading=Words("退回原因", "Reason"), also=("原因", "说明"), example="户名不符"),
    ),
    most_rows=2000,
    advice=Words("", ""),
)


async def _apply(unit: UnitOfWork, job: Job) -> BaseModel:
    body = NewApplication(
        application_id=job.request_id,
        authority_code=job.details["authority_code"],
        voucher_codes=[values["voucher_code"] for values in job.table.rows.values()],
    )
    answer: BaseModel = await undecorated(applying.apply)(unit, job.resources, job.subject, body)
    return answer


async def _record_answers(unit: UnitOfWork, job: Job) -> BaseModel:
    body = Results(request_id=job.request_id, rows=job.table.bodies(ResultRow, lambda _, values: values))
    return await _settled(results.record_results, unit, job, body)


async def _record_returns(unit: UnitOfWork, job: Job) -> BaseModel:
    body = Returns(request_id=job.request_id, rows=job.table.bodies(ReturnRow, lambda _, values: values))
    return await _settled(results.record_returns, unit, job, body)


async def _settled(use_case: Any, unit: UnitOfWork, job: Job, body: BaseModel) -> BaseModel:
    """Lines that are refused, by the rows in which they are named."""
    try:
        answer: BaseModel = await undecorated(use_case)(unit, job.resources, job.subject, job.aim, body)
    except Problem as problem:
        lines = problem.fields.get("lines", [])
        refused = [number for number, values in job.table.rows.items() if values["line"] in lines]
        if not refused or problem.detail is None:
            raise
        code = str(problem.fields.get("reason", "refused"))
        raise refusal([job.table.fault(each, "line", code, problem.detail) for each in refused]) from None
    return answer


MONEY = (
    Use(
        spec=CODES,
        permission=Permission.SETTLEMENT_APPLY,
        act=_apply,
        asks=(
            Column(
                field="authority_code",
                heading=Words("发券部门（行政区划代码）", "Issuing authority (division code)"),
                kind=Kind.CODE,
                example="330600",
            ),
        ),
    ),
    Use(spec=ANSWERS, permission=Permission.SETTLEMENT_PAY, act=_record_answers, target=_TABLE),
    Use(spec=RETURNS, permission=Permission.SETTLEMENT_PAY, act=_record_returns, target=_TABLE),
)
"""From the application to what became of each line."""
