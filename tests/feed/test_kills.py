"""Worker and subscriber as processes of their own, each killed without warning: everything arrives, in order."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from checkin_service.kit.ids import new_id
from tests.conftest import a_database
from tests.feed import receiver

TRAINEES, EVENTS_EACH = 40, 15


@pytest.fixture
def backlog_url(migrated: str) -> Iterator[str]:
    """A database in which six hundred events wait for one subscriber."""
    with a_database("kills", copy_of=migrated) as url:
        yield url


def a_backlog(url: str, port: int) -> None:
    trainees = [new_id() for _ in range(TRAINEES)]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO authority VALUES ('330600', '测试人社局', now())")
        subscriber = new_id()
        connection.execute(
            "INSERT INTO subscriber VALUES (%s, '330600', %s, ARRAY['attendance.changed'], %s, now())",
            [subscriber, f"http://127.0.0.1:{port}/", new_id()],
        )
        for number in range(EVENTS_EACH):
            for trainee in trainees:
                event = new_id()
                connection.execute(
                    "INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at, delivered_at) "
                    "VALUES (%s, %s, 'attendance.changed', %s, now(), now())",
                    [trainee, event, json.dumps({"number": number})],
                )
                connection.execute(
                    "INSERT INTO feed_delivery (trainee_id, event_id, subscriber_id, next_attempt_at) "
                    "VALUES (%s, %s, %s, now())",
                    [trainee, event, subscriber],
                )


def test_nothing_is_lost_and_order_is_kept_when_both_sides_are_killed(backlog_url: str, tmp_path: Path) -> None:
    journal, port = tmp_path / "journal.jsonl", _free_port()
    a_backlog(backlog_url, port)
    kills = 2
    deadline = time.monotonic() + 300
    while _waiting(backlog_url):
        assert time.monotonic() < deadline, "the backlog does not go down"
        before = _waiting(backlog_url)
        with (
            _process(receiver.__file__, str(port), str(journal)),
            _process("-m", "checkin_service", "worker", url=backlog_url),
        ):
            while (left := _waiting(backlog_url)) and (kills == 0 or left > before - 200):
                assert time.monotonic() < deadline, "the backlog does not go down"
                time.sleep(0.05)
        kills = max(0, kills - 1)
    heard: dict[str, list[int]] = {}
    for line in journal.read_text(encoding="utf-8").splitlines():
        event = json.loads(json.loads(line)["body"])
        numbers = heard.setdefault(event["partitionkey"], [])
        # At least once: a repeat is known by what came before.
        if event["data"]["number"] not in numbers:
            numbers.append(event["data"]["number"])
    assert len(heard) == TRAINEES
    assert all(numbers == list(range(EVENTS_EACH)) for numbers in heard.values())


def test_the_worker_is_a_program_of_its_own() -> None:
    """What it imports stands in an order of its own, apart from the application's."""
    subprocess.run([sys.executable, "-c", "import checkin_service.worker"], check=True, timeout=60)


def _waiting(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT count(*) FROM feed_delivery").fetchone()
        # The pauses after a kill are not what is tested.
        connection.execute("UPDATE feed_delivery SET next_attempt_at = now() WHERE next_attempt_at > now()")
        return int(row[0]) if row else 0


@contextmanager
def _process(*arguments: str, url: str | None = None) -> Iterator[None]:
    """A program that ends by SIGKILL."""
    environment = os.environ | ({"CHECKIN_DATABASE_URL": url, "CHECKIN_FACE_WORKERS": "1"} if url else {})
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
