"""Ten thousand histories of relay, sealer and ledger (`make prove`): whatever goes wrong, it is as if nothing had.

`python -m tests.benchmarks.prove_histories 10000 --first 0` plays the seeds from there on, in a process for each core,
and prints those after which an invariant does not hold; such a seed is the whole history, played again in a blink.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter

from tests.simulation.histories import played
from tests.simulation.invariants import check

HISTORIES = 10_000


def play(seed: int) -> tuple[Counter[str], list[str]]:
    """What happened in one history, and what was not as it must be."""
    try:
        history = played(seed)
        check(history)
    except (AssertionError, TimeoutError) as failed:
        return Counter(), [f"seed {seed}: {type(failed).__name__} {str(failed)[:200]}"]
    stored = history.database.stored
    happened = Counter(
        deaths=history.deaths,
        faults=history.database.faults.struck,
        events=len(stored.outbox),
        transfers=len(stored.transfers),
        sealed=len(stored.entries),
        checkpoints=len(stored.checkpoints),
    )
    return happened, []


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("histories", type=int, nargs="?", default=HISTORIES)
    asked.add_argument("--first", type=int, default=0)
    given = asked.parse_args()
    began, happened, broken = time.monotonic(), Counter[str](), list[str]()
    with multiprocessing.get_context("spawn").Pool(len(os.sched_getaffinity(0))) as pool:
        for counts, failed in pool.imap_unordered(play, range(given.first, given.first + given.histories), 50):
            happened.update(counts)
            broken += failed
    found = {"histories": given.histories, "first_seed": given.first, "broken": sorted(broken), **happened}
    print(json.dumps({**found, "took_s": round(time.monotonic() - began)}, indent=2))  # noqa: T201 - the result
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
