"""Face check-ins measured beside the face_recognition library with its defaults, in one interleaved run.

Both sides do the whole work on the same bytes: decode, find, align, embed, compare. Ours also walks the file, keeps the
limits and measures the quality. CPU time of this process, one photo of each side in turn, medians of the ratios.
Run `python tests/benchmarks/bench_faces.py [rounds]`; it prints JSON.
"""

from __future__ import annotations

import importlib
import io
import json
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import biometrics
from biometrics.engines.model_cache import open_resnet
from biometrics.engines.weights import RESNET_FILE, weights_path
from biometrics.opencv import cv2
from checkin_service.demo.portraits import NAMES, photo

SIZES_PX = {"1280x960": (1280, 960), "480x640": (480, 640)}
CHIPS = 100


def main(rounds: int = 15) -> dict[str, Any]:
    """Print and return the figures."""
    engine = biometrics.load_engine(cache_dir=Path(tempfile.gettempdir()) / "bench-faces")
    library = _face_recognition()
    report: dict[str, Any] = {
        "rounds": rounds,
        "sizes": {name: _sizes(engine, library, size, rounds) for name, size in SIZES_PX.items()},
        "largest_difference_from_dlib": _largest_difference(),
        "chips": CHIPS,
    }
    print(json.dumps(report, indent=1))  # noqa: T201 - a benchmark's output is its purpose.
    return report


def _face_recognition() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It imports pkg_resources, which says that it will go away.
        return importlib.import_module("face_recognition")


def _sizes(engine: biometrics.Engine, library: Any, size_px: tuple[int, int], rounds: int) -> dict[str, float]:
    photos = [photo(NAMES[seed % 2], seed, size_px) for seed in range(rounds)]
    reference = engine.embed(biometrics.decode(photos[0]))
    assert isinstance(reference, biometrics.Embedding)
    ours, theirs = [], []
    for data in photos:
        ours.append(_cpu_ms(partial(_ours, engine, reference, data)))
        theirs.append(_cpu_ms(partial(_theirs, library, reference.vector, data)))
    return {
        "ours_cpu_ms": round(statistics.median(ours), 2),
        "face_recognition_cpu_ms": round(statistics.median(theirs), 2),
        "times_cheaper": round(statistics.median(b / a for a, b in zip(ours, theirs, strict=True)), 1),
        "least_times_cheaper": round(min(b / a for a, b in zip(ours, theirs, strict=True)), 1),
    }


def _ours(engine: biometrics.Engine, reference: biometrics.Embedding, data: bytes) -> None:
    probe = engine.embed(biometrics.decode(data))
    assert isinstance(probe, biometrics.Embedding), probe
    biometrics.compare(reference, probe)


def _theirs(library: Any, reference: Any, data: bytes) -> None:
    (probe,) = library.face_encodings(library.load_image_file(io.BytesIO(data)))[:1]
    library.compare_faces([reference], probe)


def _cpu_ms(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def _largest_difference() -> float:
    """Between dlib's own vectors and the converted network's, over random smooth and rough chips."""
    dlib = importlib.import_module("dlib")
    network = dlib.face_recognition_model_v1(str(weights_path(RESNET_FILE)))
    session = open_resnet(None)
    draw = np.random.default_rng(1)
    worst = 0.0
    for _ in range(CHIPS):
        coarse = draw.integers(0, 256, (int(draw.integers(2, 150)),) * 2 + (3,), dtype=np.uint8)
        chip = cv2.resize(coarse, (150, 150))
        found = session.run(np.ascontiguousarray(chip.transpose(2, 0, 1)[None], dtype=np.float32))[0]
        worst = max(worst, float(np.abs(found - np.array(network.compute_face_descriptor(chip))).max()))
    return worst


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
