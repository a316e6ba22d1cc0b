"""The payment table (资金拨付表) as a PDF to be stamped and reported to the finance department (SX-26).

The letters are those of STSong-Light, which readers bring along; the same table makes the same bytes every time.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO
from types import MappingProxyType

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from checkin_service.eligibility.pdf import printable
from checkin_service.kit.civil import CHINA
from checkin_service.kit.money import yuan
from checkin_service.settlement.model import Printed, PrintedLine
from checkin_service.voucher.rules import Route

TITLE = "职业培训补贴资金拨付表"
MEDIA_TYPE = "application/pdf"

_FONT = "STSong-Light"
_PAGE = landscape(A4)
_MARGIN = 12 * mm
_FOOT = 7 * mm
_FUNDS = MappingProxyType(
    {
        "skills_action_fund": "职业技能提升行动专账资金",
        "unemployment_insurance_fund": "失业保险基金促进就业经费",
        "employment_subsidy_fund": "就业补助资金",
    }
)
_ROUTES = MappingProxyType({Route.ADVANCE_TO_AGENCY: "（预）拨付至经办机构支出户", Route.TREASURY: "国库集中支付"})
_LEGS = MappingProxyType(
    {"training": "培训补贴", "online": "线上培训补贴", "assessment": "鉴定补贴", "living": "生活费补贴"}
)
_STATES = MappingProxyType({"ordered": "待拨付", "paid": "已拨付", "refused": "未拨付", "bounced": "退回"})
_HEAD = ("序号", "培训券", "项目", "收款人", "户名", "开户银行", "账号", "资金来源", "年度", "金额", "状态")
_WIDTHS = (10, 36, 22, 32, 32, 30, 34, 32, 12, 20, 13)
_SIGNED_BY = ("制表：", "审核：", "批准：", "人社部门（盖章）：", "财政部门（盖章）：")
_GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])


def pdf_of(shown: Printed) -> bytes:
    out = BytesIO()
    sheet = SimpleDocTemplate(
        out,
        pagesize=_PAGE,
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
        canvas.drawString(_MARGIN, _FOOT, f"清单 SHA-256 {shown.table.manifest_sha256.hex()}")
        canvas.drawRightString(_PAGE[0] - _MARGIN, _FOOT, f"第 {page.page} 页")

    _styles()
    sheet.build(list(_story(shown)), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _story(shown: Printed) -> Iterator[Flowable]:
    table = shown.table
    made = table.made_at.astimezone(CHINA)
    yield _text(TITLE, "title")
    yield _text(f"编号 {table.table_id}　人社部门 {table.authority_code}　制表 {made:%Y-%m-%d %H:%M}")
    rows = [tuple(map(_text, _HEAD)), *(tuple(map(_text, _line(each))) for each in shown.lines)]
    yield Table(rows, colWidths=[width * mm for width in _WIDTHS], style=_GRID, repeatRows=1)
    yield Spacer(0, 4 * mm)
    sums = [("资金来源", "拨付渠道", "金额"), *_sums(shown), ("合计", "", yuan(table.total_fen))]
    yield Table([tuple(map(_text, row)) for row in sums], colWidths=[70 * mm, 70 * mm, 40 * mm], style=_GRID)
    if advances := [(fund, fen) for (fund, route), fen in shown.totals.items() if route == Route.ADVANCE_TO_AGENCY]:
        # The plan that these funds are paid on in advance (SX-25).
        yield _text("用款计划：" + "；".join(f"{_FUNDS[fund]} {yuan(fen)}" for fund, fen in advances))
    yield Spacer(0, 6 * mm)
    yield _text("　　　　　　".join(_SIGNED_BY))


def _line(each: PrintedLine) -> tuple[str, ...]:
    order = each.order
    who = (each.name, each.holder, each.bank, each.number)
    paid_from = (_FUNDS[order.fund], str(order.fiscal_year), yuan(order.amount_fen), _STATES[order.state])
    return (str(order.line), str(order.voucher_id), _LEGS[order.leg], *who, *paid_from)


def _sums(shown: Printed) -> Iterator[tuple[str, str, str]]:
    for (fund, route), fen in shown.totals.items():
        yield _FUNDS[fund], _ROUTES[Route(route)], yuan(fen)


def _text(text: str, style: str = "plain") -> Paragraph:
    return Paragraph(escape(printable(text)), _styles()[style])


@cache
def _styles() -> dict[str, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    return {
        name: ParagraphStyle(
            name, fontName=_FONT, fontSize=size, leading=size * 1.4, wordWrap="CJK", alignment=align, spaceAfter=4
        )
        for name, size, align in (("title", 15, 1), ("plain", 7.5, 0))
    }
