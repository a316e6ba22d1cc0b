"""A determination's sheet as a PDF of A4 pages, the same bytes every time.

The letters are those of STSong-Light, one of Adobe's Asian fonts: readers bring it along or put their own Chinese font
in its place, so that no font file is needed here and none is embedded.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from checkin_service.eligibility.sheet import TITLE, Sheet

_FONT = "STSong-Light"
_MARGIN = 18 * mm
_FOOT = 10 * mm
_LAST_IN_FONT = 0xFFFF

_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)


def pdf_of(sheet: Sheet) -> bytes:
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=TITLE,
        lang="zh-CN",
        invariant=1,
    )

    def foot(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(_FONT, 7)
        canvas.drawString(_MARGIN, _FOOT, f"SHA-256 {sheet.sha256}")
        canvas.drawRightString(A4[0] - _MARGIN, _FOOT, f"第 {page.page} 页")

    _styles()
    document.build(list(_story(sheet)), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _story(sheet: Sheet) -> Iterator[Flowable]:
    yield _text(TITLE, "title")
    yield _text(f"【{sheet.verdict}】{sheet.sentence}", "lead")
    yield _table([(_text(name), _text(value)) for name, value in sheet.heading], 30, 144)
    yield _text("审核条件", "section")
    rows = [(_text(each.mark), [_text(part) for part in _criterion(each.sentence, each.arithmetic, each.ground)])
            for each in sheet.lines]  # fmt: skip
    yield _table(rows, 18, 156)
    yield _text(f"课时（{sheet.sums}）", "section")
    head = [tuple(_text(name) for name in ("上课时间", "课时", "计入", "方式", "证据编号"))]
    hours = [
        (
            _text(each.starts),
            _text(str(each.class_hours)),
            _text(str(each.credited_hours)),
            _text(each.how),
            [_text(evidence, "small") for evidence in each.evidence],
        )
        for each in sheet.hours
    ]
    yield _table(head + hours, 40, 13, 13, 38, 70, repeat=1)
    if sheet.remedies:
        yield _text("救济途径", "section")
        yield from map(_text, sheet.remedies)
    yield Spacer(0, 4 * mm)
    yield _text(sheet.policy)


def _criterion(sentence: str, arithmetic: str | None, ground: str) -> list[str]:
    return [sentence, *([f"计算：{arithmetic}"] if arithmetic else []), f"依据：{ground}"]


def _table(rows: list[tuple[object, ...]] | list[tuple[Paragraph, Paragraph]], *widths: int, repeat: int = 0) -> Table:
    return Table(rows, colWidths=[width * mm for width in widths], style=_GRID, repeatRows=repeat)


def _text(text: str, style: str = "plain") -> Paragraph:
    return Paragraph(escape(printable(text)), _styles()[style])


@cache
def _styles() -> dict[str, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    sizes = {"title": 17, "lead": 12, "section": 11, "plain": 9, "small": 6.5}
    return {
        name: ParagraphStyle(
            name,
            fontName=_FONT,
            fontSize=size,
            leading=size * 1.4,
            wordWrap="CJK",
            alignment=1 if name == "title" else 0,
            spaceBefore=8 if name == "section" else 0,
            spaceAfter=6 if name in {"title", "lead"} else 2,
        )
        for name, size in sizes.items()
    }


def printable(text: str) -> str:
    """Characters that the font cannot show, such as those of rare names, as a geta mark with their number.

    >>> printable("张𠮷")
    '张〓(U+20BB7)'
    """
    return "".join(each if ord(each) <= _LAST_IN_FONT else f"〓(U+{ord(each):X})" for each in text)
