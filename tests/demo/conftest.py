"""Databases of the tests' own for the demonstration, and one small term played in each, side by side."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checkin_service.host.folders import data_folder
from checkin_service.kit.database import database_name
from checkin_service.settings import ServiceSettings
from tests.conftest import a_database

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
    with a_database("1_demo") as first, a_database("2_demo") as second:
        yield [first, second]
    for url in (first, second):
        shutil.rmtree((ServiceSettings().home or data_folder()) / "keys" / database_name(url), ignore_errors=True)


@pytest.fixture(scope="session")
def performance(demo_urls: list[str], tmp_path_factory: pytest.TempPathFactory) -> Performance:
    folder = tmp_path_factory.mktemp("demo")
    files = [folder / f"{number}.json" for number, _ in enumerate(demo_urls)]
    plays = [_play(url, file) for url, file in zip(demo_urls, files, strict=True)]
    for play in plays:
        _, said = play.communicate(timeout=480)
        assert play.returncode == 0, said
    first, second = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return Performance(report=first, repeated=second, database_url=demo_urls[0])


def _play(url: str, file: Path) -> "subprocess.Popen[str]":
    counts = [f"--trainees={TRAINEES}", f"--sessions={SESSIONS}", f"--seed={SEED}"]
    return subprocess.Popen(
        [sys.executable, "-m", "checkin_service", "demo", "--once", f"--json={file}", *counts],
        env=os.environ | {"CHECKIN_DATABASE_URL": url, "CHECKIN_FACE_WORKERS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
