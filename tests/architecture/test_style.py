"""The house style holds in every file, and each of its rules bites."""

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT
from tests.architecture.style import LONGEST_FILE, READ_THE_CLOCK, READ_THE_ENVIRONMENT, faults_in, sources

GOOD = '"""A file that is as it should be."""\n'


@pytest.mark.parametrize("path", sources(), ids=str)
def test_file_keeps_the_style(path: Path) -> None:
    assert faults_in(path.as_posix(), (ROOT / path).read_text(encoding="utf-8")) == []


def test_no_test_file_is_endless() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in (ROOT / "tests").rglob("*.py")}
    assert {path.name: count for path, count in lines.items() if count > LONGEST_FILE} == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD + "x = 1\n" * 300, "301 lines: split it by sub-noun"),
        (GOOD + "# TODO later\n", "something is unfinished"),
        (GOOD + "raise NotImplementedError\n", "something is unfinished"),
        (GOOD + "connection.commit()\n", "the word commit belongs to kit/database.py"),
        (GOOD + "now = datetime.now(UTC)\n", "only the clock reads the clock"),
        (GOOD + 'key = os.environ["KEY"]\n', "only composition roots read the environment"),
        ("x = 1\n", "it does not start with a sentence that says what it is"),
        ('"""Things"""\n', "it does not start with a sentence that says what it is"),
        ('"""Is it the right place?"""\n', "it does not start with a sentence that says what it is"),
        ('"""What is kept for a while."""\n', "it starts with What instead of the noun that it is about"),
        ('"""Who asks."""\n', "it starts with Who instead of the noun that it is about"),
        ('"""Whether it holds."""\n', "it starts with Whether instead of the noun that it is about"),
        ('"""From settings to resources."""\n', "it does not start with a noun but with From"),
        ('"""Walks a file."""\n', "it does not start with a noun but with Walks"),
        ('"""A file. It does much."""\n', "it starts with more than one sentence"),
        (GOOD + "def long() -> None:\n" + "    x = 1\n" * 40, "long has 41 lines"),
        (GOOD + "def later() -> None:\n    ...\n", "later does nothing"),
        (GOOD + 'def later() -> None:\n    """Soon."""\n    pass\n', "later does nothing"),
        (GOOD + "async def found() -> int: ...\n", "found does nothing"),
        (GOOD + 'async def found() -> int:\n    """Soon."""\n', "found promises int and has no body"),
    ],
)
def test_a_rule_bites(text: str, fault: str) -> None:
    assert faults_in("checkin_service/some/service.py", text) == [fault]


@pytest.mark.parametrize("name", [*READ_THE_CLOCK, *READ_THE_ENVIRONMENT])
def test_every_exception_is_needed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(faults_in("checkin_service/some/service.py", text)) & {
        "only the clock reads the clock",
        "only composition roots read the environment",
    }


def test_a_good_file_has_no_fault() -> None:
    text = GOOD + "class Port(Protocol):\n    def ask(self) -> int: ...\n\ndef half() -> float:\n    return 0.5\n"
    text += "@question(select(table))\nasync def found() -> int: ...\n"
    assert faults_in("checkin_service/some/service.py", text) == []
