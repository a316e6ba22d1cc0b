"""Typed classroom codes: right, used before, too old, or never shown; in one way for check-ins and claims."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.checkin.model.attempts import CodeSource, CodeState
from checkin_service.checkin.rules import offline
from checkin_service.checkin.rules.classroom_code import Recognised, recognised, window_number
from checkin_service.policy.book import PolicyView


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeUse:
    """A right code as its use is kept."""

    window: int
    source: CodeSource
    age_ms: int
    """From the beginning of its window to the moment it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What became of a code that somebody typed."""

    state: CodeState
    use: CodeUse | None = None
    is_wrong: bool = False
    """Never shown, at least not lately: a guess. Who was merely slow has guessed nothing."""


NOT_TYPED = Typed(state=CodeState.ABSENT)


class Screen(NamedTuple):
    """The codes of one session, by the rules of its day."""

    key: bytes
    session_id: UUID
    policy: PolicyView


def typed(screen: Screen, code: str, now: datetime, *, used: Collection[int], wrong_before: int) -> Typed:
    """Compare a code with those of the session's latest windows, unless too many were wrong already."""
    key, session_id, policy = screen
    # Before anything is compared: the answer tells a guesser nothing more.
    if wrong_before >= policy.value("classroom_code.wrong_max").integer:
        return Typed(state=CodeState.TOO_MANY_WRONG)
    length = policy.value("classroom_code.window_s").integer
    present, accepted = window_number(now, length), policy.value("classroom_code.windows_accepted").integer
    # Recognised for longer than it counts: whoever was merely slow is told so, and has guessed nothing.
    shown_lately = policy.value("classroom_code.late_s").integer // length + accepted
    found = recognised(key, session_id, code, now_window=present, accepted=shown_lately)
    if found is None or found.window <= present - accepted:
        return Typed(state=CodeState.EXPIRED_OR_WRONG, is_wrong=found is None)
    return _used_or_valid(found, length, now, used)


def typed_then(screen: Screen, code: str, claimed_at: datetime, *, used: Collection[int]) -> Typed:
    """Compare a code that was typed without a network with those that were shown about then."""
    key, session_id, policy = screen
    found = offline.recognised_then(key, session_id, code, claimed_at=claimed_at, policy=policy)
    if found is None:
        return Typed(state=CodeState.EXPIRED_OR_WRONG, is_wrong=True)
    return _used_or_valid(found, policy.value("classroom_code.window_s").integer, claimed_at, used)


def _used_or_valid(found: Recognised, length: int, now: datetime, used: Collection[int]) -> Typed:
    if found.window in used:
        return Typed(state=CodeState.USED_BEFORE)
    age_ms = round(now.timestamp() * 1000) - found.window * length * 1000
    return Typed(state=CodeState.VALID, use=CodeUse(window=found.window, source=found.source, age_ms=age_ms))
