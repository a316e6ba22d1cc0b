"""The face_recognition library as the slow reference agrees with the fast path."""

from __future__ import annotations

import subprocess
import sys

import pytest

import biometrics
from biometrics import Embedding, Engine, Refusal, RefusalReason
from tests.building import faces_material


@pytest.fixture(scope="module")
def reference() -> Engine:
    pytest.importorskip("pkg_resources", exc_type=ImportError)
    return biometrics.load_engine("face-recognition")


def test_the_fast_path_stays_close_to_the_library(engine: Engine, reference: Engine) -> None:
    """Shortcuts move a vector by far less than two people differ."""
    image = biometrics.decode(faces_material.collins(4))
    fast, slow = engine.embed(image), reference.embed(image)
    assert isinstance(fast, Embedding)
    assert isinstance(slow, Embedding)
    assert biometrics.distance(fast.vector, slow.vector) < 0.15


def test_their_vectors_are_never_compared(engine: Engine, reference: Engine) -> None:
    image = biometrics.decode(faces_material.hopper(4))
    fast, slow = engine.embed(image), reference.embed(image)
    assert isinstance(fast, Embedding)
    assert isinstance(slow, Embedding)
    with pytest.raises(biometrics.OtherVersion):
        biometrics.compare(slow, fast)


def test_the_reference_refuses_like_the_others(reference: Engine) -> None:
    answers = reference.embed_many([biometrics.decode(faces_material.landscape())])
    assert [answer.reason for answer in answers if isinstance(answer, Refusal)] == [RefusalReason.NO_FACE]


def test_the_default_engine_imports_neither_the_library_nor_its_models() -> None:
    program = (
        "import sys, biometrics; biometrics.load_engine();"
        "assert not {'face_recognition', 'face_recognition_models', 'pkg_resources'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
