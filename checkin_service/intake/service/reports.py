"""The table of answers that the national platform gave to reports that left by Excel."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from checkin_service.access.model import Permission
from checkin_service.intake.service.use import Job, Use
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.intake.columns import Column, Kind
from checkin_service.kit.intake.table import Fault, TableSpec, require_none
from checkin_service.kit.words import Words
from checkin_service.reporting import service as reporting

_ANSWERS = TableSpec(
    name="platform_answers",
    title=Words("部平台上报结果", "The national platform's answers"),
    columns=(
        Column(
            field="report",
            heading=Words("上报编号", "Report"),
            kind=Kind.CODE,
            example="0197C9A06F0070008000000000000001",
        ),
        Column(
            field="taken",
            heading=Words("结果", "Result"),
            also=("接收结果", "状态"),
            kind=Kind.WORD,
            words={"已接收": True, "退回": False}
            | dict.fromkeys(("成功", "接收", "taken"), True)
            | dict.fromkeys(("失败", "未接收", "refused"), False),
            example="已接收",
        ),
        Column(
            field="reason",
            heading=Words("说明", "Reason"),
            also=("退回原因", "原因"),
            is_needed=False,
            example="",
        ),
    ),
    most_rows=10_000,
    advice=Words(
        "上报编号照导出的表填写；退回的写明平台的说明。", "Numbers as in the file; say why a row was refused."
    ),
)


async def _take(unit: UnitOfWork, job: Job) -> BaseModel:
    rows, faults = dict[int, reporting.Answered](), list[Fault]()
    for number, values in job.table.rows.items():
        report_id = _id(values["report"])
        if report_id is None:
            faults.append(job.table.fault(number, "report", "no_number", _NO_NUMBER))
        elif not values["taken"] and not values["reason"]:
            faults.append(job.table.fault(number, "reason", "reason_missing", _REASON))
        elif report_id in {each.report_id for each in rows.values()}:
            faults.append(job.table.fault(number, "report", "twice", _TWICE))
        else:
            rows[number] = reporting.Answered(report_id, values["taken"], values["reason"])
    reports = [each.report_id for each in rows.values()]
    waiting = await reporting.unanswered_among(job.resources, job.subject, reports)
    faults += [
        job.table.fault(number, "report", "not_waiting", _NOT_WAITING)
        for number, each in rows.items()
        if each.report_id not in waiting
    ]
    require_none(faults)
    return await reporting.take_answers(unit, job.resources, job.subject, job.request_id, list(rows.values()))


def _id(written: Any) -> UUID | None:
    try:
        return UUID(str(written))
    except ValueError:
        return None


_NO_NUMBER = Words("不是上报编号，请从导出的表复制。", "This is no number of a report: copy it from the file.")
_REASON = Words("退回的须写明平台的说明。", "Say what the platform said to a refused row.")
_TWICE = Words("与前面的行重复。", "A row above says the same.")
_NOT_WAITING = Words(
    "没有等待结果的这条上报（编号不对，或已有结果）。", "No report of this number waits for an answer."
)

REPORTS = (Use(spec=_ANSWERS, permission=Permission.REPORTING_HANDLE, act=_take),)
