"""`backup`, `restore` and `drill` on a real PostgreSQL: both archives, apart, and what is said when a part is lost."""

import re
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import httpx
import psycopg
import pytest

from checkin_service.assembly import Assembly
from checkin_service.cli.main import run
from checkin_service.cli.safekeeping import archives
from checkin_service.cli.safekeeping.archives import KEYS, give_back, take
from checkin_service.cli.safekeeping.drill import drill
from checkin_service.cli.safekeeping.losses import LOSSES, WRONG_STARTS
from checkin_service.cli.safekeeping.manifest import BASE, NAME, BackupRefused
from checkin_service.host.cluster.binaries import find
from checkin_service.host.cluster.errors import PostgresMissing
from checkin_service.identity.service.keys import KeysDoNotFit, Misfit
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock, a_database


@pytest.fixture(scope="module", autouse=True)
def _programs() -> None:
    try:
        find()
    except PostgresMissing:
        pytest.skip("needs PostgreSQL's own programs")


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock)


@pytest.mark.usefixtures("world")
def test_a_drill_brings_everything_back_and_notices_every_loss_in_words(
    assembly: Assembly, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill(assembly, database_url) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "the names of 1 of 1 people open" in said
    assert "0 faults" in said
    assert "the service starts" in said
    for each in (*LOSSES, *WRONG_STARTS):
        line = next(line for line in said.splitlines() if line.startswith(f"{each.what}: "))
        assert len(line) > len(each.what) + 40, line
    assert "NOT NOTICED" not in said


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "identity/ab/link", "identity/ab"])
def test_an_archive_with_anything_but_keys_in_it_is_refused(tmp_path: Path, name: str) -> None:
    archive, into = tmp_path / KEYS, tmp_path / "into"
    with tarfile.open(archive, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        if name.endswith("link"):
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(BackupRefused, match="is no key"):
        archives._unpack(archive, into)
    assert not into.exists()


@pytest.fixture
def taken(assembly: Assembly, database_url: str, world: World, tmp_path: Path) -> Path:
    made = take(assembly, database_url, tmp_path / "base", tmp_path / "keys")
    assert made.rows["trainee"] >= len(world.trainees)
    return tmp_path


def test_keys_and_database_are_apart_and_their_owners_alone(taken: Path) -> None:
    assert sorted(each.name for each in (taken / "base").iterdir()) == [BASE, NAME]
    assert [each.name for each in (taken / "keys").iterdir()] == [KEYS]
    assert {each.stat().st_mode & 0o077 for each in taken.rglob("*")} == {0}
    with tarfile.open(taken / "keys" / KEYS) as tar:
        assert any(name.startswith("identity/") for name in tar.getnames())


def test_one_folder_for_both_is_refused_and_an_older_backup_stays(
    assembly: Assembly, database_url: str, taken: Path
) -> None:
    with pytest.raises(BackupRefused, match="two folders"):
        take(assembly, database_url, taken / "new", taken / "new" / "keys")
    before = (taken / "base" / BASE).read_bytes()
    with pytest.raises(BackupRefused, match="not empty"):
        take(assembly, database_url, taken / "base", taken / "other")
    assert (taken / "base" / BASE).read_bytes() == before


def test_what_is_not_empty_is_not_restored_into(
    assembly: Assembly, database_url: str, taken: Path, tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused, match="is not empty: restore into a new one"):
        give_back(assembly.secrets, database_url, tmp_path / "new", taken / "base", taken / "keys")
    with a_database("restore") as url, pytest.raises(BackupRefused, match="keys are never mixed"):
        give_back(assembly.secrets, url, assembly.keys, taken / "base", taken / "keys")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("keep", "misfit"),
    [((), Misfit.MISSING), ((Realm.IDENTITY,), Misfit.MISSING), ((Realm.LOOKUP,), Misfit.OLD)],
)
async def test_the_service_does_not_start_with_keys_that_do_not_fit_and_makes_none(
    assembly: Assembly, tmp_path: Path, keep: tuple[Realm, ...], misfit: Misfit
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    for realm in keep:
        shutil.copytree(assembly.keys / realm, keys / realm)
    before = sorted(each for each in keys.rglob("*") if each.is_file())
    with pytest.raises(KeysDoNotFit) as refused:
        async with replace(assembly, keys=keys).opened():
            pass
    assert refused.value.misfit is misfit
    assert sorted(each for each in keys.rglob("*") if each.is_file() and each.name != ".lock") == before


@pytest.mark.usefixtures("world")
async def test_keys_of_another_installation_and_another_wrapping_key_are_told_apart(
    assembly: Assembly, tmp_path: Path
) -> None:
    other = replace(assembly, keys=tmp_path / "other")
    other.sealer().secret(Realm.LOOKUP)
    with pytest.raises(KeysDoNotFit) as refused:
        async with other.opened():
            pass
    assert refused.value.misfit is Misfit.FOREIGN
    secrets = replace(assembly.secrets, key_encryption_key=bytes(range(100, 132)))
    with pytest.raises(KeysDoNotFit) as refused:
        async with replace(assembly, secrets=secrets).opened():
            pass
    assert refused.value.misfit is Misfit.WRAPPED_OTHERWISE


def test_on_the_command_line_a_backup_comes_back_into_an_empty_place(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home, safe = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("safe")
    monkeypatch.setenv("CHECKIN_HOME", str(home))
    named = ["--authority-name", "嵊州市人社局", "--name", "沈新", "--role", "officer", "--login", "first"]
    with a_database("backed_up") as url, a_database("brought_back") as empty:
        monkeypatch.setenv("CHECKIN_DATABASE_URL", url)
        assert run(["staff", "invite", "--authority", "330683", *named]) == 0
        assert run(["backup", "--out", str(safe / "base"), "--keys-out", str(safe / "keys")]) == 0
        monkeypatch.setenv("CHECKIN_DATABASE_URL", empty)
        capsys.readouterr()
        assert run(["restore", "--from", str(safe / "base"), "--keys-from", str(safe / "keys")]) == 0
        assert re.search(r"[\d,]+ rows as of", capsys.readouterr().out)
        with psycopg.connect(empty) as connection:
            assert connection.execute("SELECT login FROM staff").fetchall() == [("first",)]
        assert run(["staff", "list", "--authority", "330683"]) == 0
        assert run(["restore", "--from", str(safe / "base"), "--keys-from", str(safe / "keys")]) == 2
        assert "not empty" in capsys.readouterr().err
