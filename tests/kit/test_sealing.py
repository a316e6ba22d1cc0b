"""Sealed payloads: only the right key, person and purpose open them, and a destroyed key opens nothing again."""

import stat
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.ids import new_id
from checkin_service.kit.key_wrap import LocalKeyWrap
from checkin_service.kit.keyring import DirectoryKeyStore, KeyName, Realm
from checkin_service.kit.sealing import KeyedHash, Purpose, SealBroken, Sealer

KEY, NEXT_KEY = bytes(range(32)), bytes(range(32, 64))
NAME, FACE = Purpose(Realm.IDENTITY, "name"), Purpose(Realm.FACE, "reference")


class MemoryKeyStore:
    """A key store without a disk."""

    def __init__(self) -> None:
        self._keys: dict[KeyName, bytes] = {}

    def load(self, name: KeyName) -> bytes | None:
        return self._keys.get(name)

    def load_all(self, names: Collection[KeyName]) -> dict[KeyName, bytes]:
        return {name: self._keys[name] for name in names if name in self._keys}

    def store_if_absent(self, name: KeyName, wrapped: bytes) -> bytes:
        return self._keys.setdefault(name, wrapped)

    def exchange(self, name: KeyName, *, old: bytes, new: bytes) -> bool:
        is_there = self._keys.get(name) == old
        if is_there:
            self._keys[name] = new
        return is_there

    def destroy(self, name: KeyName) -> None:
        self._keys.pop(name, None)

    def names(self) -> Iterator[KeyName]:
        yield from list(self._keys)

    def close(self) -> None:
        pass


@pytest.fixture
def keys(tmp_path: Path) -> DirectoryKeyStore:
    return DirectoryKeyStore(tmp_path / "keys")


@pytest.fixture
def sealer(keys: DirectoryKeyStore) -> Sealer:
    return Sealer(LocalKeyWrap(KEY), keys)


@given(payload=st.binary(max_size=2000), what=st.text(max_size=20))
def test_what_was_sealed_opens_again(payload: bytes, what: str) -> None:
    sealer, person = Sealer(LocalKeyWrap(KEY), MemoryKeyStore()), new_id()
    purpose = Purpose(Realm.EVIDENCE, what.encode(errors="replace").decode())
    sealed = sealer.seal(person, purpose, payload)
    assert sealer.open(person, purpose, sealed) == payload
    assert len(payload) < 8 or payload not in sealed


def test_the_same_payload_never_looks_the_same(sealer: Sealer) -> None:
    person = new_id()
    assert len({sealer.seal(person, NAME, b"payload") for _ in range(100)}) == 100


def test_another_persons_row_does_not_open(sealer: Sealer) -> None:
    mine, theirs = new_id(), new_id()
    sealer.seal(theirs, NAME, b"theirs")
    with pytest.raises(SealBroken):
        sealer.open(theirs, NAME, sealer.seal(mine, NAME, b"mine"))


def test_another_purpose_does_not_open(sealer: Sealer) -> None:
    person = new_id()
    with pytest.raises(SealBroken):
        sealer.open(person, Purpose(Realm.IDENTITY, "document"), sealer.seal(person, NAME, b"payload"))


