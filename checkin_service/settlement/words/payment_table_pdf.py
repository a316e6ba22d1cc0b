"""The payment table (资金拨付表) as a PDF to be stamped and reported to the finance department (SX-26)."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph

from checkin_service.kit.civil import CHINA
from checkin_service.kit.money import yuan
from checkin_service.kit.printing import WIDE, Foot, gap, paragraph, printed, seals
from checkin_service.kit.printing import table as grid
from checkin_service.settlement.model import Printed, PrintedLine
from checkin_service.settlement.words.payment_terms import FUNDS, LEGS, ROUTES, STATES, TITLE
from checkin_service.voucher.rules import Route

_HEAD = (
    "序号",
    "唯一码",
    "参训人员",
    "项目",
    "收款人",
    "户名",
    "开户银行",
    "账号",
    "资金来源",
    "年度",
    "金额",
    "状态",
    "证据等级",
)
_WIDTHS = (9, 30, 16, 17, 23, 23, 23, 30, 26, 10, 20, 12, 34)
_SIGNED_BY = ("制表", "审核", "批准", "人社部门（盖章）", "财政部门（盖章）")


def pdf_of(shown: Printed, *, site: str | None = None) -> bytes:
    """The table as it is printed, with the hash of its manifest at the foot of each page."""
    foot = Foot.verified(shown.table.manifest_sha256.hex(), site=site)
    return printed(_story(shown), title=TITLE, foot=foot, page_size=WIDE, margin_mm=12)


def _story(shown: Printed) -> Iterator[Flowable]:
    table = shown.table
    made = table.made_at.astimezone(CHINA)
    yield paragraph(TITLE, "title")
    yield _fine(f"编号 {table.table_id}　人社部门 {table.authority_code}　制表 {made:%Y-%m-%d %H:%M}")
    rows = [tuple(map(_fine, _HEAD)), *(tuple(map(_fine, row_of(each))) for each in shown.lines)]
    yield grid(rows, *_WIDTHS, repeat=1)
    yield gap(4)
    sums = [("资金来源", "拨付渠道", "金额"), *_sums(shown), ("合计", "", yuan(table.total_fen))]
    yield grid([tuple(map(_fine, row)) for row in sums], 70, 70, 40)
    if advances := [(fund, fen) for (fund, route), fen in shown.totals.items() if route == Route.ADVANCE_TO_AGENCY]:
        # The plan that these funds are paid on in advance (SX-25).
        yield _fine("用款计划：" + "；".join(f"{FUNDS[fund]} {yuan(fen)}" for fund, fen in advances))
    yield gap(6)
    yield seals(*_SIGNED_BY)


def row_of(each: PrintedLine) -> tuple[str, ...]:
    """The cells of a line, in words."""
    order = each.order
    who = (each.name, each.holder, each.bank, each.number)
    paid_from = (FUNDS[order.fund], str(order.fiscal_year), yuan(order.amount_fen), STATES[order.state], each.evidence)
    return (str(order.line), each.voucher_code, each.trainee, LEGS[order.leg], *who, *paid_from)


def _sums(shown: Printed) -> Iterator[tuple[str, str, str]]:
    for (fund, route), fen in shown.totals.items():
        yield FUNDS[fund], ROUTES[Route(route)], yuan(fen)


def _fine(text: str) -> Paragraph:
    return paragraph(text, "fine")
