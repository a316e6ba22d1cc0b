"""Printed pages (PDF): one layout for every paper, the same bytes for the same content, its fonts embedded.

Every page has its number and the number of pages; a paper that can be verified has its hash and a QR beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import segno
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from checkin_service.kit.typefaces import HAN, faces, marked_up, printable, runs

__all__ = [
    "MEDIA_TYPE",
    "UPRIGHT",
    "WIDE",
    "Foot",
    "gap",
    "new_page",
    "paragraph",
    "printable",
    "printed",
    "seals",
    "table",
]

MEDIA_TYPE = "application/pdf"
UPRIGHT: tuple[float, float] = A4
WIDE: tuple[float, float] = landscape(A4)

_SIZES = {"title": 17, "lead": 12, "section": 11, "plain": 9, "fine": 7.5, "small": 6.5}
_FOOT_SIZE = 7
_QR_MM = 14

_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)
_SEALS = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 45)])


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of each page; `verify_at` is the address that a QR beside it leads to."""

    text: str
    verify_at: str | None = None

    @classmethod
    def verified(cls, sha256: str, *, site: str | None) -> "Foot":
        """The hash of a paper, and the page of a site on which it is verified."""
        return cls(f"SHA-256 {sha256}", f"{site.rstrip('/')}/verify/{sha256}" if site else None)


def printed(
    story: Iterable[Flowable],
    *,
    title: str,
    foot: Foot,
    page_size: tuple[float, float] = UPRIGHT,
    margin_mm: float = 18,
) -> bytes:
    """The pages of a story, each with the foot and its number; `page_size` is in points."""
    faces()
    out = BytesIO()
    margin = margin_mm * mm
    below = margin + (_QR_MM - 6) * mm if foot.verify_at else margin
    document = SimpleDocTemplate(
        out,
        pagesize=page_size,
        title=title,
        lang="zh-CN",
        invariant=1,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=below,
        initialFontName=HAN,
    )
    document.build(list(story), canvasmaker=lambda *args, **more: _Numbered(foot, margin, *args, **more))
    return out.getvalue()


def table(rows: Sequence[Sequence[object]], *widths_mm: float, repeat: int = 0) -> Table:
    """A grid; its first `repeat` rows stand again on every page."""
    return Table(rows, colWidths=[width * mm for width in widths_mm], style=_GRID, repeatRows=repeat)


def seals(*offices: str) -> Table:
    """Places for seals and signatures, with room under each name."""
    return Table([[paragraph(f"{office}：") for office in offices]], style=_SEALS)


def new_page() -> PageBreak:
    return PageBreak()


def gap(height_mm: float) -> Spacer:
    return Spacer(0, height_mm * mm)


def paragraph(text: str, style: str = "plain") -> Paragraph:
    """Text in one of the styles title, lead, section, plain, fine and small."""
    return Paragraph(marked_up(text), _styles()[style])


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that knows how many pages there are before it writes the foot of the first."""

    def __init__(self, foot: Foot, margin: float, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._foot, self._margin = foot, margin
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the name is the library's
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for page in self._kept:
            self.__dict__.update(page)
            self._add_foot(len(self._kept))
            super().showPage()
        super().save()

    def _add_foot(self, pages: int) -> None:
        width, at = self._pagesize[0], self._margin * 0.55
        left = self._margin
        if self._foot.verify_at:
            _draw_code(self, self._foot.verify_at, left, at - 2 * mm)
            left += (_QR_MM + 2) * mm
            _write(self, "扫码核验本件是否由本系统出具 · Scan to verify", left, at + 4 * mm)
        _write(self, self._foot.text, left, at)
        number = f"第 {self._pageNumber} 页　共 {pages} 页"
        _write(self, number, width - self._margin - _width(number), at)


def _write(canvas: Canvas, text: str, x: float, y: float) -> None:
    for name, run in runs(text):
        canvas.setFont(name, _FOOT_SIZE)
        canvas.drawString(x, y, run)
        x += canvas.stringWidth(run, name, _FOOT_SIZE)


def _width(text: str) -> float:
    return sum(float(faces()[name].stringWidth(run, _FOOT_SIZE)) for name, run in runs(text))


def _draw_code(canvas: Canvas, content: str, x: float, y: float) -> None:
    matrix = segno.make_qr(content, error="m").matrix
    size = _QR_MM * mm / len(matrix)
    for row, modules in enumerate(matrix):
        for column, is_dark in enumerate(modules):
            if is_dark:
                canvas.rect(x + column * size, y + (len(matrix) - 1 - row) * size, size, size, stroke=0, fill=1)


@cache
def _styles() -> dict[str, ParagraphStyle]:
    return {
        name: ParagraphStyle(
            name,
            fontName=HAN,
            fontSize=size,
            leading=size * 1.4,
            wordWrap="CJK",
            alignment=1 if name == "title" else 0,
            spaceBefore=8 if name == "section" else 0,
            spaceAfter=6 if name in {"title", "lead"} else 2,
        )
        for name, size in _SIZES.items()
    }
