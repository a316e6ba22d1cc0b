"""Face work for a process of its own: picklable calls with bounded memory and time.

Made for `concurrent.futures.ProcessPoolExecutor(mp_context=spawn, initializer=worker.initialise, initargs=…)`. A photo
that breaks a limit ends its process; the pool reports BrokenProcessPool and is made anew.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from biometrics.embedding import Embedding
from biometrics.face import DEFAULT_ENGINE, Engine, how_many_faces, load_engine, shows_a_face
from biometrics.fingerprint import fingerprint
from biometrics.image import Image, ImageLimits, Redrawn, decode, redrawn
from biometrics.liveness import Frame, observe
from biometrics.quality import CHECK_IN, ENROLMENT, Gate
from biometrics.refusal import ImageReason, ImageRefused, Refusal


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """How far the process may grow beyond its size after loading, and how long one call may compute."""

    memory_growth_bytes: int = 512 * 1024 * 1024
    """Address space in bytes; a call that needs more ends with MemoryError or ends the process."""

    cpu_s_per_call: int = 10
    """Seconds of computing, not of waiting; the kernel ends the process at this limit."""

    niceness: int = 10
    """How far the process steps back, so that requests without a face do not wait behind it."""


@dataclass(frozen=True, slots=True)
class EmbedResult:
    """One photo's answer: a vector, advice for the person, or the reason why the file was refused.

    `fingerprint` is the 64-bit perceptual hash of the picture, None where there was no picture.
    """

    outcome: Embedding | Refusal | ImageReason
    fingerprint: int | None


class NotInitialised(RuntimeError):
    """`initialise` was not called in this process."""


def initialise(
    engine_name: str = DEFAULT_ENGINE,
    options: Mapping[str, Any] | None = None,
    limits: WorkerLimits | None = None,
) -> None:
    """Load the engine in this process, warm it up and set the limits; without `limits` none are set.

    Raises what `load_engine` raises; in a pool's initialiser that breaks the pool at its first call.
    """
    engine = load_engine(engine_name, **(options or {}))
    _STATE["engine"] = engine
    if limits is not None:
        _STATE["cpu_s"] = limits.cpu_s_per_call
        os.nice(limits.niceness)
        # What a crash leaves behind must not hold a face.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _limit_memory(limits.memory_growth_bytes)


def embed_photo(data: bytes, *, for_enrolment: bool = False) -> EmbedResult:
    """Decode, judge the quality and embed one photo; a refused file is an answer, nothing is raised for it.

    Raises `NotInitialised`.
    """
    return embed_photos([data], for_enrolment=for_enrolment)[0]


def embed_photos(photos: Sequence[bytes], *, for_enrolment: bool = False) -> list[EmbedResult]:
    """`embed_photo` for several at once, one answer each in order: their faces go through the network together."""
    _limit_time()
    decoded = [_decoded(data) for data in photos]
    images = [image for image in decoded if isinstance(image, Image)]
    outcomes = iter(_engine().embed_many(images, _gate(for_enrolment=for_enrolment)))
    return [
        EmbedResult(next(outcomes), fingerprint(image)) if isinstance(image, Image) else EmbedResult(image, None)
        for image in decoded
    ]


def observe_frames(photos: Sequence[bytes], nonce: str, received_at: datetime) -> list[Frame | ImageReason]:
    """Measure the photos of an answer to a liveness challenge, in the order in which they were taken.

    A file that was refused gives the reason in its place.
    """
    _limit_time()
    decoded = [_decoded(data) for data in photos]
    return [
        observe(_engine(), image, nonce=nonce, received_at=received_at) if isinstance(image, Image) else image
        for image in decoded
    ]


def redraw(data: bytes, longest_px: int, limits: ImageLimits) -> Redrawn | ImageReason:
    """A picture that is no face, such as a site plan, drawn anew; a refused file is an answer."""
    _limit_time()
    try:
        return redrawn(data, longest_px=longest_px, limits=limits)
    except ImageRefused as refused:
        return refused.reason


@dataclass(frozen=True, slots=True)
class PeopleSeen:
    """The answer to a picture that should show nobody; how many they are is not said, because some are overlooked."""


def redraw_things(data: bytes, longest_px: int, limits: ImageLimits) -> Redrawn | ImageReason | PeopleSeen:
    """A photograph of a room or a paper drawn anew, unless somebody's face looks out of it."""
    drawn = redraw(data, longest_px, limits)
    if isinstance(drawn, ImageReason):
        return drawn
    return PeopleSeen() if shows_a_face(decode(drawn.jpeg, limits)) else drawn


def count_faces(data: bytes, longest_px: int, limits: ImageLimits) -> int | ImageReason:
    """How many people look out of a photograph; the picture goes no further than this call."""
    drawn = redraw(data, longest_px, limits)
    return drawn if isinstance(drawn, ImageReason) else how_many_faces(decode(drawn.jpeg, limits))


_STATE: dict[str, Any] = {}


def _engine() -> Engine:
    if "engine" not in _STATE:
        raise NotInitialised("call biometrics.worker.initialise in this process first")
    engine: Engine = _STATE["engine"]
    return engine


def _decoded(data: bytes) -> Image | ImageReason:
    try:
        return decode(data)
    except ImageRefused as refused:
        return refused.reason


def _gate(*, for_enrolment: bool) -> Gate:
    return ENROLMENT if for_enrolment else CHECK_IN


def _limit_memory(growth_bytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + growth_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_time() -> None:
    """Let this call use its seconds beyond what the process has used so far; the kernel ends it otherwise."""
    if (seconds := _STATE.get("cpu_s")) is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))
