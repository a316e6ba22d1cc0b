"""A challenge is random, short-lived and used once; its answer must turn as asked and be one person."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

import biometrics
from biometrics import (
    Box,
    Challenge,
    Embedding,
    Engine,
    FaceLocation,
    Fault,
    Frame,
    LivenessEvidence,
    Refusal,
    RefusalReason,
    Turn,
    assess,
)
from biometrics.opencv import cv2
from tests.building import faces_material

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CHALLENGE = Challenge("a1" * 16, (Turn.AHEAD, Turn.LEFT, Turn.AHEAD, Turn.RIGHT), NOW, NOW + timedelta(seconds=20))


def a_face(turn: float) -> FaceLocation:
    left, right = np.array([100.0, 100.0]), np.array([200.0, 100.0])
    nose = np.array([150.0 + 100 * turn, 160.0])
    return FaceLocation(Box(60, 40, 240, 220), left, right, nose, landmarks=np.array([left, right, nose]))


def an_embedding(value: float = 0.0) -> Embedding:
    return Embedding(np.array([value, 1.0], dtype=np.float32), "dlib-resnet", "ab" * 32, "1")


def an_answer(*turns: float) -> list[Frame]:
    return [
        Frame(CHALLENGE.nonce, NOW + timedelta(seconds=2 + 3 * number), a_face(turn), an_embedding())
        for number, turn in enumerate(turns)
    ]


GOOD = (0.05, 0.25, 0.02, -0.15)


def test_the_turns_asked_in_order_pass() -> None:
    report = assess(CHALLENGE, an_answer(*GOOD))
    assert report.passed
    assert report.evidence is LivenessEvidence.CHALLENGE_PASSED
    assert [step.asked for step in report.steps] == list(CHALLENGE.turns)


def test_turns_count_from_the_persons_own_middle() -> None:
    """A nose or camera that sits aside moves every frame alike and changes nothing."""
    report = assess(CHALLENGE, an_answer(*(turn + 0.3 for turn in GOOD)))
    assert report.passed


@pytest.mark.parametrize(
    ("turns", "failing"),
    [
        ((0.05, -0.25, 0.02, -0.15), 1),
        ((0.05, 0.10, 0.02, -0.15), 1),
        ((0.05, 0.25, 0.02, 0.15), 3),
        ((0.0, 0.0, 0.0, 0.0), 1),
    ],
)
def test_a_wrong_or_missing_turn_fails_its_step(turns: tuple[float, ...], failing: int) -> None:
    report = assess(CHALLENGE, an_answer(*turns))
    assert not report.passed
    assert report.evidence is LivenessEvidence.CHALLENGE_FAILED
    assert not report.steps[failing].passed


def test_a_frame_ahead_that_is_turned_fails() -> None:
    assert not assess(CHALLENGE, an_answer(0.2, 0.4, -0.2, -0.4)).steps[0].passed


def test_an_answer_counts_once() -> None:
    assert assess(CHALLENGE, an_answer(*GOOD), already_used=True).faults == (Fault.USED,)


def test_a_late_answer_is_refused() -> None:
    late = an_answer(*GOOD)
    late[3] = replace(late[3], received_at=CHALLENGE.expires_at + timedelta(microseconds=1))
    assert assess(CHALLENGE, late).faults == (Fault.EXPIRED,)


def test_the_last_moment_still_counts() -> None:
    frames = an_answer(*GOOD)
    frames[3] = replace(frames[3], received_at=CHALLENGE.expires_at)
    assert assess(CHALLENGE, frames).passed


def test_frames_of_another_challenge_are_refused() -> None:
    frames = an_answer(*GOOD)
    frames[1] = replace(frames[1], nonce="b2" * 16)
    assert assess(CHALLENGE, frames).faults == (Fault.OTHER_NONCE,)


def test_missing_and_surplus_frames_are_refused() -> None:
    assert Fault.WRONG_COUNT in assess(CHALLENGE, an_answer(*GOOD[:3])).faults
    assert Fault.WRONG_COUNT in assess(CHALLENGE, an_answer(*GOOD, 0.0)).faults


def test_no_frames_at_all_never_pass() -> None:
    assert not assess(CHALLENGE, []).passed


def test_frames_that_arrive_together_are_in_the_order_given() -> None:
    frames = [replace(frame, received_at=CHALLENGE.expires_at) for frame in an_answer(*GOOD)]
    assert assess(CHALLENGE, frames).passed


def test_two_people_cannot_share_an_answer() -> None:
    frames = an_answer(*GOOD)
    frames[2] = replace(frames[2], embedding=an_embedding(0.7))
    assert assess(CHALLENGE, frames).faults == (Fault.OTHER_PERSON,)


def test_a_frame_without_a_face_fails() -> None:
    frames = an_answer(*GOOD)
    nothing = Refusal(RefusalReason.NO_FACE)
    frames[1] = replace(frames[1], face=nothing, embedding=nothing)
    report = assess(CHALLENGE, frames)
    assert report.faults == (Fault.NO_FACE,)
    assert report.steps[1].moved is None


def test_challenges_are_random_and_never_ask_the_same_twice_in_a_row() -> None:
    chance = random.Random(7)
    issued = [Challenge.issue(NOW, chance=chance) for _ in range(800)]
    assert len({challenge.nonce for challenge in issued}) == 800
    orders = Counter(challenge.turns for challenge in issued)
    assert len(orders) == 16
    assert min(orders.values()) > 20
    assert all(a is not b for turns in orders for a, b in pairwise(turns))
    assert issued[0].expires_at == NOW + timedelta(seconds=20)


def test_a_challenge_without_a_seed_is_fresh() -> None:
    assert Challenge.issue(NOW).nonce != Challenge.issue(NOW).nonce


def test_every_report_says_what_it_does_not_stop() -> None:
    report = assess(CHALLENGE, an_answer(*GOOD))
    assert any("video" in attack for attack in report.does_not_stop("en"))
    assert any("录像" in attack for attack in report.does_not_stop())


def turned_paper(pixels: np.ndarray, degrees: float, distance: float) -> np.ndarray:
    """The picture as a sheet, turned about its upright middle, seen from `distance` sheet widths away."""
    height, width = pixels.shape[:2]
    angle, half = np.radians(degrees), height / width / 2
    across = np.array([-0.5, 0.5, 0.5, -0.5])
    down = np.array([-half, -half, half, half])
    nearer = distance / (distance + across * np.sin(angle))
    seen = np.stack([across * np.cos(angle) * nearer, down * nearer], axis=1) * width + (width / 2, height / 2)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    turned: np.ndarray = cv2.warpPerspective(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return turned


def test_turned_paper_hardly_ever_passes_for_a_turned_head(engine: Engine) -> None:
    answers = [
        passes_for_a_turn(engine, person(seed), degrees, distance)
        for person in (faces_material.collins, faces_material.hopper)
        for seed in (1, 3)
        for degrees in (-50, -35, -20, 20, 35, 50)
        for distance in (1.5, 2.5)
    ]
    assert sum(answers) <= 0.05 * len(answers)


def passes_for_a_turn(engine: Engine, photo: bytes, degrees: float, distance: float) -> bool:
    pixels = biometrics.decode(photo).pixels
    ahead = engine.locate(biometrics.from_pixels(pixels))
    paper = engine.locate(biometrics.from_pixels(turned_paper(pixels, degrees, distance)))
    frames = [replace(frame, face=face) for frame, face in zip(an_answer(0, 0), (ahead, paper), strict=True)]
    return any(assess(replace(CHALLENGE, turns=(Turn.AHEAD, turn)), frames).passed for turn in (Turn.LEFT, Turn.RIGHT))


def test_a_sheet_that_loses_its_width_is_no_head() -> None:
    frames = an_answer(*GOOD)
    face = frames[1].face
    assert isinstance(face, FaceLocation)
    flat = replace(face, left_eye=np.array([115.0, 100.0]), right_eye=np.array([185.0, 100.0]))
    frames[1] = replace(frames[1], face=flat)
    report = assess(CHALLENGE, frames)
    assert report.steps[1].span == pytest.approx(0.7)
    assert not report.steps[1].passed


def test_a_nose_that_moves_against_the_eyes_is_a_turn(engine: Engine) -> None:
    pixels = biometrics.decode(faces_material.collins(3)).pixels
    face = engine.locate(biometrics.from_pixels(pixels))
    assert isinstance(face, FaceLocation)
    for direction, moved in ((Turn.LEFT, 0.3), (Turn.RIGHT, -0.3)):
        away = engine.locate(biometrics.from_pixels(with_moved_nose(pixels, face, moved)))
        asked = replace(CHALLENGE, turns=(Turn.AHEAD, direction))
        frames = [replace(frame, face=seen) for frame, seen in zip(an_answer(0, 0), (face, away), strict=True)]
        assert assess(asked, frames).passed


def with_moved_nose(pixels: np.ndarray, face: FaceLocation, share: float) -> np.ndarray:
    """The picture with everything around the nose pushed sideways by a share of the eye distance."""
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    reach = 0.45 * face.eye_distance_px
    pull = np.exp(-((columns - face.nose[0]) ** 2 + (rows - face.nose[1]) ** 2) / (2 * reach**2))
    source = (columns - share * face.eye_distance_px * pull).astype(np.float32)
    moved: np.ndarray = cv2.remap(pixels, source, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return moved


def test_a_photo_becomes_a_frame(engine: Engine) -> None:
    image = biometrics.decode(faces_material.hopper(2))
    frame = biometrics.observe(engine, image, nonce="n", received_at=NOW)
    assert isinstance(frame.embedding, Embedding)
    assert (frame.nonce, frame.received_at) == ("n", NOW)
