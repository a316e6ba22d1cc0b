"""Pure decisions about persons: ages, PINs, consents, faces."""

import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil

from checkin_service.identity.model import Consent, FaceTries, Invitation
from checkin_service.kit.face_duties import FaceDuties
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

YOUNGEST_AGE = 14
"""Below it nobody is registered, whatever a policy says."""

TOO_YOUNG = Words("未满{age}周岁，不能登记。", "People under {age} cannot be registered.")
INVITATION_EXPIRED = Words(
    "邀请码已过期。请带身份证到培训机构或发券部门窗口领取新的；联系电话印在邀请单下方，也可拨打 12333 询问。",
    "The invitation has expired. Take your identity card to your school or to the authority's counter for a new one; "
    "their telephone stands at the foot of the slip, or ask at 12333.",
)
INVITATION_USED = Words(
    "邀请码已使用过。不是您本人用的，或要换手机，请带身份证到培训机构或发券部门窗口，"
    "电话印在邀请单下方，也可拨打 12333。",
    "The invitation has been used. If it was not you, or for another phone, take your identity card to your school or "
    "the authority's counter; their telephone stands at the foot of the slip, or ask at 12333.",
)
DEVICE_BOUND = Words(
    "您已绑定一部手机。要换手机，请带身份证到培训机构或发券部门窗口，或拨打 12333 询问。",
    "You have bound a phone already. For another one take your identity card to your school or the authority's "
    "counter, or ask at 12333.",
)
NO_ASSESSMENT = Words(
    "运营方尚未登记个人信息保护影响评估，不能登记人脸；请使用其他签到方式。",
    "The operator has entered no impact assessment, so that no face is enrolled; check in another way.",
)
NO_FILING = Words(
    "已存储人脸的人数达到须备案的上限，暂不能登记人脸；请使用其他签到方式。",
    "As many faces are stored as may be without a filing, so that no further one is enrolled; check in another way.",
)

_PIN = re.compile(r"[0-9]{6}")
_FAVOURITES = frozenset({"520131", "131452", "201314", "112233", "147258", "159357", "789456", "123654"})


def age_on(day: date, born_on: date) -> int:
    """Whole years; the birthday itself counts, one of 29 February comes on 1 March of a common year.

    >>> age_on(date(2026, 2, 28), date(2012, 2, 29)), age_on(date(2026, 3, 1), date(2012, 2, 29))
    (13, 14)
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_old_enough(born_on: date | None, today: date, *, lowest_age: int = YOUNGEST_AGE) -> bool:
    """Whether the person has turned the lowest age; a document that tells no date of birth decides nothing."""
    return born_on is None or age_on(today, born_on) >= max(lowest_age, YOUNGEST_AGE)


def is_trivial_pin(pin: str) -> bool:
    """Whether the PIN is among the first that anybody would try: repeated, running, or a favourite.

    >>> [is_trivial_pin(pin) for pin in ("000000", "123456", "987654", "121212", "123123", "190312", "480275")]
    [True, True, True, True, True, False, False]
    """
    if not _PIN.fullmatch(pin):
        return True
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    is_running = len(steps) == 1
    is_repeating = pin[:2] * 3 == pin or pin[:3] * 2 == pin
    return is_running or is_repeating or pin in _FAVOURITES


def obstacle_to_binding(invitation: Invitation, now: datetime) -> Words | None:
    """Why this invitation binds no device now; `None` when it does."""
    if invitation.is_used:
        return INVITATION_USED
    if now >= invitation.expires_at:
        return INVITATION_EXPIRED
    return DEVICE_BOUND if invitation.has_device else None


def is_given(consent: Consent | None) -> bool:
    return consent is not None and consent.given


def face_wait_s(tries: FaceTries, now: datetime, policy: PolicyView) -> int:
    """Seconds until the next comparison of a face: none after few failures in a row, then a delay before each.

    NIST SP 800-63B-4, 3.2.3: at most five failures in a row, then a delay of at least 30 seconds before each try.
    """
    if tries.failures < policy.value("face.failures_free").integer or tries.last_failed_at is None:
        return 0
    delay = timedelta(seconds=policy.value("face.wait_s").integer)
    return max(0, ceil((tries.last_failed_at + delay - now).total_seconds()))


def is_face_stopped(tries: FaceTries, policy: PolicyView) -> bool:
    """Whether faces are no longer compared until a person has helped (the same section: at most 50 in a row)."""
    return tries.failures >= policy.value("face.failures_in_a_row").integer


def obstacle_to_storing(people: int, duties: FaceDuties) -> Words | None:
    """Why no further face may be stored; `None` when the law's conditions are met."""
    if duties.needs_impact_assessment and not duties.impact_assessment:
        return NO_ASSESSMENT
    if people >= duties.most_people and not duties.filing_number:
        return NO_FILING
    return None
