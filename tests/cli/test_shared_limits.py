"""Limits over nodes: two workers of one `serve` and another `serve` on the same database count together."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import psycopg
import pytest

from checkin_service.settlement.service.papers import _QUESTIONS
from tests.benchmarks.servers import Running, running
from tests.conftest import a_database

_PROCESSES = 3
_TIMES = 240


@pytest.fixture(scope="module")
def services(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Running]]]:
    with a_database("limits", copy_of=migrated) as url:
        environment = os.environ | {
            "CHECKIN_DATABASE_URL": url,
            "CHECKIN_DATABASE_CONNECTIONS": "4",
            "CHECKIN_HOME": str(tmp_path_factory.mktemp("home")),
            "CHECKIN_FACE_WORKERS": "1",
        }
        with (
            running("checkin_service", ["serve", "--workers", "2"], environment=environment) as first,
            running("checkin_service", ["serve", "--without-relay"], environment=environment) as second,
        ):
            yield url, [first, second]


def at_the_beginning_of_a_minute() -> int:
    while (second := datetime.now(UTC).second) > 20:
        time.sleep(60 - second)
    return int(time.time()) // 60


def let_through(services: list[Running]) -> tuple[Counter[int], bool]:
    """The statuses of many questions from one address to all processes, and whether they fell into one minute."""
    minute, statuses = at_the_beginning_of_a_minute(), Counter[int]()
    for turn in range(_TIMES):
        # A connection for each: whichever worker is free takes it.
        port = services[turn % len(services)].port
        statuses[httpx.get(f"http://127.0.0.1:{port}/v1/papers/{'0' * 64}", timeout=30).status_code] += 1
    return statuses, int(time.time()) // 60 == minute


def test_one_address_gets_no_more_from_three_processes_than_the_shares_of_each(
    services: tuple[str, list[Running]],
) -> None:
    url, servers = services
    statuses, was_one_minute = let_through(servers)
    while not was_one_minute:
        statuses, was_one_minute = let_through(servers)
    passed = _TIMES - statuses[429]
    assert statuses.keys() <= {200, 429}
    assert _QUESTIONS.most <= passed <= _QUESTIONS.most + _PROCESSES * _QUESTIONS.share
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*), max(requests) FROM request_count").fetchone()
    assert row is not None
    assert (row[0], row[1] >= _QUESTIONS.most) == (1, True)
