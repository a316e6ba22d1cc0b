"""Keys of money: who earns a subsidy, who pays it, when and how."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, SomeOf, Unit, Whole

CRITERIA = ("attendance_rate", "assessment_passed", "certificate", "voucher_used")
CERTIFICATES = ("qualification", "skill_level", "special_ability", "special_operation", "training_completion")
FUNDS = ("skills_action_fund", "unemployment_insurance_fund", "employment_subsidy_fund")
PAYER_PLACES = ("insurance_place", "employment_place", "residence_place", "unemployment_place")

KEYS = {
    "budget.capped_by": Key(
        Words("发券额度受限于", "What caps the vouchers issued"), OneOf(("local_funds", "plan")), needed=At.VOUCHER
    ),
    "budget.commit_at": Key(
        Words("占用预算的时点", "When the budget is committed"),
        OneOf(("issue", "activation", "hold")),
        needed=At.VOUCHER,
    ),
    "certificate.accepted": Key(
        Words("可据以补贴的证书", "Certificates that earn a subsidy"), SomeOf(CERTIFICATES), needed=At.VOUCHER
    ),
    "certificate.kinds": Key(
        Words("证书种类", "Kinds of certificates"),
        SomeOf(CERTIFICATES),
        needed=At.NOWHERE,
        otherwise="which kinds count towards a subsidy is a value of its own; this is how they are sorted",
        decidable=False,
    ),
    "eligibility.criteria": Key(Words("补贴条件", "Conditions of the subsidy"), SomeOf(CRITERIA), needed=At.VOUCHER),
    "eligibility.doubt_decided_within_days": Key(
        Words("待核实事项的核定期限", "Period to decide a doubt in"),
        Whole(unit=Unit.DAY, low=1, high=365),
        needed=At.VOUCHER,
    ),
    "eligibility.duplicate_check": Key(
        Words("重复待遇的比对范围", "Regions compared for benefits paid twice"),
        OneOf(("across_regions", "within_region")),
        needed=At.USE,
        otherwise="where nobody states it, benefits of every region are compared",
        decidable=False,
    ),
    "fee.paid_by_trainee": Key(
        Words("培训费中由个人缴纳", "What the trainee pays of the fee"),
        SomeOf(("all", "share", "above_face_value")),
        needed=At.USE,
        otherwise="where nobody states it, a person pays at most what the subsidy leaves of the fee",
        decidable=False,
    ),
    "fee.unshown_means": Key(
        Words("返还的培训费没有缴费记录时", "What no record of a fee that is returned means"),
        OneOf(("note", "doubt")),
        needed=At.VOUCHER,
    ),
    "payment.account": Key(
        Words("拨付至", "Account paid into"),
        OneOf(("stated_account", "social_security_card")),
        needed=At.VOUCHER,
        decidable=False,
    ),
    "payment.advance_funds": Key(
        Words("（预）拨付至经办机构支出户的资金", "Funds paid in advance to the agency's account"),
        SomeOf(FUNDS),
        needed=At.VOUCHER,
    ),
    "payment.authority": Key(Words("由谁补贴", "Who pays"), OneOf(("issuer", "payer_order")), needed=At.VOUCHER),
    "payment.fund_order": Key(
        Words("未指定时的资金先后", "Funds in order, where none is named"), SomeOf(FUNDS), needed=At.VOUCHER
    ),
    "payment.payee": Key(
        Words("补贴对象", "Who is paid"), SomeOf(("institution", "enterprise", "trainee")), needed=At.VOUCHER
    ),
    "payment.payer_order": Key(
        Words("补贴地的先后顺序", "Places that pay, first match"),
        SomeOf(PAYER_PLACES),
        needed=At.USE,
        otherwise="asked for only where payment.authority says payer_order",
    ),
    "payment.payer_unit": Key(
        Words("补贴地以何为单位", "How wide a place that pays is"), OneOf(("county", "city")), needed=At.VOUCHER
    ),
    "payment.treasury_funds": Key(
        Words("按国库集中支付的资金", "Funds paid centrally by the treasury"), SomeOf(FUNDS), needed=At.VOUCHER
    ),
    "publication.objection_days": Key(
        Words("公示期", "Days for objections to a publication"), Whole(unit=Unit.DAY, low=1, high=60), needed=At.VOUCHER
    ),
    "retroactivity.open_cases": Key(
        Words("后公布的规定对未结案件", "A rule known later, for open cases"),
        OneOf(("later_known_unless_worse", "as_known_at_completion")),
        needed=At.VOUCHER,
    ),
    "settlement.claim": Key(
        Words("申领补贴凭", "What a claim consists of"),
        SomeOf(("data_matching", "roster_with_codes", "voucher_codes")),
        needed=At.NOWHERE,
        otherwise="a claim names voucher codes, whatever paper goes with it",
        decidable=False,
    ),
    "settlement.legs": Key(
        Words("线上线下单位不一致时", "When two institutions share a training"),
        OneOf(("split", "whole")),
        needed=At.VOUCHER,
    ),
    "settlement.mixed_needs": Key(
        Words("“线上+线下”结算条件", "What mixed training needs to be settled"),
        SomeOf(("online_passed", "offline_passed", "certificate")),
        needed=At.VOUCHER,
    ),
    "settlement.mode": Key(Words("结算方式", "Pace of settlement"), OneOf(("real_time", "batch")), needed=At.VOUCHER),
    "subsidy.amount_from": Key(
        Words("补贴金额依据", "Where the amount comes from"), OneOf(("catalogue", "face_value")), needed=At.VOUCHER
    ),
    "subsidy.kinds": Key(
        Words("补贴种类", "Kinds of subsidies"),
        SomeOf(("training", "assessment", "living")),
        needed=At.VOUCHER,
        decidable=False,
    ),
}
