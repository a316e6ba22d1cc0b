"""Bindings of phones: when one counts as the person's own, and what little is remembered of where it was bound."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from checkin_service.identity.model import BindingProof, PhoneBinding
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

OF_INSTITUTION = frozenset({BindingProof.DESK})
OF_AUTHORITY = frozenset({BindingProof.COUNTER, BindingProof.CALL_BACK})
WITH_DOCUMENT = frozenset({BindingProof.DESK, BindingProof.COUNTER})
"""Given in person, with the identity document on the table."""

_SUFFICIENT = frozenset({BindingProof.E_CARD, BindingProof.NETWORK_IDENTITY, BindingProof.COUNTER})
_TOGETHER = frozenset({BindingProof.DESK, BindingProof.CALL_BACK})

# The first that is found counts: every browser within WeChat or Alipay also says which engine it is.
_FAMILIES = (
    ("micromessenger", "wechat"),
    ("alipayclient", "alipay"),
    ("harmonyos", "harmony"),
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("android", "android"),
    ("windows", "desktop"),
    ("macintosh", "desktop"),
    ("linux", "desktop"),
)


def is_proven(proofs: Iterable[BindingProof]) -> bool:
    """Whether somebody who knows the person has seen that this phone is theirs.

    An institution's desk alone is no proof: who teaches the class must not be the only witness.

    >>> is_proven([BindingProof.DESK]), is_proven([BindingProof.DESK, BindingProof.CALL_BACK])
    (False, True)
    """
    given = frozenset(proofs)
    return bool(given & _SUFFICIENT) or given >= _TOGETHER


def counts_from(binding: PhoneBinding, policy: PolicyView) -> datetime:
    """From when a proven phone counts as proven: a phone that took another's place waits for a while.

    Meanwhile the person, who was told, can say that it is not theirs.
    """
    if not binding.replaces_another:
        return binding.bound_at
    return binding.bound_at + timedelta(hours=policy.value("device.cool_down_h").integer)


def is_proven_at(binding: PhoneBinding, now: datetime, policy: PolicyView) -> bool:
    return is_proven(binding.proofs) and now >= counts_from(binding, policy)


def obstacle_to_proof(kind: BindingProof, given: Iterable[BindingProof]) -> Words | None:
    """Why this proof cannot be entered for the phone; `None` when it can."""
    proofs = frozenset(given)
    if kind in proofs:
        return GIVEN_BEFORE
    return NOTHING_TO_CONFIRM if kind is BindingProof.CALL_BACK and BindingProof.DESK not in proofs else None


def agent_family(user_agent: str) -> str:
    """Which kind of client it was, and nothing finer.

    >>> agent_family("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0"), agent_family("curl/8")
    ('wechat', 'other')
    """
    said = user_agent.lower()
    return next((family for sign, family in _FAMILIES if sign in said), "other")


GIVEN_BEFORE = Words("该手机已有此项核验。", "This phone has been proven in this way before.")
NOTHING_TO_CONFIRM = Words(
    "回访只能确认培训机构窗口已核验的手机；请先由机构窗口核验证件。",
    "A call-back confirms what an institution's desk has seen; let the desk see the document first.",
)
NO_PHONE = Words("该学员目前没有绑定手机。", "This person has no phone bound now.")
OTHER_DOCUMENT = Words(
    "出示的证件与该学员登记的证件不一致。", "The document shown is not the one that this person is registered with."
)
NEEDS_DOCUMENT = Words(
    "当面核验须填写所出示证件的种类和号码。",
    "What is proven in person names the kind and number of the document shown.",
)
NOT_YOURS = Words(
    "培训机构只能登记窗口核验；窗口核验以外由人社部门登记。",
    "An institution enters what its desk has seen; counter and call-back are the authority's.",
)
