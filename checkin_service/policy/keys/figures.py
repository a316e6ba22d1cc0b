"""Keys of figures: plans of a place, statistics, registers and the national platform."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import Day, Key, OneOf, SomeOf, Whole

OPERATIONS = (
    "verify_by_scan",
    "voucher_status",
    "void_claimed_batch",
    "vouchers_of_person",
    "template_list",
    "add_certificate",
    "add_trainees_batch",
    "add_institutions_batch",
    "training_check_in",
    "settle_voucher",
    "trainee_by_qr",
)
QUERIES = ("claimed", "used", "written_off", "funds", "holders", "fund_sources")
DIMENSIONS = ("trainees", "age", "region", "employer_type", "insurance_and_employment", "average_income")
REGISTERS = ("projects", "institutions", "courses", "evaluations", "certificates")

_PERCENT = Whole(unit="percent", low=1, high=100)
_VOUCHERS = Whole(unit="voucher", low=0, high=10**9)

KEYS = {
    "catalogue.registers": Key(Words("信息库", "Registers"), SomeOf(REGISTERS)),
    "onboarding.apply_by": Key(Words("入网申请截止日", "Last day to apply for access"), Day()),
    "plan.channel_share_min_percent": Key(Words("开通渠道占比下限", "Lowest share of channels"), _PERCENT),
    "plan.claim_rate_min_percent": Key(Words("领券率下限", "Lowest claim rate"), _PERCENT),
    "plan.issue_printed_total": Key(
        Words("发券计划合计（印刷数）", "Total of the issue plans as printed"), _VOUCHERS, is_own=True
    ),
    "plan.issue_vouchers": Key(Words("发券计划", "Vouchers planned to be issued"), _VOUCHERS, is_own=True),
    "plan.use_printed_total": Key(
        Words("使用计划合计（印刷数）", "Total of the use plans as printed"), _VOUCHERS, is_own=True
    ),
    "plan.use_rate_min_percent": Key(Words("用券率下限", "Lowest use rate"), _PERCENT),
    "plan.use_vouchers": Key(Words("使用计划", "Vouchers planned to be used"), _VOUCHERS, is_own=True),
    "platform.operations": Key(Words("平台接口", "Operations of the platform"), SomeOf(OPERATIONS)),
    "reporting.collection": Key(
        Words("信息归集方式", "When information is collected"), SomeOf(("afterwards", "during", "mixed"))
    ),
    "reporting.return": Key(Words("数据回流", "Return of data"), OneOf(("near_real_time", "daily"))),
    "statistics.counted_at": Key(
        Words("培训人数和取证数的统计口径", "Whose statistics a trainee counts in"), OneOf(("settlement", "site"))
    ),
    "statistics.dimensions": Key(Words("统计分析维度", "Dimensions of analysis"), SomeOf(DIMENSIONS)),
    "statistics.period": Key(Words("统计周期", "Period of statistics"), OneOf(("month", "quarter", "year"))),
    "statistics.queries": Key(Words("查询统计项目", "What can be asked"), SomeOf(QUERIES)),
}
