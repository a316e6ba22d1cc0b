"""Fail-over under load: the leading server of a pair dies, the other takes over, and what was acknowledged is stored.

As `prove_crashes`, but the database is a pair under Patroni with one synchronous standby (`tests.benchmarks.patroni`).
Where its programs are not installed nothing is proven, and that is said.

`python -m tests.benchmarks.prove_failover 2` prints the figures as JSON and fails if one of them is wrong.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
from typing import Any

from tests.benchmarks.arrivals import Arrivals
from tests.benchmarks.patroni import a_pair, missing
from tests.benchmarks.prove_crashes import Service, Trial, held_against_the_database, is_right, some_answers, spread
from tests.benchmarks.stage import a_stage

CHANGES = 2
_SESSIONS, _PEOPLE = 60, 20


async def measure(changes: int, seed: int) -> dict[str, Any]:
    async with a_stage(trainees=_PEOPLE, faces=0, sessions=_SESSIONS, servers=a_pair) as stage:
        service = Service(stage)
        os.kill(stage.service.pid, signal.SIGKILL)
        try:
            service.start("server")
            service.start("worker")
            trial = Trial(stage, service, random.Random(seed), Arrivals(stage))
            load = asyncio.create_task(trial.load())
            silent_s = [await _change(trial) for _ in range(changes)]
            trial.is_over = True
            await load
            found = await held_against_the_database(trial)
        finally:
            service.stop()
    return {"changes": changes, "silent_s": spread(silent_s), "statuses": dict(trial.journal.statuses), **found}


async def _change(trial: Trial) -> float:
    """Kill whoever leads; how long nobody was answered. The killed one then comes back as the standby."""
    pair = trial.stage.cluster
    leading = await asyncio.to_thread(pair.wait_until_whole)
    await some_answers(trial)
    leading.kill()
    silent_s = await some_answers(trial)
    leading.start()
    return silent_s


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("changes", type=int, nargs="?", default=CHANGES)
    asked.add_argument("--seed", type=int, default=1)
    arguments = asked.parse_args()
    if missing():
        print(f"not proven: {', '.join(missing())} not installed (apt-get install patroni etcd-server)")  # noqa: T201
        return 2
    found = asyncio.run(measure(arguments.changes, arguments.seed))
    print(json.dumps(found, indent=2))  # noqa: T201 - the result
    return 0 if is_right(found) else 1


if __name__ == "__main__":
    sys.exit(main())
