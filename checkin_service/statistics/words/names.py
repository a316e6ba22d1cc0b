"""Names of figures, funds and channels, in Chinese and English."""

from collections.abc import Mapping
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.policy.keys.vouchers import CHANNELS as CLAIM_CHANNELS
from checkin_service.policy.wording import NAMES
from checkin_service.statistics.model import DESK, PHONE, Measure

MEASURES: Mapping[str, Words] = MappingProxyType(
    {
        Measure.ISSUED: Words("发券（张）", "Issued"),
        Measure.CLAIMED: Words("领券（张）", "Claimed"),
        Measure.ACTIVATED: Words("激活（张）", "Activated"),
        Measure.USED: Words("用券（张）", "Used"),
        Measure.COMPLETED: Words("完成培训（张）", "Training completed"),
        Measure.PAID: Words("拨付（张）", "Paid"),
        Measure.WRITTEN_OFF: Words("核销（张）", "Written off"),
        Measure.RETURNED: Words("退券（张）", "Returned"),
        Measure.EXCHANGED: Words("换券（张）", "Exchanged"),
        Measure.EXPIRED: Words("失效（张）", "Expired"),
        Measure.VOIDED: Words("作废（张）", "Voided"),
        Measure.CLAWED_BACK: Words("追回（张）", "Clawed back"),
        Measure.TRAINED: Words("培训人数", "People trained"),
        Measure.CERTIFIED: Words("取证数", "Certificates"),
        Measure.HOURS: Words("计入课时", "Class hours credited"),
        Measure.DOUBTFUL: Words("待确认签到（次）", "Doubtful check-ins"),
        Measure.REFUSED: Words("未通过签到（次）", "Refused check-ins"),
        Measure.RESERVED_FEN: Words("预留", "Reserved"),
        Measure.PAYABLE_FEN: Words("应付", "Payable"),
        Measure.RELEASED_FEN: Words("释放", "Released"),
        Measure.PAID_FEN: Words("已拨付", "Paid"),
        Measure.CLAWED_BACK_FEN: Words("已追回", "Clawed back"),
    }
)
FUNDS: Mapping[str, Words] = MappingProxyType(
    {
        "skills_action_fund": Words("职业技能提升行动专账资金", "Skills action fund"),
        "unemployment_insurance_fund": Words("失业保险基金", "Unemployment insurance fund"),
        "employment_subsidy_fund": Words("就业补助资金", "Employment subsidy fund"),
        "": Words("未指明资金来源", "No fund named"),
    }
)
CHANNELS: Mapping[str, Words] = MappingProxyType(
    {
        DESK: Words("窗口发放", "Given at the counter"),
        PHONE: Words("本人页面", "Our own page"),
        **{name: NAMES[name] for name in CLAIM_CHANNELS},
    }
)