@given(place=st.integers(min_value=0, max_value=43), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_anywhere_is_noticed(place: int, bit: int) -> None:
    sealer, person = Sealer(LocalKeyWrap(KEY), MemoryKeyStore()), new_id()
    sealed = bytearray(sealer.seal(person, NAME, b"fifteen bytes.."))
    sealed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        sealer.open(person, NAME, bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_a_payload_cut_short_is_noticed(sealer: Sealer, length: int) -> None:
    person = new_id()
    with pytest.raises(SealBroken):
        sealer.open(person, NAME, sealer.seal(person, NAME, b"payload")[:length])


def test_a_destroyed_key_opens_nothing_in_any_process(sealer: Sealer, keys: DirectoryKeyStore) -> None:
    person, other = new_id(), Sealer(LocalKeyWrap(KEY), keys)
    sealed = sealer.seal(person, NAME, b"payload")
    assert other.open(person, NAME, sealed) == b"payload"
    sealer.destroy(person, Realm.IDENTITY)
    for each in (sealer, other):
        with pytest.raises(SealBroken):
            each.open(person, NAME, sealed)


def test_a_new_key_after_destruction_does_not_open_the_old(sealer: Sealer) -> None:
    person = new_id()
    old = sealer.seal(person, NAME, b"old")
    sealer.destroy(person, Realm.IDENTITY)
    assert sealer.open(person, NAME, sealer.seal(person, NAME, b"new")) == b"new"
    with pytest.raises(SealBroken):
        sealer.open(person, NAME, old)


def test_destroying_a_key_that_never_was_is_no_error(sealer: Sealer) -> None:
    sealer.destroy(new_id(), *Realm)


def test_the_stored_key_is_of_no_use_without_the_key_that_wraps_it(sealer: Sealer, keys: DirectoryKeyStore) -> None:
    person = new_id()
    sealed = sealer.seal(person, NAME, b"payload")
    with pytest.raises(SealBroken):
        Sealer(LocalKeyWrap(KEY[::-1]), keys).open(person, NAME, sealed)


def test_a_wrapped_key_moved_to_another_person_is_noticed(sealer: Sealer, tmp_path: Path) -> None:
    mine, theirs = new_id(), new_id()
    sealed = sealer.seal(mine, NAME, b"payload")
    sealer.seal(theirs, NAME, b"payload")
    files = {path.name: path for path in (tmp_path / "keys").rglob("*") if path.is_file()}
    files[mine.hex].write_bytes(files[theirs.hex].read_bytes())
    with pytest.raises(SealBroken):
        sealer.open(mine, NAME, sealed)


@pytest.mark.parametrize("content", [b"", b"\x01", bytes(7), bytes(61)])
def test_a_damaged_key_file_opens_nothing(sealer: Sealer, tmp_path: Path, content: bytes) -> None:
    person = new_id()
    sealed = sealer.seal(person, NAME, b"payload")
    (path,) = [each for each in (tmp_path / "keys").rglob("*") if each.is_file()]
    path.write_bytes(content)
    with pytest.raises(SealBroken):
        sealer.open(person, NAME, sealed)


def test_of_parallel_first_seals_one_key_wins(keys: DirectoryKeyStore) -> None:
    person = new_id()
    with ThreadPoolExecutor(8) as pool:
        sealed = list(
            pool.map(lambda number: Sealer(LocalKeyWrap(KEY), keys).seal(person, NAME, bytes([number])), range(32))
        )
    assert [Sealer(LocalKeyWrap(KEY), keys).open(person, NAME, each) for each in sealed] == [
        bytes([n]) for n in range(32)
    ]


def test_key_files_are_nobody_elses_to_read(sealer: Sealer, tmp_path: Path) -> None:
    sealer.seal(new_id(), NAME, b"payload")
    for path in (tmp_path / "keys", *(tmp_path / "keys").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


# Realms and rotation -----------------------------------------------------------------------------------------------


def test_destroying_the_key_of_a_face_leaves_the_name(sealer: Sealer) -> None:
    person = new_id()
    face, name = sealer.seal(person, FACE, b"face"), sealer.seal(person, NAME, b"name")
    sealer.destroy(person, Realm.FACE)
    with pytest.raises(SealBroken):
        sealer.open(person, FACE, face)
    assert sealer.open(person, NAME, name) == b"name"


def test_what_can_be_opened_of_several_is(sealer: Sealer) -> None:
    person = new_id()
    several = [sealer.seal(person, FACE, bytes([number])) for number in range(3)] + [b"broken"]
    assert sealer.open_those_possible(person, FACE, several) == [b"\0", b"\1", b"\2"]
    sealer.destroy(person, Realm.FACE)
    assert sealer.open_those_possible(person, FACE, several) == []


def test_a_wrapped_key_serves_no_other_realm(keys: DirectoryKeyStore, sealer: Sealer) -> None:
    person = new_id()
    sealer.seal(person, FACE, b"face")
    keys.store_if_absent(KeyName(Realm.IDENTITY, person), keys.load(KeyName(Realm.FACE, person)) or b"")
    with pytest.raises(SealBroken):
        sealer.seal(person, NAME, b"name")


def test_rotation_brings_every_key_under_the_new_one_and_changes_no_payload(
    keys: DirectoryKeyStore, sealer: Sealer
) -> None:
    sealed = {person: sealer.seal(person, FACE, b"face") for person in (new_id() for _ in range(5))}
    secret = sealer.secret(Realm.LOOKUP)
    during = Sealer(LocalKeyWrap(NEXT_KEY, [KEY]), keys)
    assert during.rewrap() == 6
    assert during.rewrap() == 0
    after = Sealer(LocalKeyWrap(NEXT_KEY), keys)
    assert all(after.open(person, FACE, each) == b"face" for person, each in sealed.items())
    assert after.secret(Realm.LOOKUP) == secret
    for person, each in sealed.items():
        with pytest.raises(SealBroken):
            sealer.open(person, FACE, each)


def test_rotation_never_brings_a_destroyed_key_back(keys: DirectoryKeyStore, sealer: Sealer) -> None:
    name = KeyName(Realm.FACE, new_id())
    sealer.seal(name.person, FACE, b"face")
    wrapped = keys.load(name) or b""
    keys.destroy(name)
    assert not keys.exchange(name, old=wrapped, new=wrapped)
    assert keys.load(name) is None


def test_the_secret_of_the_service_stays_the_same(keys: DirectoryKeyStore, sealer: Sealer) -> None:
    assert sealer.secret(Realm.LOOKUP) == Sealer(LocalKeyWrap(KEY), keys).secret(Realm.LOOKUP)


def test_a_destroyed_key_leaves_nothing_on_the_disk(tmp_path: Path, keys: DirectoryKeyStore, sealer: Sealer) -> None:
    person = new_id()
    sealer.seal(person, FACE, b"face")
    wrapped = keys.load(KeyName(Realm.FACE, person)) or b""
    sealer.destroy(person, Realm.FACE)
    assert wrapped not in b"".join(path.read_bytes() for path in (tmp_path / "keys").rglob("*") if path.is_file())
    assert list(keys.names()) == []


# Look-up hashes ----------------------------------------------------------------------------------------------------


def test_hashes_of_different_purposes_cannot_be_joined() -> None:
    assert KeyedHash(KEY, "lookup").of("330602199001011236") != KeyedHash(KEY, "pins").of("330602199001011236")


def test_hashes_of_different_secrets_differ() -> None:
    assert KeyedHash(KEY, "lookup").of("x") != KeyedHash(KEY[::-1], "lookup").of("x")


@given(one=st.binary(max_size=40), other=st.binary(max_size=40))
def test_equal_values_and_only_they_have_equal_hashes(one: bytes, other: bytes) -> None:
    hashed = KeyedHash(KEY, "lookup")
    assert (hashed.of(one) == hashed.of(other)) == (one == other)
    assert len(hashed.of(one)) == 32


async def test_keys_that_are_ready_are_not_read_again_and_end_with_the_second(
    keys: DirectoryKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    here, elsewhere = (Sealer(LocalKeyWrap(KEY), keys) for _ in range(2))
    person = new_id()
    sealed = here.seal(person, FACE, b"a face")
    await here.ready(Realm.FACE, person)
    elsewhere.destroy(person, Realm.FACE)
    assert here.open(person, FACE, sealed) == b"a face"
    moment += 1.01
    with pytest.raises(SealBroken):
        here.open(person, FACE, sealed)


async def test_a_key_destroyed_here_is_gone_here_at_once(sealer: Sealer) -> None:
    person = new_id()
    await sealer.ready(Realm.FACE, person, make=True)
    sealed = sealer.seal(person, FACE, b"a face")
    sealer.destroy(person, Realm.FACE)
    with pytest.raises(SealBroken):
        sealer.open(person, FACE, sealed)


async def test_many_keys_are_fetched_by_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryKeyStore()
    sealer, people = Sealer(LocalKeyWrap(KEY), store), [new_id() for _ in range(300)]
    payloads = {each: sealer.seal(each, NAME, each.bytes) for each in people}
    monkeypatch.setattr(store, "load", None)
    await sealer.ready(Realm.IDENTITY, *people, *(new_id() for _ in range(3)))
    assert all(sealer.open(each, NAME, payloads[each]) == each.bytes for each in people)


async def test_what_is_at_hand_is_bounded() -> None:
    sealer = Sealer(LocalKeyWrap(KEY), MemoryKeyStore())
    for _ in range(25):
        await sealer.ready(Realm.IDENTITY, *(new_id() for _ in range(1_000)))
        assert len(sealer._ready) <= 10_000
