"""Whole check-ins by face over HTTP beside the library alone, and what the others notice, in one interleaved run.

The library alone means: the same photos through a pool of as many processes as the server has, decoded, judged,
embedded and compared, with nothing around it. Run `python -m tests.benchmarks.bench_face_service [rounds]`; it prints
JSON.
"""

import asyncio
import json
import statistics
import sys
import time
from base64 import b64decode
from collections.abc import Sequence
from functools import partial
from math import inf
from typing import Any

import httpx
from pydantic_core import from_json

from biometrics import Embedding, Reference, compare, worker
from checkin_service.host.folders import data_folder
from checkin_service.kit.offload import Offload
from checkin_service.settings import FaceSettings
from tests.benchmarks.arrivals import Arrivals, require_accepted
from tests.benchmarks.load import Burst, send
from tests.benchmarks.stage import Stage, a_stage
from tests.building.operator import OPERATOR

ROUNDS, FACES, PINS = 5, 64, 32
CONNECTIONS = 8
_SESSIONS_PER_ROUND = 3


def main(rounds: int = ROUNDS) -> dict[str, Any]:
    """Print and return the figures."""
    report = asyncio.run(measure(rounds))
    print(json.dumps(report, indent=1))  # noqa: T201 - a benchmark's output is its purpose.
    return report


async def measure(rounds: int) -> dict[str, Any]:
    workers = FaceSettings().workers
    pool = Offload(
        workers=workers,
        waiting_limit=FACES,
        initialiser=worker.initialise,
        arguments=("dlib-resnet", {"cache_dir": data_folder() / "models"}, worker.WorkerLimits()),
    )
    try:
        async with a_stage(trainees=FACES + PINS, faces=FACES, sessions=_SESSIONS_PER_ROUND * (rounds + 1)) as stage:
            arrivals = Arrivals(stage)
            await _round(stage, arrivals, pool)  # Warms both sides up.
            measured = [await _round(stage, arrivals, pool) for _ in range(rounds)]
    finally:
        pool.close()
    looks = {name: sum(each[name] for each in measured) for name in ("loop_looks", "loop_within_20_ms")}
    return {"rounds": rounds, "workers": workers, **_medians(measured), **looks}


async def _round(stage: Stage, arrivals: Arrivals, pool: Offload) -> dict[str, float]:
    """The library, the service by face, PINs alone, and PINs while faces are computed."""
    requests = arrivals.by_face()
    library = await _library(pool, [_photo_of(request) for request in requests])
    before = await _loop_delay(stage)
    by_face = await _sent(stage, requests)
    looks = _since(before, await _loop_delay(stage))
    alone = await _sent(stage, arrivals.by_pin()[FACES:], connections=1)
    beside = await _beside(stage, arrivals)
    return {
        **looks,
        "library_per_s": library,
        "http_face_per_s": by_face.per_second,
        "http_share_of_library": by_face.per_second / library,
        "http_face_p50_ms": by_face.percentile_ms(50),
        "http_face_p99_ms": by_face.percentile_ms(99),
        "pin_alone_p50_ms": alone.percentile_ms(50),
        "pin_beside_faces_p50_ms": beside.percentile_ms(50),
    }


async def _sent(stage: Stage, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Burst:
    burst = await send(requests, port=stage.service.port, connections=connections)
    require_accepted(burst)
    return burst


async def _beside(stage: Stage, arrivals: Arrivals) -> Burst:
    """Check-ins by PIN, one after the other, while check-ins by face keep every worker busy."""
    pins = arrivals.by_pin()[FACES:]
    session = stage.world.session(arrivals.sessions_used - 1)
    faces = asyncio.create_task(send(arrivals.faces_for(session), port=stage.service.port, connections=CONNECTIONS))
    await asyncio.sleep(0.1)
    beside = await _sent(stage, pins, connections=1)
    await faces
    return beside


async def _library(pool: Offload, photos: Sequence[bytes]) -> float:
    """Photos per second through the library alone, compared with the first one's vector."""
    first = (await pool.run(worker.embed_photo, photos[0])).outcome
    assert isinstance(first, Embedding)
    reference, waiting = Reference.of(first), iter(photos)

    async def work() -> None:
        for photo in waiting:
            seen = (await pool.run(partial(worker.embed_photo, photo))).outcome
            assert isinstance(seen, Embedding)
            compare(reference, seen)

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return len(photos) / (time.perf_counter() - started)


def _photo_of(request: bytes) -> bytes:
    return b64decode(from_json(request.partition(b"\r\n\r\n")[2])["person_proof"]["photo"])


async def _loop_delay(stage: Stage) -> dict[float, float]:
    """How often the server's event loop came within so many seconds, since its start."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{stage.service.port}") as client:
        lines = (await client.get("/metrics", headers=OPERATOR)).text.splitlines()
    return {
        float(line.partition('le="')[2].partition('"')[0]): float(line.rpartition(" ")[2])
        for line in lines
        if line.startswith("checkin_loop_delay_seconds_bucket")
    }


def _since(before: dict[float, float], after: dict[float, float]) -> dict[str, float]:
    """The same while faces were computed."""
    looks = {limit: after[limit] - before[limit] for limit in after}
    return {
        "loop_looks": looks[inf],
        "loop_within_20_ms": looks[0.02],
        "loop_p99_ms_at_most": 1000 * next(at for at, count in sorted(looks.items()) if count >= 0.99 * looks[inf]),
    }


def _medians(measured: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(each[name] for each in measured), 3) for name in measured[0]}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
