"""Keys in a database: what files do, it does, and what was destroyed stays so in every copy of it."""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from checkin_service.host.epochs import EpochForeign, EpochOver, Epochs
from checkin_service.host.key_database import DatabaseKeyStore
from checkin_service.kit.ids import new_id
from checkin_service.kit.key_wrap import Algorithm, LocalKeyWrap
from checkin_service.kit.keyring import KeyName, Realm
from checkin_service.kit.problem import Problem
from checkin_service.kit.sealing import Purpose, SealBroken, Sealer
from tests.conftest import a_database

KEY, NEXT_KEY = bytes(range(32)), bytes(range(32, 64))
NAME = Purpose(Realm.IDENTITY, "name")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with a_database("keys") as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path, url: str) -> Path:
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS checkin_keys CASCADE")
    return tmp_path / "epochs"


@pytest.fixture
def store(url: str, folder: Path) -> Iterator[DatabaseKeyStore]:
    store = DatabaseKeyStore(url, Epochs(folder, LocalKeyWrap(KEY)))
    yield store
    store.close()


@pytest.fixture
def sealer(store: DatabaseKeyStore) -> Sealer:
    return Sealer(LocalKeyWrap(KEY), store)


async def test_what_was_sealed_opens_and_a_destroyed_key_opens_nothing(sealer: Sealer, store: DatabaseKeyStore) -> None:
    person, other = new_id(), new_id()
    sealed, others = sealer.seal(person, NAME, b"a name"), sealer.seal(other, NAME, b"another")
    await sealer.ready(Realm.IDENTITY, person, other)
    assert sealer.open(person, NAME, sealed) == b"a name"
    await asyncio.to_thread(sealer.destroy, person, Realm.IDENTITY)
    with pytest.raises(SealBroken):
        sealer.open(person, NAME, sealed)
    assert sealer.open(other, NAME, others) == b"another"
    assert [each.person for each in store.names()] == [other]


def test_many_are_fetched_by_one_statement(store: DatabaseKeyStore) -> None:
    names = [KeyName(Realm.EVIDENCE, new_id()) for _ in range(50)]
    for name in names:
        assert store.store_if_absent(name, name.person.bytes) == name.person.bytes
    found = store.load_all([*names, KeyName(Realm.FACE, names[0].person)])
    assert found == {name: name.person.bytes for name in names}


def test_of_many_who_make_the_same_key_one_wins(store: DatabaseKeyStore) -> None:
    name = KeyName(Realm.IDENTITY, new_id())
    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(lambda each: store.store_if_absent(name, bytes([each])), range(8)))
    assert len(kept) == 1


def test_rewrapping_brings_no_destroyed_key_back(store: DatabaseKeyStore) -> None:
    name = KeyName(Realm.IDENTITY, new_id())
    store.store_if_absent(name, b"old")
    assert store.exchange(name, old=b"old", new=b"new")
    assert not store.exchange(name, old=b"old", new=b"newer")
    store.destroy(name)
    assert not store.exchange(name, old=b"new", new=b"newer")
    assert store.load(name) is None


def test_a_copy_of_yesterday_opens_nothing_once_its_epoch_is_over(
    sealer: Sealer, store: DatabaseKeyStore, url: str, folder: Path
) -> None:
    gone, stays = new_id(), new_id()
    sealed = {each: sealer.seal(each, NAME, each.bytes) for each in (gone, stays)}
    with psycopg.connect(url) as connection:
        copied = connection.execute("SELECT * FROM checkin_keys.personal_key").fetchall()
    sealer.destroy(gone, Realm.IDENTITY)
    assert store.begin_epoch() == 1
    assert sealer.open(stays, NAME, sealed[stays]) == stays.bytes
    assert [each.name for each in folder.iterdir() if not each.name.startswith(".")] == ["2"]
    # Somebody brings the copy back, with everything else that there is: the epoch's key is nowhere.
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM checkin_keys.personal_key")
        cursor.executemany("INSERT INTO checkin_keys.personal_key VALUES (%s, %s, %s, %s)", copied)
    for each in (gone, stays):
        with pytest.raises(EpochOver):
            store.load(KeyName(Realm.IDENTITY, each))


def test_an_epoch_that_was_broken_off_is_finished_by_the_next(
    sealer: Sealer, store: DatabaseKeyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = new_id()
    sealed = sealer.seal(person, NAME, b"a name")
    with monkeypatch.context() as broken:
        broken.setattr(Epochs, "end_before", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            store.begin_epoch()
    assert sealer.open(person, NAME, sealed) == b"a name"
    store.begin_epoch()
    assert sealer.open(person, NAME, sealed) == b"a name"
    assert [each.name for each in folder.iterdir() if each.name.isdigit()] == ["3"]


def test_keys_made_while_an_epoch_begins_are_not_lost(sealer: Sealer, store: DatabaseKeyStore) -> None:
    people = [new_id() for _ in range(60)]

    def sealed(each: object) -> bytes:
        return sealer.seal(each, NAME, b"a name")  # type: ignore[arg-type]

    with ThreadPoolExecutor(4) as threads:
        making = [threads.submit(sealed, each) for each in people]
        for _ in range(4):
            store.begin_epoch()
        payloads = [each.result() for each in making]
    assert all(sealer.open(each, NAME, payload) == b"a name" for each, payload in zip(people, payloads, strict=True))


def test_the_key_encryption_key_is_exchanged_in_rows_and_epochs(sealer: Sealer, url: str, folder: Path) -> None:
    person = new_id()
    sealed = sealer.seal(person, NAME, b"a name")
    both = LocalKeyWrap(NEXT_KEY, [KEY], algorithm=Algorithm.SM4)
    Epochs(folder, both).rewrap()
    changing = DatabaseKeyStore(url, Epochs(folder, both))
    assert Sealer(both, changing).rewrap() == 1
    changing.close()
    only = LocalKeyWrap(NEXT_KEY)
    alone = DatabaseKeyStore(url, Epochs(folder, only))
    assert Sealer(only, alone).open(person, NAME, sealed) == b"a name"
    alone.close()


def test_epochs_of_another_installation_are_told_so(store: DatabaseKeyStore, folder: Path) -> None:
    name = KeyName(Realm.IDENTITY, new_id())
    store.store_if_absent(name, b"wrapped")
    shutil.rmtree(folder)
    Epochs(folder, LocalKeyWrap(KEY)).present()
    with pytest.raises(EpochForeign):
        store.load(name)


def test_a_key_database_that_is_away_is_busy_and_soon() -> None:
    store = DatabaseKeyStore("postgresql://nobody@127.0.0.1:1/nothing", Epochs(Path("/nonexistent"), LocalKeyWrap(KEY)))
    with pytest.raises(Problem):
        store.load(KeyName(Realm.IDENTITY, new_id()))
    store.close()
