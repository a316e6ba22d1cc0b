"""The words of a payment table (资金拨付表), the same on paper and in the workbook."""

from types import MappingProxyType

from checkin_service.voucher.rules import Route

TITLE = "职业培训补贴资金拨付表"
FUNDS = MappingProxyType(
    {
        "skills_action_fund": "职业技能提升行动专账资金",
        "unemployment_insurance_fund": "失业保险基金促进就业经费",
        "employment_subsidy_fund": "就业补助资金",
    }
)
ROUTES = MappingProxyType({Route.ADVANCE_TO_AGENCY: "（预）拨付至经办机构支出户", Route.TREASURY: "国库集中支付"})
LEGS = MappingProxyType(
    {"training": "培训补贴", "online": "线上培训补贴", "assessment": "鉴定补贴", "living": "生活费补贴"}
)
STATES = MappingProxyType({"ordered": "待拨付", "paid": "已拨付", "refused": "未拨付", "bounced": "退回"})
REASONS = MappingProxyType({"not_stated": "未说明原因"})


def said(reason: str | None, reference: str | None) -> str:
    """What stands in the last column: why a line was not paid, or the number under which it was."""
    return REASONS.get(reason, reason) if reason else reference or ""
