"""The vocabulary of remedies against a denial."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checkin_service.kit.verdict import Basis


class RemedyKind(StrEnum):
    """What can be done about a denial."""

    APPEAL = "appeal"
    """To the authority, in this service (申诉)."""
    RECONSIDERATION = "reconsideration"
    """行政复议"""
    LITIGATION = "litigation"
    """行政诉讼"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    kind: RemedyKind
    until: date
    """The last day, that day included."""
    basis: Basis


def appeal_until(remedies: Iterable[Remedy]) -> date | None:
    """The last day to appeal; `None` where nobody may."""
    return next((each.until for each in remedies if each.kind is RemedyKind.APPEAL), None)


def last_day_to_appeal(remedies: Iterable[Mapping[str, str]]) -> date | None:
    """Of the remedies as a determination's document writes them; `None` where nobody may appeal."""
    days = (date.fromisoformat(each["until"]) for each in remedies if each["kind"] == RemedyKind.APPEAL)
    return next(days, None)
