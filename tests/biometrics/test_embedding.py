"""Vectors know what made them, travel as bytes and never print."""

from __future__ import annotations

import numpy as np
import pytest

from biometrics import Embedding, OtherVersion, Reference, Unreadable


def an_embedding(*values: float, path_version: str = "1") -> Embedding:
    return Embedding(np.array(values or (0.5, -0.25), dtype=np.float32), "dlib-resnet", "ab" * 32, path_version)


def test_bytes_bring_back_the_same_embedding() -> None:
    assert Embedding.from_bytes(an_embedding().to_bytes()) == an_embedding()


def test_bytes_bring_back_the_same_reference() -> None:
    reference = Reference.of(an_embedding(1, 0), an_embedding(0, 1))
    again = Reference.from_bytes(reference.to_bytes())
    assert again == reference
    assert again.photos == 2


def test_a_reference_is_the_mean_of_its_photos() -> None:
    reference = Reference.of(an_embedding(1, 0), an_embedding(0, 1), an_embedding(2, 2))
    assert reference.vector.tolist() == [1, 1]


def test_a_reference_needs_a_photo() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Reference.of()


def test_photos_of_two_path_versions_do_not_mix() -> None:
    with pytest.raises(OtherVersion) as error:
        Reference.of(an_embedding(), an_embedding(path_version="2"))
    assert error.value.stored.path_version == "1"
    assert error.value.present.path_version == "2"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"FV1",
        b"FV1\xff\xff[]",
        b"FV1\x02\x00[]" + bytes(8),
        b"FV1\x07\x00[1,2,3]",
        an_embedding().to_bytes()[:-8],
        an_embedding().to_bytes()[:-1],
        an_embedding(float("nan")).to_bytes(),
        b"something else",
    ],
)
def test_other_bytes_are_not_a_vector(data: bytes) -> None:
    with pytest.raises(Unreadable):
        Embedding.from_bytes(data)


def test_no_number_of_a_face_is_printed() -> None:
    for shown in (repr(an_embedding()), str(Reference.of(an_embedding()))):
        assert "0.5" not in shown


def test_equal_vectors_of_different_versions_are_not_equal() -> None:
    assert an_embedding() != an_embedding(path_version="2")
    assert len({an_embedding(), an_embedding(), an_embedding(path_version="2")}) == 2
