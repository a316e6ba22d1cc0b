"""`staff`: accounts from the server's command line, for a first officer and for an authority that has nobody left."""

import re

import pytest

from checkin_service.cli.main import run
from checkin_service.kit.ids import new_id
from tests.conftest import a_database

AUTHORITY = ["--authority", "330683"]


def test_an_account_is_invited_listed_ended_and_brought_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    login = f"first-{new_id().hex[-8:]}"
    with a_database("staff") as url:
        monkeypatch.setenv("CHECKIN_DATABASE_URL", url)
        monkeypatch.setenv("CHECKIN_HOME", str(tmp_path_factory.mktemp("home")))
        named = ["--authority-name", "嵊州市人社局", "--name", "沈新", "--role", "officer", "--login", login]
        assert run(["staff", "invite", *AUTHORITY, *named]) == 0
        first = re.search(r"/welcome#[0-9a-f]{64}", capsys.readouterr().out)
        assert first is not None
        assert run(["staff", "reset", *AUTHORITY, "--login", login]) == 0
        assert first[0] not in capsys.readouterr().out
        for deed, standing in (("end", "ended"), ("return", "invited")):
            assert run(["staff", deed, *AUTHORITY, "--login", login]) == 0
            assert run(["staff", "list", *AUTHORITY]) == 0
            assert re.search(rf"{login} +officer +{standing} +never +沈新", capsys.readouterr().out)
        assert run(["staff", "end", *AUTHORITY, "--login", "nobody"]) == 2
        assert "not-found" in capsys.readouterr().err


def test_the_server_is_the_second_person_and_the_only_one_where_nobody_could_be_the_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second = (f"{name}-{new_id().hex[-8:]}" for name in ("first", "second"))
    with a_database("staff_recover") as url:
        monkeypatch.setenv("CHECKIN_DATABASE_URL", url)
        monkeypatch.setenv("CHECKIN_HOME", str(tmp_path_factory.mktemp("home")))
        named = ["--authority-name", "嵊州市人社局", "--name", "沈新", "--role", "officer", "--login"]
        assert run(["staff", "invite", *AUTHORITY, *named, first]) == 0
        begun = re.search(r"/welcome#[0-9a-f]{64}", capsys.readouterr().out)
        assert run(["staff", "recover", *AUTHORITY, "--login", first]) == 0
        anew = re.search(r"/welcome#[0-9a-f]{64}", capsys.readouterr().out)
        assert begun
        assert anew
        assert begun[0] != anew[0]
        assert run(["staff", "invite", *AUTHORITY, *named, second]) == 0
        # Now there is somebody who could ask, and nobody has.
        assert run(["staff", "recover", *AUTHORITY, "--login", first]) == 2
        assert "rule-refused" in capsys.readouterr().err
