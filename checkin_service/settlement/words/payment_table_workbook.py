"""The payment table (资金拨付表) as a workbook: its lines, and the totals per fund and route with the hash."""

from decimal import Decimal

from checkin_service.kit.workbook import Cell, workbook
from checkin_service.settlement.model import Printed, PrintedLine
from checkin_service.settlement.words.payment_terms import FUNDS, LEGS, ROUTES, STATES, said
from checkin_service.voucher.rules import Route

_COLUMNS = (
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
    "拨付渠道",
    "金额（元）",
    "状态",
    "说明",
    "证据等级",
)


def workbook_of(shown: Printed) -> bytes:
    """The same table as on paper; amounts are numbers in yuan with two decimals, so that a sum can be made of them."""
    sums: list[list[Cell]] = [["资金来源", "拨付渠道", "金额（元）"]]
    sums += [[FUNDS[fund], ROUTES[Route(route)], _yuan(fen)] for (fund, route), fen in shown.totals.items()]
    table = shown.table
    sums += [["合计", "", _yuan(table.total_fen)], ["清单 SHA-256", table.manifest_sha256.hex()]]
    return workbook({"拨付明细": [list(_COLUMNS), *map(_line, shown.lines)], "汇总": sums})


def _line(each: PrintedLine) -> list[Cell]:
    order = each.order
    who: list[Cell] = [each.name, each.holder, each.bank, each.number]
    paid_from: list[Cell] = [FUNDS[order.fund], order.fiscal_year, ROUTES[Route(order.route)]]
    became: list[Cell] = [_yuan(order.amount_fen), STATES[order.state], said(order.reason, order.reference)]
    return [order.line, each.voucher_code, each.trainee, LEGS[order.leg], *who, *paid_from, *became, each.evidence]


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
