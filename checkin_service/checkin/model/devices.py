"""Devices at sites as a check-in and the authority know them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalState:
    """What is known of the terminal that sends an attempt; nothing of it where a phone does."""

    is_confirmed: bool = False
    is_away: bool = False
    statements: int = 0
    last_at: datetime | None = None
    """When its statement before this one came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a device is by its own fix; all empty where it had no usable one."""

    distance_m: float | None = None
    """From its site."""
    accuracy_m: float | None = None
    moved_m: float | None = None
    """From where it was entered."""
    is_away: bool | None = None
    """Surely elsewhere; `None` where its fix cannot tell."""
