"""`checkin-service serve --workers`: several processes answer behind one address, and another delivers."""

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.benchmarks.servers import Running, running
from tests.conftest import a_database
from tests.host.test_processes import until

_OPERATORS = secrets.token_urlsafe(32)


@pytest.fixture(scope="module")
def environment(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with a_database("workers", copy_of=migrated) as url:
        yield os.environ | {
            "CHECKIN_DATABASE_URL": url,
            "CHECKIN_DATABASE_CONNECTIONS": "4",
            "CHECKIN_HOME": str(tmp_path_factory.mktemp("home")),
            "CHECKIN_FACE_WORKERS": "1",
            "CHECKIN_OPERATIONS_KEY": _OPERATORS,
        }


@pytest.fixture(scope="module")
def service(environment: dict[str, str]) -> Iterator[Running]:
    with running("checkin_service", ["serve", "--workers", "2"], environment=environment) as service:
        yield service


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def is_replaced(victim: int, service: Running) -> bool:
    now = children(service.pid)
    return victim not in now and len(now) == 3


def asked(service: Running, path: str) -> httpx.Response:
    """On a connection of its own: whichever process is free takes it."""
    headers = {"Authorization": f"Bearer {_OPERATORS}"}
    return httpx.get(f"http://127.0.0.1:{service.port}{path}", headers=headers, timeout=30)


def test_two_processes_answer_and_a_third_delivers(service: Running) -> None:
    assert len(children(service.pid)) == 3
    assert all(asked(service, "/readyz").is_success for _ in range(8))


def test_a_process_that_is_killed_takes_nobody_along(service: Running) -> None:
    for victim in children(service.pid):
        os.kill(victim, signal.SIGKILL)
        until(partial(is_replaced, victim, service))
        assert asked(service, "/healthz").is_success


def test_the_figures_are_those_of_all_processes(service: Running) -> None:
    def counted() -> float:
        told = asked(service, "/metrics").text
        found = re.search(r'^checkin_http_requests_total\{[^}]*route="/healthz"[^}]*\} ([\d.]+)$', told, re.MULTILINE)
        return float(found[1]) if found else 0.0

    before = counted()
    assert all(asked(service, "/healthz").is_success for _ in range(20))
    assert counted() == before + 20


@pytest.mark.usefixtures("service")
def test_events_are_delivered_by_the_process_behind(environment: dict[str, str]) -> None:
    with psycopg.connect(environment["CHECKIN_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at) "
            "VALUES (gen_random_uuid(), gen_random_uuid(), 'checkin.refused', '{}', now())"
        )

        def is_delivered() -> bool:
            found = connection.execute("SELECT count(*) FROM outbox WHERE delivered_at IS NULL").fetchone()
            return found == (0,)

        until(is_delivered)


def test_more_connections_than_the_database_gives_are_refused_in_one_sentence(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "checkin_service", "serve", "--workers", "64", "--port", "0"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert said.returncode == 2
    assert "CHECKIN_DATABASE_CONNECTIONS" in said.stderr
    assert "Traceback" not in said.stderr
