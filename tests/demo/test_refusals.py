"""Refusals of the demonstration: why on one line, and exit code 2."""

from pathlib import Path

import pytest

from checkin_service.assembly import NotAllowed
from checkin_service.cli.main import run
from checkin_service.demo.database import require_demo


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--trainees", "11"], "--trainees"),
        (["--trainees", "501"], "--trainees"),
        (["--sessions", "7"], "--sessions"),
        (["--sessions", "0"], "--sessions"),
        (["--sessions", "-5"], "--sessions"),
        (["--sessions", "405"], "--sessions"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_a_term_that_cannot_be_played_is_refused_on_one_line(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", "--once", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith(reason)
    assert said.count("\n") == 1


def test_a_report_needs_a_folder_to_go_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--once", "--json", str(tmp_path / "missing" / "report.json")]) == 2
    assert "missing" in capsys.readouterr().err


def test_a_database_that_is_not_the_demos_is_refused_before_anything_is_touched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHECKIN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/checkin")
    assert run(["demo", "--once"]) == 2
    assert "_demo" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://host/checkin",
        "postgresql://host/checkin_demo?dbname=checkin",
        "postgresql://host/checkin?application_name=x_demo",
        "postgresql://checkin_demo@host",
        "postgresql://host/checkin_demo2",
        "not a url at all",
    ],
)
def test_only_the_name_that_the_driver_would_connect_to_counts(url: str) -> None:
    with pytest.raises(NotAllowed):
        require_demo(url)


def test_a_demo_database_is_taken() -> None:
    require_demo("postgresql://host/training_demo?sslmode=require")
