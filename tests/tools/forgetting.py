"""A pytest plugin of `make mutation`: what was worked out before a mistake was planted is forgotten."""

from checkin_service.eligibility.rules import people
from checkin_service.policy.book import packs
from checkin_service.policy.clauses import clauses


def pytest_runtestloop() -> None:
    for remembered in (packs, clauses, people._conditions):
        remembered.cache_clear()
