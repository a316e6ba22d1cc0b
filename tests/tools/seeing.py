"""Addresses for tests and benchmarks that look at rows themselves, whosever they are."""

from urllib.parse import quote


def seeing(url: str) -> str:
    """The same database; the service brings options of its own, so its walls stand all the same."""
    return f"{url}{'&' if '?' in url else '?'}options={quote('-c checkin.work=test')}"
