"""Sentences of messages: short, without names, numbers of documents or codes."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from checkin_service.kit.civil import CHINA
from checkin_service.kit.money import yuan
from checkin_service.kit.words import Words
from checkin_service.messages.model import MessageKind, Section

_SIGNED = Words("【职业培训券】{text}", "[Training voucher] {text}")
_DAYS = ("activate_by", "appeal_until", "last_day")


def sentence(kind: MessageKind, facts: Mapping[str, Any]) -> Words:
    """A message in both languages; where a day or number was not told, the sentence does without it."""
    whole, without = _SENTENCES[kind]
    try:
        return whole.filled(**_shown(facts))
    except KeyError:
        return without


def outgoing(kind: MessageKind, facts: Mapping[str, Any]) -> str:
    """The text of an SMS: Chinese, signed by what it is about."""
    return _SIGNED.zh.format(text=sentence(kind, facts).zh)


def section(kind: MessageKind) -> Section:
    return _SECTIONS[kind]


def _shown(facts: Mapping[str, Any]) -> dict[str, object]:
    shown = dict(facts)
    for name in _DAYS:
        if name in shown:
            day = date.fromisoformat(shown[name])
            shown[name] = day.isoformat()
            shown[f"{name}_zh"] = f"{day.year}年{day.month}月{day.day}日"
    if "offered_until" in shown:
        until = datetime.fromisoformat(shown["offered_until"])
        here = until.astimezone(CHINA)
        shown["offered_until"] = here.strftime("%m-%d %H:%M")
        shown["offered_until_zh"] = f"{here.month}月{here.day}日 {here:%H:%M}"
    if "answer_until" in shown:
        here = datetime.fromisoformat(shown["answer_until"]).astimezone(CHINA)
        shown["answer_until"] = shown["answer_until_zh"] = f"{here:%H:%M}"
    if "amount_fen" in shown:
        shown["amount"] = yuan(shown["amount_fen"])
    return shown


def _plain(zh: str, en: str) -> tuple[Words, Words]:
    return Words(zh, en), Words(zh, en)


_SENTENCES = MappingProxyType(
    {
        MessageKind.VOUCHER_ARRIVED: (
            Words(
                "您有一张新的培训券，{activate_by_zh}前有效，请在到期前使用。",
                "You have a new training voucher. It is valid until {activate_by}; use it before that day ends.",
            ),
            Words("您有一张新的培训券。", "You have a new training voucher."),
        ),
        MessageKind.VOUCHER_EXPIRES: _plain(
            "您的培训券将于{last_day_zh}失效，请尽快使用。", "Your training voucher ends on {last_day}; use it soon."
        ),
        MessageKind.VOUCHER_EXPIRES_SOON: _plain(
            "您的培训券只剩几天：{last_day_zh}之后失效。",
            "Only a few days are left for your training voucher: it ends after {last_day}.",
        ),
        MessageKind.RATE_AT_RISK: (
            Words(
                "您的打卡率有不达标的风险：还可缺{may_miss_hours}课时。",
                "Your attendance is at risk: you may still miss {may_miss_hours} class hours.",
            ),
            Words("您的打卡率有不达标的风险。", "Your attendance is at risk."),
        ),
        MessageKind.RATE_OUT_OF_REACH: _plain(
            "按已上的课，打卡率已达不到要求。课时有误的，可申请更正。",
            "By the sessions held, the required rate is out of reach. Class hours that are wrong can be contested.",
        ),
        MessageKind.CHECK_IN_ACCEPTED: _plain(
            "您的一次待确认签到，经人工复核已计入。",
            "A doubtful check-in of yours has been reviewed and counts.",
        ),
        MessageKind.CHECK_IN_REJECTED: _plain(
            "您的一次待确认签到，经人工复核未通过。可申请更正。",
            "A check-in of yours that was in doubt has been reviewed and does not count. You may contest it.",
        ),
        MessageKind.QUESTION_ANSWERED: _plain("您的提问有了回答。", "Your question is answered."),
        MessageKind.CHECK_BEGUN: (
            Words(
                "现在确认您在场：请在{answer_until_zh}前打开应用确认。",
                "Confirm now that you are here: open the app before {answer_until}.",
            ),
            Words("现在确认您在场，请打开应用。", "Confirm now that you are here: open the app."),
        ),
        MessageKind.LEAVE_GRANTED: _plain("您的请假已批准。", "Your leave is granted."),
        MessageKind.LEAVE_REFUSED: _plain("您的请假未批准。", "Your leave is not granted."),
        MessageKind.CORRECTION_DECIDED: _plain("您的更正申请已有答复。", "Your request about class hours is answered."),
        MessageKind.DOUBT_OPENED: _plain(
            "您的补贴审核有一项须人工核实，暂不需要您做什么。",
            "Somebody has to look into one point of your subsidy; there is nothing that you have to do now.",
        ),
        MessageKind.DOUBT_RESOLVED: _plain(
            "您补贴审核中须核实的一项已有结论。", "What had to be looked into about your subsidy has been decided."
        ),
        MessageKind.SUBSIDY_EARNED: (
            Words("补贴审核通过，金额{amount}。", "Your subsidy is earned: {amount}."),
            Words("补贴审核通过。", "Your subsidy is earned."),
        ),
        MessageKind.SUBSIDY_DENIED: (
            Words(
                "补贴审核未通过。有异议可在{appeal_until_zh}前申诉。",
                "The subsidy is not earned. You may appeal until {appeal_until}.",
            ),
            Words("补贴审核未通过。", "The subsidy is not earned."),
        ),
        MessageKind.APPEAL_UPHELD: _plain("您的申诉成立，将重新审核。", "Your appeal is upheld; it is decided anew."),
        MessageKind.APPEAL_DISMISSED: _plain(
            "您的申诉已有答复：维持原结果。", "Your appeal is answered: the decision stands."
        ),
        MessageKind.PAID: _plain("您培训券的补贴已拨付。", "The subsidy of your training voucher has been paid."),
        MessageKind.NOT_PAID: _plain(
            "您培训券的补贴没有付成，正在重新办理。",
            "The subsidy of your training voucher could not be paid; it is being dealt with again.",
        ),
        MessageKind.APPLICATION_ACCEPTED: _plain(
            "您报名的班已录取您。", "You have a place in a class you applied for."
        ),
        MessageKind.APPLICATION_REFUSED: _plain("您的报名未被录取。", "Your application for a class was refused."),
        MessageKind.APPLICATION_WAITS: _plain("您的报名已列入候补。", "You are on the waiting list of a class."),
        MessageKind.PLACE_OFFERED: _plain(
            "您候补的班有了名额，请在{offered_until_zh}前接受，过时给下一位。",
            "A place in a class that you wait for is free. Take it by {offered_until}; then the next one has it.",
        ),
        MessageKind.PLACE_LAPSED: _plain(
            "候补到的名额没有在期限内接受，已给下一位。",
            "A place offered to you was not taken in time.",
        ),
    }
)
"""Whole, and without what may not have been told."""

_SECTIONS = MappingProxyType(
    dict.fromkeys(MessageKind, Section.SUBSIDY)
    | dict.fromkeys(
        (MessageKind.VOUCHER_ARRIVED, MessageKind.VOUCHER_EXPIRES, MessageKind.VOUCHER_EXPIRES_SOON), Section.VOUCHERS
    )
    | dict.fromkeys(
        (
            MessageKind.CHECK_BEGUN,
            MessageKind.RATE_AT_RISK,
            MessageKind.RATE_OUT_OF_REACH,
            MessageKind.CHECK_IN_ACCEPTED,
            MessageKind.CHECK_IN_REJECTED,
            MessageKind.LEAVE_GRANTED,
            MessageKind.LEAVE_REFUSED,
            MessageKind.CORRECTION_DECIDED,
            MessageKind.QUESTION_ANSWERED,
        ),
        Section.COURSES,
    )
    | dict.fromkeys(
        (
            MessageKind.APPLICATION_ACCEPTED,
            MessageKind.APPLICATION_REFUSED,
            MessageKind.APPLICATION_WAITS,
            MessageKind.PLACE_OFFERED,
            MessageKind.PLACE_LAPSED,
        ),
        Section.APPLICATIONS,
    )
)
