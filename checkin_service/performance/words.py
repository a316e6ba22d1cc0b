"""A performance report on paper (资金绩效评价报告): targets and figures side by side, the assessment, seals."""

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import Flowable

from checkin_service.kit.civil import day_of
from checkin_service.kit.money import yuan
from checkin_service.kit.printing import Foot, gap, paragraph, printed, seals, table
from checkin_service.performance.model import TARGETS, Rating

TITLE = "职业培训补贴资金绩效评价报告"
RATINGS = {Rating.EXCELLENT: "优", Rating.GOOD: "良", Rating.FAIR: "中", Rating.POOR: "差"}
NAMES = {
    "issued": "发券（张）",
    "used": "用券（张）",
    "completed": "结业（人）",
    "trained": "培训人数",
    "certified": "取证人数",
    "written_off": "核销（张）",
    "paid_fen": "拨付补贴",
    "clawed_back_fen": "追回补贴",
}


def report_pdf(found: Mapping[str, Any]) -> bytes:
    """One report as it was answered; the number of its document stands at the foot."""
    return printed(_story(found), title=TITLE, foot=Foot(f"{found['document_number']} · 第{found['ordinal']}次填报"))


def _story(found: Mapping[str, Any]) -> Iterator[Flowable]:
    yield paragraph(TITLE, "title")
    by = found["sector"] if found["is_of_sector"] else "人力资源社会保障部门"
    yield paragraph(f"{found['project']}，{found['year']}年度。填报：{by}，{day_of(found['filed_at']).isoformat()}。")
    head = tuple(map(paragraph, ("指标", "目标", "填报时", "目前", "完成")))
    yield table([head, *(_row(found, name) for name in NAMES)], 40, 34, 34, 34, 30, repeat=1)
    yield gap(4)
    yield paragraph(f"评价等级：{RATINGS[found['rating']]}", "section")
    yield paragraph(found["assessment"])
    if found["measures"]:
        yield paragraph("改进措施", "section")
        yield paragraph(found["measures"])
    yield gap(8)
    yield seals("填报部门（盖章）", "日期")


def _row(found: Mapping[str, Any], name: str) -> tuple[Flowable, ...]:
    target = found[TARGETS[name]] if name in TARGETS else None
    cells = (
        NAMES[name],
        _said(name, target),
        _said(name, found["at_filing"].get(name, 0)),
        _said(name, found["now"].get(name, 0)),
        found["reached"].get(name) or "",
    )
    return tuple(map(paragraph, cells))


def _said(name: str, value: int | None) -> str:
    if value is None:
        return ""
    return yuan(value) if name.endswith("_fen") else str(value)
