"""Rules of messages: which event says what to whom it concerns, when a voucher is near its end, and what goes out."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from checkin_service.messages.model import Contact, MessageKind, Said
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyValue
from checkin_service.voucher.model.vouchers import Voucher, VoucherState

Payload = Mapping[str, Any]

_DETERMINED = MappingProxyType(
    {
        "eligible": MessageKind.SUBSIDY_EARNED,
        "not_eligible": MessageKind.SUBSIDY_DENIED,
        "doubtful": MessageKind.DOUBT_OPENED,
    }
)
_APPLIED = MappingProxyType(
    {
        "accepted": MessageKind.APPLICATION_ACCEPTED,
        "refused": MessageKind.APPLICATION_REFUSED,
        "waiting_list": MessageKind.APPLICATION_WAITS,
        "place_offered": MessageKind.PLACE_OFFERED,
        "lapsed": MessageKind.PLACE_LAPSED,
    }
)
_KIND_OF: Mapping[str, Callable[[Payload], MessageKind]] = MappingProxyType(
    {
        "appeal.decided": lambda _: MessageKind.CORRECTION_DECIDED,
        "application.decided": lambda payload: _APPLIED[payload["state"]],
        "attendance.at_risk": lambda _: MessageKind.RATE_AT_RISK,
        "attendance.out_of_reach": lambda _: MessageKind.RATE_OUT_OF_REACH,
        "check.begun": lambda _: MessageKind.CHECK_BEGUN,
        "eligibility.appeal_dismissed": lambda _: MessageKind.APPEAL_DISMISSED,
        "eligibility.appeal_upheld": lambda _: MessageKind.APPEAL_UPHELD,
        "eligibility.determined": lambda payload: _DETERMINED[payload["outcome"]],
        "eligibility.doubt_decided": lambda _: MessageKind.DOUBT_RESOLVED,
        "leave.decided": lambda payload: _either(
            MessageKind.LEAVE_GRANTED, MessageKind.LEAVE_REFUSED, is_first=payload["granted"]
        ),
        "question.answered": lambda _: MessageKind.QUESTION_ANSWERED,
        "review.credited": lambda _: MessageKind.CHECK_IN_ACCEPTED,
        "review.decided": lambda payload: _either(
            MessageKind.CHECK_IN_ACCEPTED, MessageKind.CHECK_IN_REJECTED, is_first=payload.get("decision") == "accept"
        ),
        "voucher.issued": lambda _: MessageKind.VOUCHER_ARRIVED,
        "voucher.payment_refused": lambda _: MessageKind.NOT_PAID,
        "voucher.payment_returned": lambda _: MessageKind.NOT_PAID,
        "voucher.written_off": lambda _: MessageKind.PAID,
    }
)
TYPES = frozenset(_KIND_OF)
"""Events that somebody must hear of."""

_FACTS = ("activate_by", "amount_fen", "answer_until", "appeal_until", "may_miss_hours", "offered_until")
"""Days and numbers of a payload that messages say."""


def said_by(type_: str, payload: Payload) -> Said:
    """What an event says to the person whom it concerns.

    >>> said_by("eligibility.determined", {"outcome": "doubtful", "payee": "institution"})
    Said(kind=<MessageKind.DOUBT_OPENED: 'doubt_opened'>, facts={})
    """
    facts = {name: payload[name] for name in _FACTS if payload.get(name) is not None}
    return Said(kind=_KIND_OF[type_](payload), facts=facts)


def _either(first: MessageKind, second: MessageKind, *, is_first: bool) -> MessageKind:
    return first if is_first else second


def near_its_end(voucher: Voucher, view: PolicyView, *, on: date) -> Said | None:
    """A voucher that ends unused within the days after which its holder is told, first and once more."""
    last = voucher.use_by if voucher.state is VoucherState.ACTIVATED else voucher.activate_by
    days = (last - on).days
    facts = {"last_day": last.isoformat()}
    if days < 0:
        return None
    if days <= view.value("message.expiry_last_days").integer:
        return Said(kind=MessageKind.VOUCHER_EXPIRES_SOON, facts=facts)
    if days <= view.value("message.expiry_first_days").integer:
        return Said(kind=MessageKind.VOUCHER_EXPIRES, facts=facts)
    return None


def goes_out(contact: Contact | None, kind: MessageKind, view: PolicyView) -> bool:
    """Whether a message leaves the app: there is somewhere to go, and the kind was not silenced as it may be."""
    if contact is None or (contact.mobile_sealed is None and contact.channel_id is None):
        return False
    return kind not in contact.silenced or kind not in may_be_silenced(view)


def may_be_silenced(view: PolicyView) -> tuple[str, ...]:
    """What nobody has to be told by law beyond the app."""
    return silenceable(view).names


def silenceable(view: PolicyView) -> PolicyValue:
    """The same with what it stands on."""
    return view.value("message.may_be_silenced")
