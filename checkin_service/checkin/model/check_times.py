"""Longer to answer a check of the whole room (延长应答时间): asked for by the person, decided by the authority."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTimeRequest:
    """Somebody says that they need longer; why is not written down anywhere."""

    trainee_id: UUID
    class_id: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTimeDecision:
    """What the authority says to it, once; it counts from the next room on."""

    trainee_id: UUID
    class_id: UUID
    granted: bool
    decided_by: UUID
    decided_at: datetime


class CheckTimeState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


class CheckTime(NamedTuple):
    """A request, and what was said to it."""

    trainee_id: UUID
    class_id: UUID
    asked_at: datetime
    granted: bool | None

    @property
    def state(self) -> CheckTimeState:
        if self.granted is None:
            return CheckTimeState.ASKED
        return CheckTimeState.GRANTED if self.granted else CheckTimeState.DECLINED
