"""Limits on how often one sender may ask in a minute, counted by all nodes together and seldom asked of the database.

A process counts by itself until a sender has used an eighth of a limit there; then it adds that to the common count and
learns what passed elsewhere. Whoever asks now and then costs no statement, and whoever is over a limit costs none until
the minute is over: decision 0017, with how far the count can be wrong.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple
from uuid import UUID

import structlog

from checkin_service.kit.clock import Clock
from checkin_service.kit.problem import Problem, ProblemKind

_MINUTE_S = 60
_NETWORK_BITS = 64
_SHARES = 8
_MOST_SENDERS = 10_000
_EXCHANGE_TAKES_S = 0.5
_RESTS_S = 1.0
_log = structlog.get_logger(__name__)


class Limit(NamedTuple):
    """How often one sender may do something within a whole minute, or within so many of them."""

    name: str
    most: int
    minutes: int = 1

    @property
    def share(self) -> int:
        """So many pass in one process before it tells the others.

        >>> Limit("questions", 60).share, Limit("searches", 3).share
        (8, 1)
        """
        return -(-self.most // _SHARES)


class Sender(NamedTuple):
    """Whom a limit counts: an address, a person, or something that only one person has."""

    limit: Limit
    name: str


@dataclass(slots=True)
class _Tally:
    """`known`: by all processes, when this one last heard, and never less than what it has told; `own`: here since."""

    began: int
    known: int = 0
    own: int = 0

    @property
    def total(self) -> int:
        return self.known + self.own


class Count(NamedTuple):
    """How many requests since the minute in which their time began."""

    began: int
    requests: int


Exchange = Callable[[Mapping[Sender, Count]], Awaitable[Mapping[Sender, int]]]
"""Adds to the common counts, and answers how many these are now."""


class Limits:
    """The counts of one process and what it knows of the others'. Where they cannot be asked, it counts alone."""

    def __init__(self, exchange: Exchange, clock: Clock) -> None:
        self._exchange = exchange
        self._clock = clock
        self._tallies: dict[Sender, _Tally] = {}
        self._due: dict[Sender, _Tally] = {}
        self._asking = asyncio.Lock()
        self._rests_until = 0.0

    async def require(self, limit: Limit, sender: str | UUID) -> None:
        """Count one more of this sender, or refuse it and say when the next one may come."""
        if not self.is_left(limit, sender) or not await self.count(limit, sender):
            raise _refused(self._time_of(limit)[1])

    async def count(self, limit: Limit, sender: str | UUID) -> bool:
        """Count one more; whether that was within the limit."""
        name = Sender(limit, str(sender))
        tally = self._tally(name, self._time_of(limit)[0])
        tally.own += 1
        if tally.own >= limit.share:
            self._due[name] = tally
            await self._tell()
        return tally.total <= limit.most

    def is_left(self, limit: Limit, sender: str | UUID) -> bool:
        """Whether anything is left of a limit, as far as this process knows; nothing is counted."""
        tally = self._tallies.get(Sender(limit, str(sender)))
        return tally is None or tally.began != self._time_of(limit)[0] or tally.total < limit.most

    async def require_of(self, limit: Limit, address: str) -> None:
        """The same of an address; an IPv6 caller is its network, which one household holds alone."""
        await self.require(limit, network(address))

    def require_left(self, limit: Limit, address: str) -> None:
        """Refuse an address that has used a limit up, and count nothing: for limits of what was wrong."""
        if not self.is_left(limit, network(address)):
            raise _refused(self._time_of(limit)[1])

    def _time_of(self, limit: Limit) -> tuple[int, int]:
        """The minute in which the time of a limit began, and how many seconds are left of it."""
        whole_s = limit.minutes * _MINUTE_S
        nth, second = divmod(int(self._clock.now().timestamp()), whole_s)
        return nth * limit.minutes, whole_s - second

    def _tally(self, sender: Sender, began: int) -> _Tally:
        tally = self._tallies.get(sender)
        if tally is None or tally.began != began:
            if tally is None and len(self._tallies) >= _MOST_SENDERS:
                self._forget()
            tally = self._tallies[sender] = _Tally(began)
        return tally

    def _forget(self) -> None:
        """Nobody is refused for how many others there are: whose time is over and who asked least are forgotten."""
        live = [each for each in self._tallies.items() if each[1].began == self._time_of(each[0].limit)[0]]
        self._tallies = dict(sorted(live, key=lambda each: -each[1].total)[: _MOST_SENDERS // 2])

    async def _tell(self) -> None:
        """One statement at a time, for everybody whose share is used: a flood makes it longer, and no more of them."""
        loop = asyncio.get_running_loop()
        async with self._asking:
            told, self._due = self._due, {}
            counts = {sender: Count(tally.began, tally.own) for sender, tally in told.items()}
            for tally in told.values():
                tally.known, tally.own = tally.total, 0
            if not counts or loop.time() < self._rests_until:
                return
            try:
                async with asyncio.timeout(_EXCHANGE_TAKES_S):
                    common = await self._exchange(counts)
            except (Problem, TimeoutError):
                self._rests_until = loop.time() + _RESTS_S
                _log.warning("limits.alone")
                return
            for sender, count in common.items():
                told[sender].known = max(told[sender].known, count)


def network(address: str) -> str:
    """An address as limits count it.

    >>> network("192.0.2.1"), network("2001:db8::1") == network("2001:db8::2%eth0"), network("socket")
    ('192.0.2.1', True, 'unknown')
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    return str(int(known) >> _NETWORK_BITS) if isinstance(known, IPv6Address) else str(known)


def _refused(wait_s: int) -> Problem:
    return Problem(ProblemKind.TOO_MANY_ATTEMPTS, retry_after_s=wait_s)
