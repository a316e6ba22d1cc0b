"""The red team in short: twenty tries of each attack and honest people at one radius, over HTTP."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checkin_service.cli import redteam as command
from checkin_service.cli.main import run
from checkin_service.host.folders import data_folder
from checkin_service.kit.database import database_name
from checkin_service.redteam.attacks import ATTACKS, NEVER_IN_FULL, Grade
from checkin_service.redteam.campaign import Fought, Honest
from checkin_service.redteam.families import FAMILIES
from checkin_service.redteam.report import Report, fallen
from checkin_service.redteam.tally import Tally
from checkin_service.settings import ServiceSettings
from tests.conftest import a_database

TRIES = 20


@dataclass(frozen=True)
class Fight:
    status: int
    said: str
    page: str
    figures: dict[str, Any]


@pytest.fixture(scope="module")
def fight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fight]:
    page = tmp_path_factory.mktemp("redteam") / "redteam.md"
    with a_database("redteam_demo") as url:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "checkin_service",
                "redteam",
                f"--tries={TRIES}",
                "--radius=200",
                f"--report={page}",
            ],
            env=os.environ | {"CHECKIN_DATABASE_URL": url, "CHECKIN_FACE_WORKERS": "1"},
            capture_output=True,
            text=True,
            timeout=540,
            check=False,
        )
        assert page.exists(), done.stderr[-2000:]
        figures = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        yield Fight(done.returncode, done.stderr, page.read_text(encoding="utf-8"), figures)
    shutil.rmtree((ServiceSettings().home or data_folder()) / "keys" / database_name(url), ignore_errors=True)


def test_nothing_falls(fight: Fight) -> None:
    assert (fight.status, [line for line in fight.said.splitlines() if line.startswith("fallen")]) == (0, [])


def test_every_attack_is_played_as_often_as_asked(fight: Fight) -> None:
    played = {name: found["tries"] for name, found in fight.figures["attacks"].items()}
    assert played == {attack.name: TRIES for attack in ATTACKS}
    assert len(ATTACKS) >= 25


def test_no_attack_breaks_the_server(fight: Fight) -> None:
    outcomes = {outcome for found in fight.figures["attacks"].values() for outcome in found["outcomes"]}
    assert not {outcome for outcome in outcomes if outcome.startswith("error")}


@pytest.mark.parametrize("name", sorted(NEVER_IN_FULL))
def test_what_must_never_get_through_in_full_does_not(fight: Fight, name: str) -> None:
    assert fight.figures["attacks"][name]["in_full"] == 0


def test_a_truthful_fix_outside_is_refused_every_time(fight: Fight) -> None:
    for name in ("true_nearby", "true_far"):
        assert fight.figures["attacks"][name]["outcomes"] == {"refused": TRIES}


def test_honest_families_are_not_refused(fight: Fight) -> None:
    assert {place: found["refused"] for place, found in fight.figures["honest"].items()} == {
        "200/ordinary": 0,
        "200/basement": 0,
        "200/one_access_point": 0,
        "200/shuttle_bus": 0,
    }


def test_a_class_in_a_basement_signs_in_with_the_code_of_the_room(fight: Fight) -> None:
    assert fight.figures["honest"]["200/basement"]["doubtful"] == 0


def test_the_page_says_what_cannot_be_seen(fight: Fight) -> None:
    for attack in ATTACKS:
        assert (attack.zh in fight.page.partition("## What one check-in cannot show")[2]) is not attack.visible


def test_the_page_lists_every_attack_with_its_grade_and_every_figure_with_its_interval(fight: Fight) -> None:
    rows = [line for line in fight.page.splitlines() if line.startswith("| ")]
    for attack in ATTACKS:
        (row,) = [each for each in rows if each.startswith(f"| {attack.zh}<br>{attack.en} | {attack.grade} |")]
        assert row.count("–") == 6, row
    assert {attack.grade for attack in ATTACKS} == set(Grade)
    for family in FAMILIES:
        (row,) = [each for each in rows if each.startswith(f"| 200 m | {family} |")]
        assert row.count("–") == 4, row


def figures_of(*, in_full: int, refused: int, tries: int = 400, name: str = "lent_phone") -> Report:
    """A campaign of one attack and one honest class."""
    (attack,) = [each for each in ATTACKS if each.name == name]
    fought = Fought(attack=attack, tally=Tally(Counter({"B": in_full, "doubtful": tries - in_full})))
    honest = Honest(radius_m=200, family="ordinary", last=Tally(Counter({"refused": refused, "B": tries - refused})))
    return Report(seed=1, tries=tries, honest=[honest], fought=[fought])


@pytest.mark.parametrize(
    ("now", "fell"),
    [
        (figures_of(in_full=100, refused=2), []),
        (figures_of(in_full=110, refused=3), []),
        (figures_of(in_full=300, refused=2), ["lent_phone: in_full 300 of 400", "lent_phone: accepted 300 of 400"]),
        (figures_of(in_full=100, refused=40), ["honest 200/ordinary: refused 40 of 400"]),
    ],
)
def test_the_command_fails_when_a_published_figure_falls_beyond_chance(
    now: Report, fell: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, campaigns = tmp_path / "redteam.md", iter([figures_of(in_full=100, refused=2), now])

    async def fight(_stage: object, _arguments: object) -> Report:
        return next(campaigns)

    monkeypatch.setattr(command, "theatre", nullcontext)
    monkeypatch.setattr(command, "_fight", fight)
    assert run(["redteam", f"--report={page}"]) == 0
    assert run(["redteam", f"--report={page}"]) == bool(fell)
    assert capsys.readouterr().err.splitlines() == [f"fallen: {each}" for each in fell]


def test_what_a_release_must_never_let_in_fails_without_any_figure_before() -> None:
    assert fallen(figures_of(in_full=1, refused=0, name="forwarded_qr").as_document(), None) == [
        "forwarded_qr: 1 of 400 tries were accepted as class A or B"
    ]
    assert fallen(figures_of(in_full=1, refused=0, name="true_far").as_document(), None) == [
        "true_far: 1 of 400 truthful fixes elsewhere were accepted"
    ]
