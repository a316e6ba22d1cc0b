"""A full disk under load: a cluster on a small disk of its own is filled to the last byte, and freed again.

As `prove_crashes`: what was acknowledged is stored and nothing counts twice. PostgreSQL refuses writes, or ends where
it cannot write its log; requests are answered 503 meanwhile. The disk is a tmpfs, which only root can mount: whoever is
not proves nothing, and is told so.

`python -m tests.benchmarks.prove_disk 5` prints the figures as JSON and fails if one of them is wrong.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from checkin_service.host.cluster import Cluster
from tests.benchmarks.arrivals import Arrivals
from tests.benchmarks.prove_crashes import Service, Trial, held_against_the_database, is_right, some_answers, spread
from tests.benchmarks.stage import a_stage

TIMES = 5
_SESSIONS, _PEOPLE = 60, 20
_DISK_MB = 600
_FULL_FOR_S = 4.0
_CHUNK = bytes(2**20)


@contextmanager
def a_small_disk() -> Iterator[Cluster]:
    folder = Path(mkdtemp(prefix="checkin-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK_MB}m,mode=755", "tmpfs", folder], check=True)
    cluster = Cluster.at(folder / "cluster")
    try:
        with cluster.lease():
            yield cluster
    finally:
        cluster.remove()
        subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder, ignore_errors=True)


async def measure(times: int, seed: int) -> dict[str, Any]:
    async with a_stage(trainees=_PEOPLE, faces=0, sessions=_SESSIONS, servers=a_small_disk) as stage:
        service = Service(stage)
        os.kill(stage.service.pid, signal.SIGKILL)
        try:
            service.start("server")
            service.start("worker")
            trial = Trial(stage, service, random.Random(seed), Arrivals(stage))
            load = asyncio.create_task(trial.load())
            healed_s = [await _filled_and_freed(trial) for _ in range(times)]
            trial.is_over = True
            await load
            found = await held_against_the_database(trial)
        finally:
            service.stop()
    return {"times_full": times, "healed_s": spread(healed_s), "statuses": dict(trial.journal.statuses), **found}


async def _filled_and_freed(trial: Trial) -> float:
    """How long it took after the disk had room again until people were answered."""
    await some_answers(trial)
    filling = trial.stage.cluster.home.parent / "filling"
    await asyncio.to_thread(_fill, filling)
    await asyncio.sleep(_FULL_FOR_S)
    await asyncio.to_thread(filling.unlink)
    # Where its log could not be written the server has ended: whoever watches over it starts it again.
    await asyncio.to_thread(trial.start_postgres)
    return await some_answers(trial)


def _fill(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(_CHUNK)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("times", type=int, nargs="?", default=TIMES)
    asked.add_argument("--seed", type=int, default=1)
    arguments = asked.parse_args()
    if os.geteuid() != 0:
        print("not proven: only root can mount a small disk")  # noqa: T201
        return 2
    found = asyncio.run(measure(arguments.times, arguments.seed))
    print(json.dumps(found, indent=2))  # noqa: T201 - the result
    return 0 if is_right(found) and found["statuses"].get(503) else 1


if __name__ == "__main__":
    sys.exit(main())
