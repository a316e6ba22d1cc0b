"""Sends thousands of mutated images through a face worker: no crash, no slow file, no growing memory.

Run `python tests/benchmarks/fuzz_images.py [count] [seed]`; it prints JSON and fails when a limit is broken.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from biometrics import Embedding, ImageReason, Refusal, worker
from tests.biometrics import hostile

MOST_GROWTH_BYTES = 64 * 1024 * 1024
MOST_CPU_S = 2.0


def main(count: int = 10_000, seed: int = 1) -> dict[str, Any]:
    """Print and return what happened."""
    cache_dir = Path(tempfile.gettempdir()) / "bench-faces"
    with ProcessPoolExecutor(
        1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=worker.initialise,
        initargs=("dlib-resnet", {"cache_dir": cache_dir}, worker.WorkerLimits()),
    ) as pool:
        for data in hostile.seeds():
            pool.submit(worker.embed_photo, data).result()
        process, before, _ = pool.submit(_usage).result()
        answers, slowest = Counter[str](), 0.0
        for data in hostile.mutations(count, seed):
            answer, cpu_s = pool.submit(_timed, data).result()
            answers[answer] += 1
            slowest = max(slowest, cpu_s)
        same_process, _, peak = pool.submit(_usage).result()
    report = {
        "images": count,
        "seed": seed,
        "crashes": int(same_process != process),
        "peak_growth_mb": round((peak - before) / 1e6, 1),
        "slowest_cpu_ms": round(1000 * slowest, 1),
        "answers": dict(answers.most_common()),
    }
    print(json.dumps(report, indent=1))  # noqa: T201 - a benchmark's output is its purpose.
    if report["crashes"] or peak - before > MOST_GROWTH_BYTES or slowest > MOST_CPU_S:
        raise SystemExit(1)
    return report


def _timed(data: bytes) -> tuple[str, float]:
    start = time.process_time()
    outcome = worker.embed_photo(data).outcome
    spent = time.process_time() - start
    match outcome:
        case Embedding():
            return "face", spent
        case Refusal(reason=reason):
            return f"no comparison: {reason}", spent
        case ImageReason():
            return f"refused: {outcome}", spent


def _usage() -> tuple[int, int, int]:
    """The worker's process number, the memory it holds and the most it ever held."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return os.getpid(), pages * resource.getpagesize(), peak_kb * 1024


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
