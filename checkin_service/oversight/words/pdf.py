"""A determination's sheet as a PDF of A4 pages, the same bytes every time."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph

from checkin_service.kit.printing import Foot, gap, paragraph, printed, seals, table
from checkin_service.oversight.words.sheets import TITLE, Line, Sheet


def pdf_of(sheet: Sheet, *, site: str | None = None) -> bytes:
    """The sheet as it is printed, with its hash at the foot of each page and a QR that leads to its verification."""
    return printed(_story(sheet), title=TITLE, foot=Foot.verified(sheet.sha256, site=site))


def _story(sheet: Sheet) -> Iterator[Flowable]:
    yield paragraph(TITLE, "title")
    yield paragraph(f"【{sheet.verdict}】{sheet.sentence}", "lead")
    yield table([(paragraph(name), paragraph(value)) for name, value in sheet.heading], 30, 144)
    yield paragraph("审核条件", "section")
    yield table([(paragraph(each.mark), _criterion(each)) for each in sheet.lines], 18, 156)
    yield paragraph(f"课时（{sheet.sums}）", "section")
    head = [tuple(paragraph(name) for name in ("上课时间", "课时", "计入", "方式", "证据编号"))]
    hours = [
        (
            paragraph(each.starts),
            paragraph(str(each.class_hours)),
            paragraph(str(each.credited_hours)),
            paragraph(each.how),
            [paragraph(evidence, "small") for evidence in each.evidence],
        )
        for each in sheet.hours
    ]
    yield table(head + hours, 40, 13, 13, 38, 70, repeat=1)
    if sheet.remedies:
        yield paragraph("救济途径", "section")
        yield from map(paragraph, sheet.remedies)
    yield gap(4)
    yield paragraph(sheet.policy)
    yield gap(6)
    yield seals("经办", "审核", "人社部门（盖章）")


def _criterion(line: Line) -> list[Paragraph]:
    parts = [line.sentence, *([f"计算：{line.arithmetic}"] if line.arithmetic else []), f"依据：{line.ground}"]
    return list(map(paragraph, parts))
