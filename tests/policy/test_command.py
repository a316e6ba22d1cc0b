"""`checkin-service policy show` and `check` as an officer would type them."""

import argparse
import json
from pathlib import Path

import pytest

from checkin_service.cli import policy


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    policy.register(parser.add_subparsers())
    arguments = parser.parse_args(["policy", *words])
    return int(arguments.run(arguments))


def test_show_prints_values_with_clause_and_quote(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "330600", "--on", "2022-05-01") == 0
    shown = capsys.readouterr().out
    assert "attendance.minimum_percent [targeted] = 60 percent" in shown
    assert "statute: SX-23 绍市人社发〔2022〕11号" in shown
    assert "「使用有效期为6个月」" in shown
    assert "attendance.minimum_percent [general] = 不要求 · not required" in shown
    assert "沿用 inherited from 000000" in shown


def test_show_tells_what_was_known_on_an_earlier_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "330600", "--on", "2022-05-01", "--known-on", "2021-08-01", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    stated = {value["key"]: value for value in document["values"]}
    assert stated["attendance.minimum_percent"]["is_required"] is False
    assert stated["attendance.minimum_percent"]["is_inherited"] is True
    assert "voucher.use_within_months" in document["unknown"]


def test_show_without_a_day_means_today(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "330600", "--json") == 0
    assert json.loads(capsys.readouterr().out)["known_on"] is None


@pytest.mark.parametrize("words", [("show", "Shaoxing"), ("show", "330600", "--on", "May")])
def test_a_slip_on_the_command_line_is_explained(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(*words)
    assert "such as 330600" in (said := capsys.readouterr().err) or "write 2022-05-01" in said


def test_check_counts_the_values_of_sound_packs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == 0
    assert "330600 绍兴市 · Shaoxing:" in capsys.readouterr().out


def test_check_tells_a_mistake_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "330600.toml").write_text("value = 1", encoding="utf-8")
    assert run("check", str(tmp_path)) == 1
    assert "330600.toml: write documents, jurisdiction" in capsys.readouterr().err


def test_check_of_an_empty_folder_fails(tmp_path: Path) -> None:
    assert run("check", str(tmp_path)) == 1
