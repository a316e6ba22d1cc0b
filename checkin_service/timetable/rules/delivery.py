"""How an occupation may be taught, what has to be done first, and what practice waits for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Theory:
    """What a person has to show of the theory, learnt online."""

    occupation: str
    passed: bool
    assessed_on: date


def delivery_refusal(view: PolicyView, *, occupation_kind: str | None, delivery: str) -> Words | None:
    """Why an occupation cannot be taught this way; `None` when it can.

    Fujian asks by the kind of occupation: knowledge may be taught fully online, operation may not (FJ-20 to FJ-22);
    elsewhere one list holds for all (SX-16, MP-03).
    """
    allowed = view.value(_delivery_key(view, occupation_kind))
    if delivery in allowed.names:
        return None
    return _DELIVERY.filled(delivery=delivery, allowed=", ".join(allowed.names))


def practice_refusal(
    view: PolicyView, *, occupation: str, starts_on: date, theories: Collection[Theory]
) -> Words | None:
    """FJ-23: why practice cannot begin; `None` once the theory of the same occupation was passed, that day included."""
    asked = view.value("training.practice_after_theory")
    if not asked.is_required or asked.text == "nothing":
        return None
    same = [theory for theory in theories if theory.occupation == occupation]
    if any(theory.passed and theory.assessed_on <= starts_on for theory in same):
        return None
    return _NOT_PASSED if same else _NO_THEORY.filled(occupation=occupation)


def still_to_do(view: PolicyView, key: str, done: Collection[str]) -> tuple[str, ...]:
    """What of a check-list is open: before a class opens (SX-28), at registration (FJ-29, SX-18), of a sector (SX-10).

    A list the jurisdiction does not keep is done.
    """
    try:
        asked = view.value(key)
    except PolicyUnknown:
        return ()
    return tuple(name for name in asked.names if name not in done) if asked.is_required else ()


def _delivery_key(view: PolicyView, occupation_kind: str | None) -> str:
    key = f"training.delivery_{occupation_kind}"
    return "training.delivery" if occupation_kind is None or view.unknown([(key, None)]) else key


_DELIVERY = Words(
    "该职业（工种）不能采用{delivery}方式培训；可采用：{allowed}。",
    "This occupation cannot be taught {delivery}; it can be {allowed}.",
)
_NOT_PASSED = Words(
    "线上理论培训尚未合格，不能参加线下实操。",
    "The theory has not been passed yet; practice waits for it.",
)
_NO_THEORY = Words(
    "没有职业（工种）“{occupation}”的线上理论培训记录，不能参加线下实操。",
    "No theory of the occupation {occupation} is on record; practice waits for it.",
)
