"""Databases of the tests' own for the demonstration, and one small term played in each, side by side."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from checkin_service.kit.cluster import Cluster
from checkin_service.kit.folders import data_folder
from checkin_service.settings import ServiceSettings

TRAINEES, SESSIONS, SEED = 12, 5, 8

Json = dict[str, Any]


@dataclass(frozen=True)
class Performance:
    """A term that was played: its report, the report of a second one, and the database the first left behind."""

    report: Json
    repeated: Json
    database_url: str


@pytest.fixture(scope="session")
def demo_urls() -> Iterator[list[str]]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    names = [f"checkin_test_{worker}_{number}_demo" for number in (1, 2)]
    with _databases(names) as urls:
        yield urls
    for name in names:
        shutil.rmtree((ServiceSettings().home or data_folder()) / "keys" / name, ignore_errors=True)


@pytest.fixture(scope="session")
def performance(demo_urls: list[str], tmp_path_factory: pytest.TempPathFactory) -> Performance:
    folder = tmp_path_factory.mktemp("demo")
    files = [folder / f"{number}.json" for number, _ in enumerate(demo_urls)]
    plays = [_play(url, file) for url, file in zip(demo_urls, files, strict=True)]
    for play in plays:
        _, said = play.communicate(timeout=240)
        assert play.returncode == 0, said
    first, second = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return Performance(report=first, repeated=second, database_url=demo_urls[0])


@contextmanager
def _databases(names: list[str]) -> Iterator[list[str]]:
    given = ServiceSettings().database_url
    if given is None:
        with Cluster.at().lease() as cluster:
            for name in names:
                cluster.recreate(name)
            yield [cluster.url(name) for name in names]
            for name in names:
                cluster.drop(name)
        return
    with psycopg.connect(given, autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
    yield [given.rsplit("/", 1)[0] + f"/{name}" for name in names]


def _play(url: str, file: Path) -> "subprocess.Popen[str]":
    counts = [f"--trainees={TRAINEES}", f"--sessions={SESSIONS}", f"--seed={SEED}"]
    return subprocess.Popen(
        [sys.executable, "-m", "checkin_service", "demo", "--once", f"--json={file}", *counts],
        env=os.environ | {"CHECKIN_DATABASE_URL": url, "CHECKIN_FACE_WORKERS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
