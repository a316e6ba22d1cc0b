"""Rules of admission to the register: what can be filed, and what can be decided (FJ-31)."""

from datetime import date

from checkin_service.kit.words import Words


def filing_refusal(*, valid_until: date | None, is_registered: bool, is_waiting: bool, today: date) -> Words | None:
    """Why an application cannot be filed: the licence is over, or who applies stands or waits already."""
    if valid_until is not None and valid_until < today:
        return _EXPIRED.filled(day=valid_until)
    if is_registered:
        return _REGISTERED
    return _WAITING if is_waiting else None


def decision_refusal(*, is_decided: bool, is_registered: bool, admitted: bool) -> Words | None:
    """Why two people cannot decide so."""
    if is_decided:
        return _DECIDED
    return _REGISTERED if admitted and is_registered else None


_EXPIRED = Words(
    "办学许可已于{day}到期，请先办理延续，再申请入驻。",
    "The licence ended on {day}: have it renewed first, then apply.",
)
_REGISTERED = Words(
    "该统一社会信用代码已在培训机构库中，不必再申请。账号请向主管部门索取；信息有变，登录后申请变更。",
    "This unified social credit code is in the register already, and needs no application. Ask your authority for an "
    "account; what has changed is applied for after signing in.",
)
_WAITING = Words(
    "该统一社会信用代码已有待审的申请，请凭受理编号查询结果。",
    "An application under this unified social credit code waits already; follow it by its receipt number.",
)
_DECIDED = Words("该申请已有结果。", "This application has been decided already.")
