"""Vocabulary of the register: how people came into it, their channels, and the lists vouchers are pushed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from checkin_service.policy.model import VoucherKind


class EntryWay(StrEnum):
    """How somebody came into an authority's register; the first way stands."""

    LIST = "list"
    """A matching list of the authority (数据比对名单)."""
    OWN = "own"
    """The person's own real-name registration through a channel (实名登记)."""
    ROSTER = "roster"
    """The roster of a class that the authority pays for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """A person in the register of an authority."""

    trainee_id: UUID
    authority_code: str
    way: EntryWay
    source: str
    """Which list, which channel or which class."""
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of an authority: an app that knows people by their real names and signs what they ask for."""

    channel_id: UUID
    authority_code: str
    kind: str
    """Of the channels that policy names (`voucher.claim_channels`)."""
    name: str
    issuer: str
    """How its statements call it (`iss`)."""
    public_key: bytes
    opens_on: date
    closes_on: date | None
    """The last day; open-ended when absent."""
    entered_by: UUID
    entered_at: datetime

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on and (self.closes_on is None or on <= self.closes_on)


class MemberOutcome(StrEnum):
    """What became of somebody on a matched list."""

    WAITING = "waiting"
    PUSHED = "pushed"
    REFUSED = "refused"


class MatchState(StrEnum):
    """How far a matched list has come; the rulings and its members tell."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRuling:
    """What a second person said to a list."""

    approved: bool
    reason: str | None
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A query over facts (大数据比对), the list that came of it, and the vouchers that are to go to it."""

    match_id: UUID
    authority_code: str
    name: str
    query: dict[str, Any]
    voucher_kind: VoucherKind
    template_id: UUID | None
    proposed_by: UUID
    proposed_at: datetime
    ruling: MatchRuling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """How many of a list stand how, and why those refused were."""

    waiting: int = 0
    pushed: int = 0
    refused: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        return self.waiting + self.pushed + self.refused
