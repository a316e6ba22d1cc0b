"""A limit on questions from anonymous callers, per minute for one address and for all together.

Each process counts for itself, in bounded memory. It slows guessing; what must not be guessed is protected otherwise.
"""

from collections import Counter
from datetime import datetime
from ipaddress import IPv6Address, ip_address

_MINUTE_S = 60
_NETWORK_BITS = 64
_MOST_ADDRESSES = 10_000


class Throttle:
    """Counts within whole minutes; an IPv6 caller is its network, which one household holds alone."""

    def __init__(self, *, per_minute: int, all_per_minute: int = 3_000) -> None:
        self._per_minute = per_minute
        self._all_per_minute = all_per_minute
        self._minute = -1
        self._counts: Counter[str] = Counter()

    def wait_s(self, address: str, now: datetime) -> int:
        """Count a question; how many seconds to wait before it may be asked, 0 when it may be asked now.

        >>> throttle, now = Throttle(per_minute=2), datetime.fromisoformat("2026-03-02T08:00:30+08:00")
        >>> [throttle.wait_s("192.0.2.1", now) for _ in range(3)], throttle.wait_s("192.0.2.2", now)
        ([0, 0, 30], 0)
        """
        minute, second = divmod(int(now.timestamp()), _MINUTE_S)
        if minute != self._minute:
            self._minute, self._counts = minute, Counter()
        caller = _network(address)
        is_full = self._counts.total() >= self._all_per_minute or len(self._counts) >= _MOST_ADDRESSES
        if is_full or self._counts[caller] >= self._per_minute:
            return _MINUTE_S - second
        self._counts[caller] += 1
        return 0


def _network(address: str) -> str:
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    return str(int(known) >> _NETWORK_BITS) if isinstance(known, IPv6Address) else str(known)
