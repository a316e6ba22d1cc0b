"""Face work in another process: hostile files cannot end it, limits can, and its answers travel back."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import biometrics
from biometrics import Embedding, Frame, ImageReason, ImageRefused, Refusal, RefusalReason, worker
from tests.biometrics import hostile
from tests.building import faces_material

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def pool(cache_dir: Path) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(
        1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=worker.initialise,
        initargs=("dlib-resnet", {"cache_dir": cache_dir}, worker.WorkerLimits()),
    ) as made:
        yield made


def test_a_photo_comes_back_as_a_vector_and_a_fingerprint(pool: ProcessPoolExecutor) -> None:
    photo = faces_material.collins(1)
    result = pool.submit(worker.embed_photo, photo).result()
    assert isinstance(result.outcome, Embedding)
    assert result.fingerprint == biometrics.fingerprint(biometrics.decode(photo))


def test_several_photos_keep_their_order(pool: ProcessPoolExecutor) -> None:
    photos = [b"no photo", faces_material.hopper(1), faces_material.landscape()]
    first, second, third = pool.submit(worker.embed_photos, photos).result()
    assert first == worker.EmbedResult(ImageReason.UNKNOWN_FORMAT, None)
    assert isinstance(second.outcome, Embedding)
    assert isinstance(third.outcome, Refusal)
    assert third.outcome.reason is RefusalReason.NO_FACE
    assert third.fingerprint is not None


def test_a_liveness_frame_is_measured_there_too(pool: ProcessPoolExecutor) -> None:
    (frame,) = pool.submit(worker.observe_frames, [faces_material.collins(2)], "nonce", NOW).result()
    assert isinstance(frame, Frame)
    assert isinstance(frame.embedding, Embedding)
    assert pool.submit(worker.observe_frames, [b""], "nonce", NOW).result() == [ImageReason.UNKNOWN_FORMAT]


def test_a_whole_answer_is_measured_at_once_and_in_order(pool: ProcessPoolExecutor) -> None:
    photos = [faces_material.collins(3), b"no photo", faces_material.landscape()]
    first, second, third = pool.submit(worker.observe_frames, photos, "nonce", NOW).result()
    assert isinstance(first, Frame)
    assert isinstance(first.embedding, Embedding)
    assert second is ImageReason.UNKNOWN_FORMAT
    assert isinstance(third, Frame)
    assert isinstance(third.embedding, Refusal)
    assert {first.received_at, third.received_at} == {NOW}


def test_a_worker_steps_back_and_leaves_no_core(pool: ProcessPoolExecutor) -> None:
    nicest = 19  # More is not to be had, where the tests themselves have stepped back already.
    assert pool.submit(os.nice, 0).result() >= min(nicest, os.nice(0) + worker.WorkerLimits().niceness)
    assert pool.submit(resource.getrlimit, resource.RLIMIT_CORE).result() == (0, 0)


def test_mutated_photos_end_no_process_and_keep_no_memory(pool: ProcessPoolExecutor) -> None:
    for data in hostile.mutations(20):
        pool.submit(worker.embed_photo, data).result()
    process, before = pool.submit(resident_bytes).result()
    answers = [pool.submit(worker.embed_photo, data).result().outcome for data in hostile.mutations(300, seed=2)]
    same_process, after = pool.submit(resident_bytes).result()
    assert same_process == process
    assert after - before < 64_000_000
    assert {type(answer) for answer in answers} >= {ImageReason, Refusal}


def resident_bytes() -> tuple[int, int]:
    """This process's number and the memory it holds now."""
    import os  # noqa: PLC0415 - runs in the pool's process.

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return os.getpid(), pages * os.sysconf("SC_PAGE_SIZE")


def test_memory_beyond_the_limit_is_refused_to_the_process(pool: ProcessPoolExecutor) -> None:
    with pytest.raises(MemoryError):
        pool.submit(bytearray, 2 * 1024**3).result()
    assert isinstance(pool.submit(worker.embed_photo, faces_material.hopper(3)).result().outcome, Embedding)


def test_a_call_has_only_its_seconds(pool: ProcessPoolExecutor) -> None:
    pool.submit(worker.embed_photo, b"").result()
    seconds, _ = pool.submit(resource.getrlimit, resource.RLIMIT_CPU).result()
    assert 0 < seconds < 60


def test_a_process_that_was_not_initialised_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_STATE", {})
    with pytest.raises(worker.NotInitialised):
        worker.embed_photo(faces_material.collins())


def test_a_refused_image_travels_between_processes() -> None:
    again = pickle.loads(pickle.dumps(ImageRefused(ImageReason.TRUNCATED)))  # noqa: S301 - our own bytes.
    assert again.reason is ImageReason.TRUNCATED
