"""The default engine on photos of two people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import biometrics
from biometrics import Decision, Embedding, Engine, Reference, Refusal, RefusalReason
from tests.building import faces_material


def embedded(engine: Engine, photo: bytes) -> Embedding:
    outcome = engine.embed(biometrics.decode(photo))
    assert isinstance(outcome, Embedding), outcome
    return outcome


def refused(engine: Engine, photo: bytes) -> RefusalReason:
    outcome = engine.embed(biometrics.decode(photo))
    assert isinstance(outcome, Refusal)
    return outcome.reason


@pytest.mark.parametrize("person", [faces_material.collins, faces_material.hopper])
def test_photos_of_one_person_match(engine: Engine, person: Callable[[int], bytes]) -> None:
    reference = Reference.of(*(embedded(engine, person(seed)) for seed in range(3)))
    for seed in range(3, 11):
        assert biometrics.compare(reference, embedded(engine, person(seed))).decision is Decision.MATCH


def test_photos_of_two_people_never_match(engine: Engine) -> None:
    reference = Reference.of(*(embedded(engine, faces_material.collins(seed)) for seed in range(3)))
    for seed in range(8):
        probe = embedded(engine, faces_material.hopper(seed))
        assert biometrics.compare(reference, probe).decision is Decision.NO_MATCH


def test_one_enrolment_photo_is_enough_to_compare(engine: Engine) -> None:
    reference = Reference.of(embedded(engine, faces_material.hopper(0)))
    assert biometrics.compare(reference, embedded(engine, faces_material.hopper(1))).decision is Decision.MATCH


def test_a_picture_without_a_face_is_refused(engine: Engine) -> None:
    assert refused(engine, faces_material.landscape()) is RefusalReason.NO_FACE


def test_two_faces_are_refused_not_guessed(engine: Engine) -> None:
    assert refused(engine, faces_material.several_people()) is RefusalReason.SEVERAL_FACES


def test_several_photos_at_once_give_the_same_answers(engine: Engine) -> None:
    photos = [faces_material.collins(1), faces_material.landscape(), faces_material.hopper(1)]
    images = [biometrics.decode(photo) for photo in photos]
    together = engine.embed_many(images)
    assert isinstance(together[1], Refusal)
    for place in (0, 2):
        alone, answer = engine.embed(images[place]), together[place]
        assert isinstance(alone, Embedding)
        assert isinstance(answer, Embedding)
        assert biometrics.distance(alone.vector, answer.vector) < 1e-5


def test_no_photos_give_no_answers(engine: Engine) -> None:
    assert engine.embed_many([]) == []


def test_the_engine_says_that_its_accuracy_is_unproven(engine: Engine) -> None:
    assert engine.thresholds.assurance is biometrics.Assurance.UNPROVEN
    assert engine.thresholds.match < 0.6


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(biometrics.UnknownEngine, match="dlib-resnet"):
        biometrics.load_engine("guess")
