"""Rules of applications: for which class, with which voucher, and what may be said to them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from checkin_service.admission.model import OPEN, UNDER_WAY, Application, ApplicationState, ClassOffer, Queue
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.clauses import law
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import BEFORE_USE, Voucher, VoucherRefusal
from checkin_service.voucher.rules import declarable, state_on


def refusal_to_apply(
    offer: ClassOffer | None, *, starts_at: datetime | None, now: datetime, before: Iterable[Application]
) -> Words | None:
    """Why nobody applies for a class now: not offered, begun, or this person has applied already."""
    if offer is None or starts_at is None or starts_at <= now:
        return NOT_OFFERED
    standing = {ApplicationState.ACCEPTED, *UNDER_WAY}
    return _APPLIED if any(each.state in standing for each in before) else None


def refusal_of_voucher(voucher: Voucher, paying_authority: str, *, on: date) -> VoucherRefusal | None:
    """FJ-29, MP-14: the voucher is valid, not used, and of the authority that pays for the class."""
    if state_on(voucher, on) not in BEFORE_USE or voucher.authority_code != paying_authority:
        return VoucherRefusal("voucher_not_for_this_class", _NO_VOUCHER, law("MP-14"))
    return None


def refusal_of_declarations(view: PolicyView, kind: VoucherKind, declared: Iterable[str]) -> VoucherRefusal | None:
    """MP-11: declared is only what no source can check."""
    if set(declared) <= declarable(view, kind):
        return None
    return VoucherRefusal("not_declarable", _NOT_DECLARABLE, view.value("person.declarable", kind).basis)


def refusal_to_decide(application: Application, state: ApplicationState, *, free: int) -> Words | None:
    """What has been decided stands, and nobody is accepted beyond the places."""
    if application.state not in OPEN:
        return _DECIDED
    own = int(application.state is ApplicationState.PLACE_TAKEN)
    if state is ApplicationState.ACCEPTED and free + own <= 0:
        return _FULL
    return _WAITS if state is application.state else None


def refusal_to_take(application: Application, *, now: datetime) -> Words | None:
    """A place that became free is taken while it is offered, and not a moment longer."""
    if application.state is not ApplicationState.PLACE_OFFERED:
        return _NO_PLACE
    return _TOO_LATE if application.offered_until is None or application.offered_until < now else None


def offered_until(queue: Queue, view: PolicyView, *, now: datetime) -> datetime:
    """The last moment to take a place that became free: never after the class has begun."""
    return min(now + timedelta(hours=view.value("admission.place_offered_h").integer), queue.starts_at)


NOT_OFFERED = Words("本班未公开招生，或已开课。", "This class is not offered to the public, or it has begun.")
_APPLIED = Words("您已报名本班。", "You have applied for this class.")
_NO_VOUCHER = Words(
    "该培训券不能用于本班：已失效、已使用，或不是本班发券部门发放的。",
    "This voucher does not serve for the class: expired, used, or not of the authority that pays.",
)
_NOT_DECLARABLE = Words(
    "所承诺的条件须由数据或材料核验，不能由个人承诺。",
    "What was declared has to be shown by data or papers; it is not for the person to declare.",
)
_DECIDED = Words("该申请已处理。", "This application has been dealt with.")
_FULL = Words("名额已满，可列入候补。", "The places are taken; put the person on the waiting list.")
_WAITS = Words("该申请已在候补名单上。", "This application is on the waiting list already.")
_NO_PLACE = Words("现在没有留给您的名额。", "No place is kept for you now.")
_TOO_LATE = Words("已过接受名额的期限。", "The time to take the place has passed.")
