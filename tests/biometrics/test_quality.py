"""Each fault of a photo is named, so that the person can mend it; enrolment asks more than a check-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

import biometrics
from biometrics import CHECK_IN, ENROLMENT, Embedding, Engine, FaceLocation, Image, Refusal, RefusalReason
from biometrics.opencv import cv2
from biometrics.quality import measure
from tests.building import faces_material

Change = Callable[[np.ndarray, FaceLocation], np.ndarray]


@pytest.fixture(scope="module")
def photo() -> Image:
    return biometrics.decode(faces_material.collins(3))


@pytest.fixture(scope="module")
def face(engine: Engine, photo: Image) -> FaceLocation:
    found = engine.locate(photo)
    assert isinstance(found, FaceLocation)
    return found


def changed(photo: Image, face: FaceLocation, change: Change) -> Image:
    return biometrics.from_pixels(np.clip(change(photo.pixels.copy(), face), 0, 255).astype(np.uint8))


def darkened(pixels: np.ndarray, _face: FaceLocation) -> np.ndarray:
    return pixels * 0.12


def overexposed(pixels: np.ndarray, _face: FaceLocation) -> np.ndarray:
    return pixels * 0.2 + 210


def blurred(pixels: np.ndarray, face: FaceLocation) -> np.ndarray:
    picture: np.ndarray = cv2.GaussianBlur(pixels, (0, 0), 3.5 * face.eye_distance_px / 40)
    return picture


def masked(pixels: np.ndarray, face: FaceLocation) -> np.ndarray:
    across = face.right_eye - face.left_eye
    down = np.array([-across[1], across[0]])
    middle = (face.left_eye + face.right_eye) / 2
    corners = [(-0.8, 0.5), (0, 0.45), (0.8, 0.5), (0.7, 1.3), (0, 1.7), (-0.7, 1.3)]
    outline = np.array([middle + x * across + y * down for x, y in corners])
    picture: np.ndarray = cv2.fillPoly(pixels, [outline.astype(np.int32)], (190, 205, 215))
    return picture


def in_dark_glasses(pixels: np.ndarray, face: FaceLocation) -> np.ndarray:
    size = (int(0.36 * face.eye_distance_px), int(0.25 * face.eye_distance_px))
    for eye in (face.left_eye, face.right_eye):
        cv2.ellipse(pixels, eye.astype(int).tolist(), size, face.tilt_degrees, 0, 360, (18, 18, 20), -1)
    return pixels


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (darkened, RefusalReason.TOO_DARK),
        (overexposed, RefusalReason.TOO_BRIGHT),
        (blurred, RefusalReason.BLURRED),
        (masked, RefusalReason.COVERED),
        (in_dark_glasses, RefusalReason.COVERED),
    ],
)
def test_a_fault_is_named(photo: Image, face: FaceLocation, change: Change, reason: RefusalReason) -> None:
    refusal = CHECK_IN.refuse(measure(changed(photo, face, change), face))
    assert refusal is not None
    assert refusal.reason is reason
    assert refusal.measured is not None
    assert refusal.limit is not None


def test_an_engine_refuses_what_the_gate_refuses(engine: Engine, photo: Image, face: FaceLocation) -> None:
    answer = engine.embed(changed(photo, face, in_dark_glasses))
    assert isinstance(answer, Refusal)
    assert answer.reason is RefusalReason.COVERED


def test_a_small_face_is_asked_to_come_closer(engine: Engine) -> None:
    small = cv2.resize(faces_material.portrait("collins"), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    wide = np.full((480, 480, 3), 128, dtype=np.uint8)
    wide[100 : 100 + small.shape[0], 100 : 100 + small.shape[1]] = small
    assert isinstance(engine.embed(biometrics.from_pixels(wide), CHECK_IN), Embedding)
    answer = engine.embed(biometrics.from_pixels(wide), ENROLMENT)
    assert isinstance(answer, Refusal)
    assert answer.reason is RefusalReason.TOO_SMALL


def test_a_turned_face_is_refused(photo: Image, face: FaceLocation) -> None:
    turned = replace(face, nose=face.nose + 0.4 * (face.right_eye - face.left_eye))
    assert turned.turn == pytest.approx(face.turn + 0.4)
    refusal = CHECK_IN.refuse(measure(photo, turned))
    assert refusal is not None
    assert refusal.reason is RefusalReason.TURNED_AWAY


def test_enrolment_never_asks_less_than_a_check_in() -> None:
    for limit in fields(CHECK_IN):
        loose, strict = getattr(CHECK_IN, limit.name), getattr(ENROLMENT, limit.name)
        assert strict >= loose if limit.name.startswith("least") else strict <= loose


@pytest.mark.parametrize("person", [faces_material.collins, faces_material.hopper])
def test_good_photos_pass_even_enrolment(engine: Engine, person: Callable[[int], bytes]) -> None:
    answers = engine.embed_many([biometrics.decode(person(seed)) for seed in range(20, 30)], ENROLMENT)
    assert [answer for answer in answers if isinstance(answer, Refusal)] == []
