"""Only whole, sane, still JPEG, PNG and WebP photos become pixels; everything else is refused early."""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

import numpy as np
import pytest

import biometrics
from biometrics import ImageLimits, ImageReason, ImageRefused
from biometrics.formats import read_header
from tests.biometrics import hostile
from tests.building import faces_material


def refusal(data: bytes, limits: ImageLimits | None = None) -> ImageReason:
    with pytest.raises(ImageRefused) as refused:
        biometrics.decode(data, limits)
    assert isinstance(refused.value.reason, ImageReason)
    return refused.value.reason


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {"quality": 80}),
        ("WEBP", {"lossless": True}),
    ],
)
def test_the_three_formats_are_decoded(kind: str, options: dict[str, Any]) -> None:
    image = biometrics.decode(hostile.with_pillow(kind, **options))
    assert image.pixels.shape == (240, 320, 3)
    assert image.pixels.dtype == np.uint8


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "RGBA"), ("PNG", "I;16")]
)
def test_unusual_colours_become_ordinary_ones(kind: str, mode: str) -> None:
    data = hostile.png(64, 64, bytes(65 * 64)) if mode == "I;16" else hostile.with_pillow(kind, mode)
    assert biometrics.decode(data).pixels.shape[2] == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"hello, I am a photo.jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"II*\0" + bytes(100),
        b"BM" + bytes(100),
        b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100),
        b"\0\0\0\x20ftypheic" + bytes(100),
        b"\0\0\0\x20ftypavif" + bytes(100),
    ],
)
def test_other_formats_are_refused_by_their_first_bytes(data: bytes) -> None:
    assert refusal(data) is ImageReason.UNKNOWN_FORMAT


def test_a_gif_is_refused() -> None:
    assert refusal(hostile.animated("GIF")) is ImageReason.UNKNOWN_FORMAT


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(kind: str) -> None:
    assert refusal(hostile.animated(kind)) is ImageReason.ANIMATED


def test_too_many_bytes_are_refused_unread() -> None:
    assert refusal(b"\xff\xd8\xff" + bytes(2_000), ImageLimits(most_bytes=1_000)) is ImageReason.TOO_MANY_BYTES


@pytest.mark.parametrize("data", [hostile.png_bomb(20_000), hostile.png(9_000, 9_000), hostile.png(2**31 - 1, 2)])
def test_a_bomb_is_refused_in_fifty_milliseconds_and_ten_megabytes(data: bytes) -> None:
    tracemalloc.start()
    start = time.process_time()
    assert refusal(data) in {ImageReason.TOO_MANY_PIXELS, ImageReason.WRONG_SHAPE}
    assert time.process_time() - start < 0.05
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_a_large_photo_that_weighs_nothing_is_a_bomb() -> None:
    assert refusal(hostile.png(2_000, 2_000)) is ImageReason.TOO_MANY_PIXELS
    assert refusal(hostile.flat_progressive(3_600, 4_400)) is ImageReason.TOO_MANY_PIXELS


@pytest.mark.parametrize(("width", "height"), [(65_535, 1), (1, 65_535), (8, 8), (0, 100), (100, 0), (2_000, 20)])
def test_absurd_shapes_are_refused(width: int, height: int) -> None:
    assert refusal(hostile.png(width, height)) is ImageReason.WRONG_SHAPE


def test_a_tiny_picture_is_still_a_picture() -> None:
    assert biometrics.decode(hostile.png(20, 20, bytes(21 * 20))).pixels.shape == (20, 20, 3)


@pytest.mark.parametrize("seed", hostile.seeds())
def test_a_file_cut_anywhere_is_refused(seed: bytes) -> None:
    for percent in range(100):
        assert refusal(seed[: len(seed) * percent // 100]) in {
            ImageReason.UNKNOWN_FORMAT,
            ImageReason.TRUNCATED,
            ImageReason.BROKEN,
        }


def test_a_png_that_promises_more_than_it_holds_is_refused() -> None:
    assert refusal(hostile.png(900, 900)) is ImageReason.BROKEN


def test_a_thousand_scans_are_refused() -> None:
    photo = hostile.with_pillow("JPEG", progressive=True)
    at = photo.rindex(b"\xff\xda")
    assert refusal(photo[:at] + photo[at:-2] * 1_000 + photo[-2:]) is ImageReason.BROKEN


@pytest.mark.parametrize("frame", [0xC3, 0xC9, 0xCB])
def test_lossless_and_arithmetic_jpeg_are_refused(frame: int) -> None:
    photo = faces_material.collins()
    assert refusal(photo.replace(b"\xff\xc0", bytes([0xFF, frame]), 1)) is ImageReason.BROKEN


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_is_turned_upright(orientation: int, kind: str) -> None:
    pixels = biometrics.decode(hostile.exif(orientation, kind)).pixels
    assert pixels.shape[:2] == ((40, 60) if orientation < 5 else (60, 40))
    places = {"left": (0.5, 0.1), "right": (0.5, 0.9), "top": (0.1, 0.5), "bottom": (0.9, 0.5)}
    red_side = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
    down, across = places[red_side[orientation]]
    red, _, blue = pixels[int(down * pixels.shape[0]), int(across * pixels.shape[1])].astype(int)
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_a_senseless_orientation_counts_as_upright(orientation: int) -> None:
    assert biometrics.decode(hostile.exif(orientation)).pixels.shape == (40, 60, 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_gone_before_the_decoder_sees_the_file(kind: str) -> None:
    data = hostile.exif(1, kind, secret=b"somewhere secret")
    assert b"somewhere secret" in data
    header = read_header(data)
    assert b"somewhere secret" not in header.bare
    assert b"Exif" not in header.bare


def test_what_follows_the_picture_is_dropped() -> None:
    photo = faces_material.hopper()
    assert read_header(photo + b"PK\x03\x04<?php evil(); ?>").bare == read_header(photo).bare


def test_a_compressed_text_bomb_is_never_inflated() -> None:
    bomb = hostile.chunk(b"zTXt", b"k\0\0" + b"\x78\x9c" + bytes(100_000))
    good = hostile.png(64, 64, bytes(65 * 64), extra=bomb)
    assert len(read_header(good).bare) < 1_000
    assert biometrics.decode(good).width_px == 64


@pytest.mark.parametrize(
    ("size", "decoded"), [((480, 640), 480), ((959, 1_200), 959), ((960, 1_280), 480), ((2_000, 2_000), 500)]
)
def test_a_large_photo_is_decoded_at_a_fraction_that_is_enough(size: tuple[int, int], decoded: int) -> None:
    image = biometrics.decode(faces_material.photo("collins", 1, size))
    assert min(image.width_px, image.height_px) == decoded
    assert (image.stored_width_px, image.stored_height_px) == size


def test_every_reason_says_what_to_do_in_two_languages() -> None:
    for reason in (*ImageReason, *biometrics.RefusalReason):
        advice = biometrics.Refusal(reason).advice if isinstance(reason, biometrics.RefusalReason) else reason.advice
        assert advice("en").isascii()
        assert not advice("zh").isascii()


def test_an_image_does_not_print_its_pixels() -> None:
    assert "array" not in repr(biometrics.decode(faces_material.collins()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_without_metadata_is_the_same_picture(kind: str) -> None:
    data = hostile.exif(1, kind, secret=b"somewhere secret")
    bare = biometrics.without_metadata(data)
    assert b"somewhere secret" not in bare
    assert np.array_equal(biometrics.decode(bare).pixels, biometrics.decode(data).pixels)
    with pytest.raises(ImageRefused):
        biometrics.without_metadata(b"<svg/>")
