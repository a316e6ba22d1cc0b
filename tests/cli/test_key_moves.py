"""`keys move` and `keys epoch`: from files into a key database, with which everything goes on; backups fit both."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import psycopg
import pytest

from checkin_service.assembly import EPOCHS, Assembly
from checkin_service.cli.main import run
from checkin_service.cli.safekeeping.archives import copy, give_back, take
from checkin_service.host.key_database import DatabaseKeyStore
from checkin_service.identity.service.keys import KeysDoNotFit, Misfit, missing
from checkin_service.kit.keyring import DirectoryKeyStore
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock, a_database


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


@pytest.fixture
def key_url() -> Iterator[str]:
    with a_database("key_database") as url:
        yield url


def in_database(assembly: Assembly, url: str, folder: Path) -> tuple[Assembly, DatabaseKeyStore]:
    moved = replace(assembly, key_database=url, keys=folder)
    store = moved.key_store()
    assert isinstance(store, DatabaseKeyStore)
    return moved, store


@pytest.mark.usefixtures("world")
async def test_the_service_goes_on_with_its_keys_in_a_database_and_not_without_them(
    assembly: Assembly, key_url: str, tmp_path: Path
) -> None:
    moved, store = in_database(assembly, key_url, tmp_path / "keys")
    with pytest.raises(KeysDoNotFit) as refused:
        async with moved.opened():
            pass
    assert refused.value.misfit is Misfit.MISSING
    assert copy(DirectoryKeyStore(assembly.keys), store) == len(list(store.names()))
    store.begin_epoch()
    async with moved.opened() as resources:
        people, closed = await missing(resources.database, resources.sealer)
    assert (people, closed) == (1, 0)
    store.close()


@pytest.mark.usefixtures("world")
def test_a_backup_of_a_key_database_comes_back_into_files_and_into_another_one(
    assembly: Assembly, database_url: str, key_url: str, tmp_path: Path
) -> None:
    moved, store = in_database(assembly, key_url, tmp_path / "keys")
    copy(DirectoryKeyStore(assembly.keys), store)
    names = set(store.names())
    store.close()
    base, keys = tmp_path / "base", tmp_path / "safe"
    take(moved, database_url, base, keys)
    with a_database("back") as url:
        give_back(assembly.secrets, url, tmp_path / "files", base, keys)
    assert set(DirectoryKeyStore(tmp_path / "files").names()) == names
    with a_database("back") as url, a_database("back_keys") as other_keys:
        _, other = in_database(assembly, other_keys, tmp_path / "other")
        give_back(assembly.secrets, url, tmp_path / "other", base, keys, store=other)
        assert set(other.names()) == names
        other.close()


def test_on_the_command_line_keys_move_once_and_epochs_follow_one_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CHECKIN_HOME", str(tmp_path))
    named = ["--authority-name", "嵊州市人社局", "--name", "沈新", "--role", "officer", "--login", "first"]
    with a_database("with_files") as url, a_database("for_keys") as key_url:
        monkeypatch.setenv("CHECKIN_DATABASE_URL", url)
        assert run(["staff", "invite", "--authority", "330683", *named]) == 0
        assert run(["keys", "move"]) == 2
        assert "CHECKIN_KEY_DATABASE_URL" in capsys.readouterr().err
        monkeypatch.setenv("CHECKIN_KEY_DATABASE_URL", key_url)
        assert run(["keys", "move"]) == 0
        assert re.search(r"^[1-9]\d* keys are in the key database", capsys.readouterr().out)
        assert run(["keys", "epoch"]) == 0
        assert run(["keys", "rotate"]) == 0
        assert run(["staff", "list", "--authority", "330683"]) == 0
        (epochs,) = (tmp_path / "keys").glob(f"*/{EPOCHS}")
        assert [each.name for each in epochs.iterdir() if each.name.isdigit()] == ["2"]
        assert not [each for each in epochs.parent.rglob("*/??/*") if each.is_file()]
        with psycopg.connect(key_url) as connection:
            found = connection.execute("SELECT DISTINCT epoch FROM checkin_keys.personal_key").fetchall()
        assert found == [(2,)]
