"""Copies of a photo have nearly the same fingerprint; other photos do not."""

from __future__ import annotations

import numpy as np

import biometrics
from biometrics import NEAR_IDENTICAL_BITS, differing_bits, fingerprint
from biometrics.opencv import cv2
from tests.building import faces_material


def of(data: bytes) -> int:
    return fingerprint(biometrics.decode(data))


def test_the_same_bytes_have_the_same_fingerprint() -> None:
    assert of(faces_material.collins(1)) == of(faces_material.collins(1))


def test_recompressed_resized_and_brightened_copies_stay_near() -> None:
    pixels = biometrics.decode(faces_material.hopper(1)).pixels
    original = fingerprint(biometrics.from_pixels(pixels))
    copies = [
        faces_material.to_jpeg(pixels, 30),
        faces_material.to_jpeg(cv2.resize(pixels, None, fx=0.6, fy=0.6)),
        faces_material.to_jpeg(np.clip(pixels * 1.1, 0, 255).astype(np.uint8)),
    ]
    assert all(differing_bits(original, of(copy)) <= NEAR_IDENTICAL_BITS for copy in copies)


def test_photos_of_two_people_are_far_apart() -> None:
    assert differing_bits(of(faces_material.collins()), of(faces_material.hopper())) > 3 * NEAR_IDENTICAL_BITS


def test_a_fingerprint_fits_in_sixty_four_bits() -> None:
    flat = biometrics.from_pixels(np.zeros((50, 50, 3), dtype=np.uint8))
    assert 0 <= fingerprint(flat) < 2**64
