"""`checkin-service policy` as an officer would type it: show, check, diff and page."""

import argparse
import json
from pathlib import Path

import pytest

from checkin_service.cli import policy
from checkin_service.cli.policy.page import page
from checkin_service.policy.book import DATA, book
from checkin_service.policy.keys import KEYS

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    policy.register(parser.add_subparsers())
    arguments = parser.parse_args(["policy", *words])
    return int(arguments.run(arguments))


def test_show_prints_values_with_clause_and_quote(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "330600", "--on", "2022-05-01") == 0
    shown = capsys.readouterr().out
    assert "attendance.minimum_percent [targeted] = 60 percent" in shown
    assert "statute: SX-23 三（六） 绍市人社发〔2022〕11号" in shown
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


def test_show_says_what_a_name_means_and_where_a_clause_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "350100", "--on", "2022-05-01") == 0
    shown = capsys.readouterr().out
    assert "使用有效期：3个月" in shown
    assert "Pace of settlement: in real time" in shown
    assert "statute: FJ-24 第十四条 FJ-28 第十七条 闽人社文〔2021〕64号" in shown


def test_two_days_differ_by_what_came_into_force_between_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "2021-06-30", "2021-07-01", "--jurisdiction", "330600") == 1
    lines = capsys.readouterr().out.splitlines()
    assert "+ attendance.minimum_percent [targeted] = 60 percent [SX-23]" in lines
    assert "~ checkin.phases: in, out [MP-23] → in [SX-23]" in lines
    assert run("diff", "2022-05-01", "2022-05-02", "--jurisdiction", "330600") == 0
    assert "no difference" in capsys.readouterr().out


def test_a_target_that_ends_with_the_year_is_gone_the_day_after(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "2021-12-31", "2022-01-01", "--jurisdiction", "370100") == 1
    assert "- plan.issue_vouchers = 60500 voucher [SD-19 – 2021-12-31]" in capsys.readouterr().out


def a_draft(folder: Path, before: str, after: str) -> Path:
    text = (DATA / "330600.toml").read_text(encoding="utf-8")
    assert before in text
    path = folder / "330600.toml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_two_packs_differ_by_what_they_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = a_draft(tmp_path, "value = 60\n", "value = 70\n")
    assert run("diff", str(DATA / "330600.toml"), str(draft)) == 1
    name = "330600 attendance.minimum_percent [targeted] 2021-07-01 (published 2022-03-25)"
    assert capsys.readouterr().out == f"~ {name}: 60 percent [SX-23] → 70 percent [SX-23]\n"


def test_two_folders_differ_by_their_packs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_draft(tmp_path, "value = 60\n", "value = 60\n")
    assert run("diff", str(tmp_path), str(DATA)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith("+ ") for line in lines)
    assert run("diff", str(tmp_path), str(tmp_path)) == 0


@pytest.mark.parametrize("given", ["nowhere.toml", "broken.toml"])
def test_what_cannot_be_read_cannot_be_compared(given: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.toml").write_text("value = 1", encoding="utf-8")
    assert run("diff", str(tmp_path / given), str(DATA)) == 2
    assert given in capsys.readouterr().err


def test_the_page_in_the_docs_is_what_the_packs_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("page") == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")


def test_the_page_shows_printed_and_computed_totals_and_the_rules_that_are_no_policy() -> None:
    written = page(book())
    assert "| 各市之和 Sum of the rows | 500,000 | 50,400 |" in written
    assert "| 印刷的合计 Total as printed | 500,000 | 50,000 |" in written
    assert "| MP-18 一（二）1 |" in written
    assert all(key in written for key in KEYS if not KEYS[key].is_own)
