"""Answers are kept packed and come back byte for byte, whatever dictionaries there have been since."""

from hashlib import sha256

import pytest

from checkin_service.checkin.model.packing import ANSWERS, EVIDENCE
from checkin_service.kit.packing import Packing

NEVER_CHANGED = {"answers": (ANSWERS, ["f83d987e5e4530c3"]), "evidence": (EVIDENCE, ["e57301b8a810217b"])}
"""How the digest of each dictionary begins, the first one first."""


def test_what_is_packed_comes_back_byte_for_byte() -> None:
    kind = Packing([b"the place is right, the time is right"])
    said = "地点正确 the time is right".encode()
    assert kind.unpacked(kind.packed(said)) == said


@pytest.mark.parametrize("kept", [b"", b"{}", b'{"outcome":"accepted"}'])
def test_what_was_kept_before_there_were_dictionaries_is_read_as_it_is(kept: bytes) -> None:
    assert ANSWERS.unpacked(kept) == kept


def test_a_further_dictionary_leaves_what_was_kept_under_an_earlier_one_readable() -> None:
    first = Packing([b"in the room"])
    kept = first.packed(b"in the room, in time")
    assert Packing([b"in the room", b"in the hall"]).unpacked(kept) == b"in the room, in time"


@pytest.mark.parametrize(("packing", "digests"), NEVER_CHANGED.values(), ids=NEVER_CHANGED)
def test_no_dictionary_was_changed(packing: Packing, digests: list[str]) -> None:
    """One that differs by a byte would make all unreadable that was packed with it: write a further one."""
    assert [sha256(each).hexdigest()[:16] for each in packing.dictionaries] == digests
