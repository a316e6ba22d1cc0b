"""Keys of figures: plans of a place, statistics, registers and the national platform."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Day, Key, OneOf, SomeOf, Unit, Whole

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

_PERCENT = Whole(unit=Unit.PERCENT, low=1, high=100)
_VOUCHERS = Whole(unit=Unit.VOUCHER, low=0, high=10**9)

KEYS = {
    "catalogue.registers": Key(
        Words("信息库", "Registers"),
        SomeOf(REGISTERS),
        needed=At.NOWHERE,
        otherwise="it lists the registers that a platform keeps, which is how the service is made",
        decidable=False,
    ),
    "onboarding.apply_by": Key(
        Words("入网申请截止日", "Last day to apply for access"),
        Day(),
        needed=At.USE,
        otherwise="where no day is stated no form is late; whether a late one is taken is for whoever decides about it",
        decidable=False,
    ),
    "onboarding.extended_to": Key(
        Words("入网申请受理至", "Forms for access are taken until"),
        Day(),
        needed=At.USE,
        otherwise="where nobody has decided another day the text's own stands",
    ),
    "plan.channel_share_min_percent": Key(
        Words("开通渠道占比目标", "Share of channels aimed at"),
        _PERCENT,
        needed=At.USE,
        otherwise="where nobody aims at a share, the board shows none",
        decidable=False,
    ),
    "plan.claim_rate_min_percent": Key(
        Words("领券率目标", "Claim rate aimed at"),
        _PERCENT,
        needed=At.USE,
        otherwise="where nobody aims at a share, the board shows none",
        decidable=False,
    ),
    "plan.e_card_channels": Key(
        Words("电子社保卡签发渠道数", "Channels that issue electronic cards"),
        Whole(unit=Unit.CHANNEL, low=1, high=1_000),
        needed=At.USE,
        otherwise="a share of channels is not told where nobody has said of how many",
        is_own=True,
    ),
    "plan.issue_printed_total": Key(
        Words("发券计划合计（印刷数）", "Total of the issue plans as printed"),
        _VOUCHERS,
        needed=At.USE,
        otherwise="asked for only of a province that has printed one",
        is_own=True,
        decidable=False,
    ),
    "plan.issue_vouchers": Key(
        Words("发券计划", "Vouchers planned to be issued"),
        _VOUCHERS,
        needed=At.USE,
        otherwise="a plan that nobody made is not judged",
        is_own=True,
    ),
    "plan.use_printed_total": Key(
        Words("使用计划合计（印刷数）", "Total of the use plans as printed"),
        _VOUCHERS,
        needed=At.USE,
        otherwise="asked for only of a province that has printed one",
        is_own=True,
        decidable=False,
    ),
    "plan.use_rate_min_percent": Key(
        Words("用券率目标", "Use rate aimed at"),
        _PERCENT,
        needed=At.USE,
        otherwise="where nobody aims at a share, the board shows none",
        decidable=False,
    ),
    "plan.use_vouchers": Key(
        Words("使用计划", "Vouchers planned to be used"),
        _VOUCHERS,
        needed=At.USE,
        otherwise="a plan that nobody made is not judged",
        is_own=True,
    ),
    "platform.operations": Key(
        Words("平台接口", "Operations of the platform"),
        SomeOf(OPERATIONS),
        needed=At.NOWHERE,
        otherwise="the operations are those that the service has",
        decidable=False,
    ),
    "reporting.collection": Key(
        Words("信息归集方式", "When information is collected"),
        SomeOf(("afterwards", "during", "mixed")),
        needed=At.NOWHERE,
        otherwise="how data travels between platforms is agreed outside the service",
        decidable=False,
    ),
    "reporting.return": Key(
        Words("数据回流", "Return of data"),
        OneOf(("near_real_time", "daily")),
        needed=At.NOWHERE,
        otherwise="how data travels between platforms is agreed outside the service",
        decidable=False,
    ),
    "risk.false_discovery_percent": Key(
        Words("风险清单中误列班期的平均占比上限", "How many of the classes on the risk list may be honest, on average"),
        Whole(unit=Unit.PERCENT, low=1, high=50),
        needed=At.USE,
        otherwise="asked for when an authority reads its list, whatever classes are open",
    ),
    "risk.shadow_days": Key(
        Words("风险提示试运行期", "How long signals are computed before anybody is shown them"),
        Whole(unit=Unit.DAY, low=0, high=365),
        needed=At.USE,
        otherwise="asked for when an authority reads its list, whatever classes are open",
    ),
    "statistics.counted_at": Key(
        Words("培训人数和取证数的统计口径", "Whose statistics a trainee counts in"),
        OneOf(("settlement", "site")),
        needed=At.NOWHERE,
        otherwise="the counting authority is named with each class",
        decidable=False,
    ),
    "statistics.dimensions": Key(
        Words("统计分析维度", "Dimensions of analysis"),
        SomeOf(DIMENSIONS),
        needed=At.NOWHERE,
        otherwise="it lists views of figures; no case depends on one",
        decidable=False,
    ),
    "statistics.period": Key(
        Words("统计周期", "Period of statistics"),
        OneOf(("month", "quarter", "year")),
        needed=At.NOWHERE,
        otherwise="it lists views of figures; no case depends on one",
        decidable=False,
    ),
    "statistics.smallest_cell": Key(
        Words("统计公布的最少人数", "Fewest people that figures tell of"),
        Whole(unit=Unit.PERSON, low=2, high=100),
        needed=At.USE,
        otherwise="the national default holds where nobody has decided",
    ),
    "statistics.queries": Key(
        Words("查询统计项目", "What can be asked"),
        SomeOf(QUERIES),
        needed=At.NOWHERE,
        otherwise="it lists views of figures; no case depends on one",
        decidable=False,
    ),
}
