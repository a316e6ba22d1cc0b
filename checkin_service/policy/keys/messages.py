"""Keys of what people are told: messages in time, what they may do without by SMS, answers to complaints."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, SomeOf, Unit, Whole

SILENT_KINDS = (
    "application_waits",
    "check_in_accepted",
    "leave_granted",
    "question_answered",
    "rate_at_risk",
    "voucher_arrived",
    "voucher_expires",
)
_DAYS = Whole(unit=Unit.DAY, low=1, high=90)
_AT_NIGHT = "asked for every night, before and after any class"

KEYS = {
    "complaint.answer_days": Key(
        Words("投诉举报答复期限", "Days until a complaint is answered"),
        _DAYS,
        needed=At.USE,
        otherwise="asked for when somebody complains, before and after any class",
    ),
    "message.expiry_first_days": Key(
        Words("培训券到期前首次提醒", "First reminder before a voucher ends"),
        _DAYS,
        needed=At.USE,
        otherwise=_AT_NIGHT,
    ),
    "message.expiry_last_days": Key(
        Words("培训券到期前再次提醒", "Last reminder before a voucher ends"),
        _DAYS,
        needed=At.USE,
        otherwise=_AT_NIGHT,
    ),
    "message.may_be_silenced": Key(
        Words("本人可关闭短信的消息", "Messages that a person may do without by SMS"),
        SomeOf(SILENT_KINDS),
        needed=At.USE,
        otherwise="asked for when a message is made, whatever class it is about",
        is_national=True,
        decidable=False,
    ),
}
