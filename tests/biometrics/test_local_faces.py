"""On photos of real people that stay on this machine: few are refused, nobody passes for another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

import biometrics
from biometrics import Embedding, Engine, Sample
from tests.benchmarks.evaluate_faces import read_manifest

# Photos lie beside a checkout where somebody may measure on them; they are never part of the project.
FOLDER = Path(os.environ.get("FACES_DIR", Path(__file__).parents[3] / "shared" / "faces"))

pytestmark = pytest.mark.skipif(
    not (FOLDER / "MANIFEST.csv").is_file(),
    reason="set FACES_DIR to a folder with photos and a MANIFEST.csv (file, person) to measure",
)


@pytest.fixture(scope="module")
def answers(engine: Engine) -> list[tuple[str, object]]:
    photos = read_manifest(FOLDER)
    return [(person, engine.embed(biometrics.decode(path.read_bytes()))) for path, person in photos]


@pytest.fixture(scope="module")
def samples(answers: Sequence[tuple[str, object]]) -> list[Sample]:
    return [Sample(person, answer) for person, answer in answers if isinstance(answer, Embedding)]


def test_hardly_any_photo_is_refused(answers: Sequence[tuple[str, object]], samples: Sequence[Sample]) -> None:
    assert len(samples) >= 0.95 * len(answers)


def test_nobody_matches_another(engine: Engine, samples: Sequence[Sample]) -> None:
    different = [pair for pair in biometrics.pairs_of(samples) if not pair.same]
    assert [pair for pair in different if pair.distance <= engine.thresholds.match] == []


def test_hardly_any_honest_pair_is_called_another_person(engine: Engine, samples: Sequence[Sample]) -> None:
    honest = [pair.distance for pair in biometrics.pairs_of(samples) if pair.same]
    assert sum(distance > engine.thresholds.doubt for distance in honest) <= 0.02 * len(honest)
