"""`feed status` and `feed replay`, and `verify`, as an operator types them."""

import json
from pathlib import Path

import pytest

from checkin_service.cli.main import run


@pytest.fixture(autouse=True)
def _this_database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKIN_DATABASE_URL", database_url)
    monkeypatch.setenv("CHECKIN_FACE_WORKERS", "1")


def test_status_says_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feed", "status"]) == 0
    assert "waiting" in capsys.readouterr().out


def test_replay_can_be_repeated() -> None:
    assert run(["feed", "replay"]) == 0
    assert run(["feed", "replay", "--subscriber", "01997c3e-7a00-7c3d-9f00-0123456789ab"]) == 0


def test_a_bus_can_be_forgotten_where_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["feed", "forget-bus"]) == 0
    assert "There is no bus" in capsys.readouterr().out


def test_a_file_that_holds_no_checkpoint_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept.json").write_text("not one", encoding="utf-8")
    assert run(["verify", "--checkpoint", str(tmp_path / "kept.json")]) == 2
    assert "holds no checkpoint" in capsys.readouterr().err


def test_the_export_is_what_the_verifier_reads(tmp_path: Path) -> None:
    export = tmp_path / "log.jsonl"
    run(["verify", "--export", str(export)])
    for line in export.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["what"] in {"checkpoint", "entry", "stray"}
