"""Sealed payloads: only the right key, person and purpose open them, and a destroyed key opens nothing again."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.kit.ids import new_id
from checkin_service.kit.sealing import DirectoryKeyStore, KeyedHash, SealBroken, Sealer

KEY = bytes(range(32))


class MemoryKeyStore:
    """A key store without a disk."""

    def __init__(self) -> None:
        self._keys: dict[UUID, bytes] = {}

    def load(self, person: UUID) -> bytes | None:
        return self._keys.get(person)

    def store_if_absent(self, person: UUID, wrapped: bytes) -> bytes:
        return self._keys.setdefault(person, wrapped)

    def destroy(self, person: UUID) -> None:
        self._keys.pop(person, None)


@pytest.fixture
def keys(tmp_path: Path) -> DirectoryKeyStore:
    return DirectoryKeyStore(tmp_path / "keys")


@pytest.fixture
def sealer(keys: DirectoryKeyStore) -> Sealer:
    return Sealer(KEY, keys)


@given(payload=st.binary(max_size=2000), purpose=st.text(max_size=20))
def test_what_was_sealed_opens_again(payload: bytes, purpose: str) -> None:
    sealer, person = Sealer(KEY, MemoryKeyStore()), new_id()
    purpose = purpose.encode(errors="replace").decode()
    sealed = sealer.seal(person, purpose, payload)
    assert sealer.open(person, purpose, sealed) == payload
    assert len(payload) < 8 or payload not in sealed


def test_the_same_payload_never_looks_the_same(sealer: Sealer) -> None:
    person = new_id()
    assert len({sealer.seal(person, "name", b"payload") for _ in range(100)}) == 100


def test_another_persons_row_does_not_open(sealer: Sealer) -> None:
    mine, theirs = new_id(), new_id()
    sealer.seal(theirs, "name", b"theirs")
    with pytest.raises(SealBroken):
        sealer.open(theirs, "name", sealer.seal(mine, "name", b"mine"))


def test_another_purpose_does_not_open(sealer: Sealer) -> None:
    person = new_id()
    with pytest.raises(SealBroken):
        sealer.open(person, "document", sealer.seal(person, "name", b"payload"))


@given(place=st.integers(min_value=0, max_value=43), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_anywhere_is_noticed(place: int, bit: int) -> None:
    sealer, person = Sealer(KEY, MemoryKeyStore()), new_id()
    sealed = bytearray(sealer.seal(person, "name", b"fifteen bytes.."))
    sealed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        sealer.open(person, "name", bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_a_payload_cut_short_is_noticed(sealer: Sealer, length: int) -> None:
    person = new_id()
    with pytest.raises(SealBroken):
        sealer.open(person, "name", sealer.seal(person, "name", b"payload")[:length])


def test_a_destroyed_key_opens_nothing_in_any_process(sealer: Sealer, keys: DirectoryKeyStore) -> None:
    person, other = new_id(), Sealer(KEY, keys)
    sealed = sealer.seal(person, "name", b"payload")
    assert other.open(person, "name", sealed) == b"payload"
    sealer.destroy_key(person)
    for each in (sealer, other):
        with pytest.raises(SealBroken):
            each.open(person, "name", sealed)


def test_a_new_key_after_destruction_does_not_open_the_old(sealer: Sealer) -> None:
    person = new_id()
    old = sealer.seal(person, "name", b"old")
    sealer.destroy_key(person)
    assert sealer.open(person, "name", sealer.seal(person, "name", b"new")) == b"new"
    with pytest.raises(SealBroken):
        sealer.open(person, "name", old)


def test_destroying_a_key_that_never_was_is_no_error(sealer: Sealer) -> None:
    sealer.destroy_key(new_id())


def test_the_stored_key_is_of_no_use_without_the_key_that_wraps_it(sealer: Sealer, keys: DirectoryKeyStore) -> None:
    person = new_id()
    sealed = sealer.seal(person, "name", b"payload")
    with pytest.raises(SealBroken):
        Sealer(KEY[::-1], keys).open(person, "name", sealed)


def test_a_wrapped_key_moved_to_another_person_is_noticed(sealer: Sealer, tmp_path: Path) -> None:
    mine, theirs = new_id(), new_id()
    sealed = sealer.seal(mine, "name", b"payload")
    sealer.seal(theirs, "name", b"payload")
    files = {path.name: path for path in (tmp_path / "keys").rglob("*") if path.is_file()}
    files[mine.hex].write_bytes(files[theirs.hex].read_bytes())
    with pytest.raises(SealBroken):
        sealer.open(mine, "name", sealed)


@pytest.mark.parametrize("content", [b"", b"\x01", bytes(7), bytes(61)])
def test_a_damaged_key_file_opens_nothing(sealer: Sealer, tmp_path: Path, content: bytes) -> None:
    person = new_id()
    sealed = sealer.seal(person, "name", b"payload")
    (path,) = [each for each in (tmp_path / "keys").rglob("*") if each.is_file()]
    path.write_bytes(content)
    with pytest.raises(SealBroken):
        sealer.open(person, "name", sealed)


def test_of_parallel_first_seals_one_key_wins(keys: DirectoryKeyStore) -> None:
    person = new_id()
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda number: Sealer(KEY, keys).seal(person, "name", bytes([number])), range(32)))
    assert [Sealer(KEY, keys).open(person, "name", each) for each in sealed] == [bytes([n]) for n in range(32)]


def test_key_files_are_nobody_elses_to_read(sealer: Sealer, tmp_path: Path) -> None:
    sealer.seal(new_id(), "name", b"payload")
    for path in (tmp_path / "keys", *(tmp_path / "keys").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


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
