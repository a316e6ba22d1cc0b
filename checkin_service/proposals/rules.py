"""The rule of two people: whoever proposes does not rule, a ruling is final, and a refusal says why."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from checkin_service.kit.verdict import OURS, Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView


class RulingRefusal(NamedTuple):
    """Why somebody cannot rule on a proposal, or not like this."""

    reason: str
    words: Words
    basis: Basis = OURS


def refusal_to_rule(
    *, proposed_by: UUID, by: UUID, is_ruled: bool, approved: bool = True, reason: str | None = None
) -> RulingRefusal | None:
    """Why this person cannot approve or refuse; `None` when they can.

    >>> from uuid import UUID
    >>> one, other = UUID(int=1), UUID(int=2)
    >>> refusal_to_rule(proposed_by=one, by=one, is_ruled=False).reason
    'second_person_needed'
    >>> refusal_to_rule(proposed_by=one, by=other, is_ruled=False) is None
    True
    """
    if is_ruled:
        return RulingRefusal("ruled_already", _RULED)
    if proposed_by == by:
        return RulingRefusal("second_person_needed", _SECOND_PERSON)
    if not approved and not reason:
        return RulingRefusal("reason_missing", _REASON)
    return None


def refusal_of_origins(
    view: PolicyView, by: UUID, own: frozenset[UUID], of_others: Mapping[UUID, frozenset[UUID]]
) -> RulingRefusal | None:
    """Why somebody is no second person beside others: one let the other in, or the same colleague let both in.

    An origin holds the account itself and everybody of the authority through whom it came to be. Whoever invites an
    account may play it: what it approves would be one person's word twice.
    """
    asked = view.value("staff.second_person")
    if asked.text == "independent":
        is_tied = any(not own.isdisjoint(each) for each in of_others.values())
    else:
        is_tied = any(by in origin or other in own for other, origin in of_others.items())
    return RulingRefusal("second_person_not_independent", _NOT_INDEPENDENT, asked.basis) if is_tied else None


_NOT_INDEPENDENT = Words(
    "您的账号与前一人的账号有邀请关系（一方邀请了另一方、重置过其密码，或由同一同事邀请），不能作第二人。"
    "请由账号与其无关的同事办理；没有的，请平台运行方另开账号（checkin-service staff invite）。",
    "Your account and that of the person before you come from one another, or from one colleague, by an invitation or "
    "a new password, so that you are no second person. Let a colleague do it whose account does not; if there is none, "
    "ask the operator of the service for an account (checkin-service staff invite).",
)
_RULED = Words("该提议已有审批结论。", "This has been approved or refused already.")
_SECOND_PERSON = Words(
    "提出人不能审批自己的提议，请由本部门的另一名工作人员审批。",
    "Whoever proposed it does not rule on it; another member of the authority's staff has to.",
)
_REASON = Words("不批准须写明理由。", "Say why it is refused.")
