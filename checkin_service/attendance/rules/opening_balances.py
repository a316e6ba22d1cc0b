"""Rules for class hours taken over from paper: sessions that are over, missing hours only, each line once."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.timetable.model import Registration, Session


def balance_digest(class_id: UUID, balance_id: UUID, source: str, lines: Iterable[Mapping[str, Any]]) -> str:
    """What the officer signs: the hex SHA-256 of the list as canonical JSON (sorted keys, no white space, UTF-8)."""
    signed = {"class_id": str(class_id), "balance_id": str(balance_id), "source": source, "lines": list(lines)}
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


def line_refusal(
    registration: Registration | None, session: Session | None, *, hours: int, credited_hours: int, now: datetime
) -> Words | None:
    """Why a line of a paper record cannot be taken; `None` when it can."""
    if registration is None or not registration.is_active:
        return _NOT_ON_ROSTER
    if session is None:
        return _NO_SESSION
    if session.cancelled_at is not None:
        return _CANCELLED
    if session.ends_at >= now:
        return _NOT_OVER
    missing = session.class_hours - credited_hours
    return None if hours <= missing else _TOO_MANY.filled(missing=missing)


_NOT_ON_ROSTER = Words("不在本班花名册上。", "Not on the roster of this class.")
_NO_SESSION = Words("本班没有这一课次。", "No such session in this class.")
_CANCELLED = Words("该课次已取消。", "The session was cancelled.")
_NOT_OVER = Words("该课次尚未结束。", "The session is not over yet.")
_TOO_MANY = Words("该课次尚未计入的只有 {missing} 课时。", "Only {missing} class hour(s) of this session are missing.")
