"""Names of a voucher's states and of what can happen to it, for sentences that refuse something."""

from collections.abc import Mapping
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.voucher.model.vouchers import VoucherEvent as Event
from checkin_service.voucher.model.vouchers import VoucherState as State

STATES: Mapping[State, Words] = MappingProxyType(
    {
        State.MADE: Words("已制券", "made"),
        State.ISSUED: Words("已发放", "issued"),
        State.CLAIMED: Words("已领取", "claimed"),
        State.ACTIVATED: Words("已激活", "activated"),
        State.HELD: Words("已核销占用", "held by an institution"),
        State.USED: Words("使用中", "in use"),
        State.COMPLETED: Words("培训已结束，正在审核", "in use in a training that is over, and being determined"),
        State.PAYABLE: Words("补贴待申领", "payable"),
        State.RELEASED: Words("不予补贴", "not subsidised"),
        State.REQUESTED: Words("已申请结算", "applied for"),
        State.APPROVED: Words("已批准拨付", "approved for payment"),
        State.DISBURSED: Words("已拨付", "paid"),
        State.WRITTEN_OFF: Words("已核销", "written off"),
        State.RETURNED: Words("已退券", "returned"),
        State.EXCHANGED: Words("已换券", "exchanged"),
        State.EXPIRED: Words("已失效", "expired"),
        State.VOIDED: Words("已作废", "voided"),
        State.CLAWED_BACK: Words("已追回", "clawed back"),
    }
)
EVENTS: Mapping[Event, Words] = MappingProxyType(
    {
        Event.MADE: Words("制券", "making"),
        Event.ISSUED: Words("发券", "issuing"),
        Event.CLAIMED: Words("领券", "claiming"),
        Event.ACTIVATED: Words("激活（验券）", "activation"),
        Event.HELD: Words("报到核销", "the hold at arrival"),
        Event.HOLD_ENDED: Words("解除占用", "an end of the hold"),
        Event.USED: Words("用券", "use in a class"),
        Event.COMPLETED: Words("培训结束", "the end of the training"),
        Event.MADE_PAYABLE: Words("审核通过", "a determination in favour"),
        Event.RELEASED: Words("审核不通过", "a determination against"),
        Event.RETRACTED: Words("重新审核", "another determination"),
        Event.RESERVED_AGAIN: Words("重新审核", "another determination"),
        Event.REQUESTED: Words("申请结算", "an application for settlement"),
        Event.REQUEST_REFUSED: Words("退回申请", "a refusal of the application"),
        Event.APPROVED: Words("批准拨付", "approval of the payment"),
        Event.PAYMENT_REFUSED: Words("退回拨付", "a refusal of the payment"),
        Event.DISBURSED: Words("拨付", "payment"),
        Event.WRITTEN_OFF: Words("核销", "writing off"),
        Event.RETURNED: Words("退券", "return"),
        Event.EXCHANGED: Words("换券", "exchange"),
        Event.EXPIRED: Words("到期失效", "expiry"),
        Event.VOIDED: Words("作废", "voiding"),
        Event.CLAWED_BACK: Words("追回", "claw-back"),
    }
)
