"""Payloads open for their person and purpose only, and for nobody once the key is gone."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from checkin_service.kit.key_wrap import LocalKeyWrap
from checkin_service.kit.keyring import DirectoryKeyStore, KeyName, Realm
from checkin_service.kit.sealing import Purpose, SealBroken, Sealer

KEY, OTHER_KEY = os.urandom(32), os.urandom(32)
FACE, NAME = Purpose(Realm.FACE, "reference"), Purpose(Realm.IDENTITY, "name")
PAYLOAD = b"what law wants erased"


@pytest.fixture
def store(tmp_path: Path) -> DirectoryKeyStore:
    return DirectoryKeyStore(tmp_path / "keys")


@pytest.fixture
def sealer(store: DirectoryKeyStore) -> Sealer:
    return Sealer(LocalKeyWrap(KEY), store)


@pytest.fixture
def person() -> UUID:
    return uuid4()


def test_a_payload_opens_for_its_person_and_purpose(sealer: Sealer, person: UUID) -> None:
    assert sealer.open(person, FACE, sealer.seal(person, FACE, PAYLOAD)) == PAYLOAD


def test_the_same_payload_is_never_sealed_alike(sealer: Sealer, person: UUID) -> None:
    assert sealer.seal(person, FACE, PAYLOAD) != sealer.seal(person, FACE, PAYLOAD)


def test_swapped_between_two_people_it_does_not_open(sealer: Sealer, person: UUID) -> None:
    other = uuid4()
    sealer.seal(other, FACE, PAYLOAD)
    with pytest.raises(SealBroken):
        sealer.open(other, FACE, sealer.seal(person, FACE, PAYLOAD))


@pytest.mark.parametrize("purpose", [NAME, Purpose(Realm.FACE, "fingerprint")])
def test_for_another_purpose_it_does_not_open(sealer: Sealer, person: UUID, purpose: Purpose) -> None:
    sealer.seal(person, purpose, b"")
    with pytest.raises(SealBroken):
        sealer.open(person, purpose, sealer.seal(person, FACE, PAYLOAD))


def test_a_changed_bit_anywhere_breaks_it(sealer: Sealer, person: UUID) -> None:
    sealed = sealer.seal(person, FACE, PAYLOAD)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            sealer.open(person, FACE, bytes(changed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(11), b"\x02" + bytes(40)])
def test_what_is_no_sealed_payload_does_not_open(sealer: Sealer, person: UUID, sealed: bytes) -> None:
    sealer.seal(person, FACE, PAYLOAD)
    with pytest.raises(SealBroken):
        sealer.open(person, FACE, sealed)


def test_destroying_the_key_of_a_face_leaves_the_name(sealer: Sealer, person: UUID) -> None:
    face, name = sealer.seal(person, FACE, PAYLOAD), sealer.seal(person, NAME, PAYLOAD)
    sealer.destroy(person, Realm.FACE)
    with pytest.raises(SealBroken):
        sealer.open(person, FACE, face)
    assert sealer.open(person, NAME, name) == PAYLOAD


def test_a_key_made_after_a_destruction_opens_nothing_from_before(sealer: Sealer, person: UUID) -> None:
    before = sealer.seal(person, FACE, PAYLOAD)
    sealer.destroy(person, Realm.FACE)
    assert sealer.open(person, FACE, sealer.seal(person, FACE, b"new")) == b"new"
    with pytest.raises(SealBroken):
        sealer.open(person, FACE, before)


def test_what_can_be_opened_of_several_is(sealer: Sealer, person: UUID) -> None:
    several = [sealer.seal(person, FACE, bytes([number])) for number in range(3)] + [b"broken"]
    assert sealer.open_those_possible(person, FACE, several) == [b"\0", b"\1", b"\2"]
    sealer.destroy(person, Realm.FACE)
    assert sealer.open_those_possible(person, FACE, several) == []


def test_the_stored_keys_are_worthless_without_the_key_encryption_key(store: DirectoryKeyStore, person: UUID) -> None:
    sealed = Sealer(LocalKeyWrap(KEY), store).seal(person, FACE, PAYLOAD)
    with pytest.raises(SealBroken):
        Sealer(LocalKeyWrap(OTHER_KEY), store).open(person, FACE, sealed)


def test_a_wrapped_key_serves_neither_another_person_nor_another_realm(
    store: DirectoryKeyStore, sealer: Sealer, person: UUID
) -> None:
    sealed = sealer.seal(person, FACE, PAYLOAD)
    wrapped, thief = store.load(KeyName(Realm.FACE, person)) or b"", uuid4()
    store.store_if_absent(KeyName(Realm.FACE, thief), wrapped)
    store.store_if_absent(KeyName(Realm.IDENTITY, person), wrapped)
    for holder, purpose in ((thief, FACE), (person, NAME)):
        with pytest.raises(SealBroken):
            sealer.open(holder, purpose, sealed)


def test_rotation_brings_every_key_under_the_new_one_and_changes_no_payload(
    store: DirectoryKeyStore, sealer: Sealer
) -> None:
    people = [uuid4() for _ in range(5)]
    sealed = {person: sealer.seal(person, FACE, PAYLOAD) for person in people}
    secret = sealer.secret(Realm.LOOKUP)
    both = Sealer(LocalKeyWrap(OTHER_KEY, [KEY]), store)
    assert both.rewrap() == 6
    assert both.rewrap() == 0
    after = Sealer(LocalKeyWrap(OTHER_KEY), store)
    assert all(after.open(person, FACE, each) == PAYLOAD for person, each in sealed.items())
    assert after.secret(Realm.LOOKUP) == secret
    with pytest.raises(SealBroken):
        sealer.open(people[0], FACE, sealed[people[0]])


def test_rotation_never_brings_a_destroyed_key_back(store: DirectoryKeyStore, sealer: Sealer, person: UUID) -> None:
    sealer.seal(person, FACE, PAYLOAD)
    name = KeyName(Realm.FACE, person)
    wrapped = store.load(name) or b""
    store.destroy(name)
    assert not store.exchange(name, old=wrapped, new=wrapped)
    assert store.load(name) is None


def test_the_secret_of_the_service_stays_the_same(store: DirectoryKeyStore, sealer: Sealer) -> None:
    assert sealer.secret(Realm.LOOKUP) == Sealer(LocalKeyWrap(KEY), store).secret(Realm.LOOKUP)


def test_a_destroyed_key_leaves_nothing_on_the_disk(
    tmp_path: Path, store: DirectoryKeyStore, sealer: Sealer, person: UUID
) -> None:
    sealer.seal(person, FACE, PAYLOAD)
    wrapped = store.load(KeyName(Realm.FACE, person)) or b""
    sealer.destroy(person, Realm.FACE)
    left = b"".join(path.read_bytes() for path in (tmp_path / "keys").rglob("*") if path.is_file())
    assert wrapped not in left
    assert list(store.names()) == []
