"""What others wait while bombs are read (`make prove`): half of all questions to `/healthz` within 50 ms.

A server is sent each kind of bomb without a pause; a bystander in a process and on a connection of its own asks.
"""

import asyncio
import contextlib
import http.client
import json
import statistics
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.benchmarks.stage import Stage, a_stage
from tests.building.bombs import bombs
from tests.security.test_hostile_photos import bomb

TIMES = 12
MEDIAN_AT_MOST_MS = 50.0
_PAUSE_S = 0.02


async def measure(times: int) -> dict[str, Any]:
    async with a_stage(trainees=1, faces=0, sessions=2) as stage:
        world = stage.world
        await world.trainees[0].phone.consent("face")
        found = {"nothing": await _waits(stage, lambda: asyncio.sleep(0.3), times)}
        for name, throw in bombs(bomb()).items():

            async def thrown(throw: Any = throw) -> None:
                # A server that is busy may say so; one that believes a bomb, or breaks by it, has failed.
                status = (await throw(world)).status_code
                if status not in {401, 413, 422, 429, 503}:
                    raise AssertionError(f"a bomb was answered with {status}")

            found[name] = await _waits(stage, thrown, times)
    return {"bombs_of_each_kind": times, "healthz_ms": found}


async def _waits(stage: Stage, thrown: Callable[[], Awaitable[None]], times: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.prove_bombs", "--stand-by", str(stage.service.port)]
    bystander = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert bystander.stdout is not None
    await bystander.stdout.readline()
    for _ in range(times):
        await thrown()
    told, _ = await bystander.communicate(b"")
    waits = [1000 * each for each in json.loads(told)]
    return {
        "questions": len(waits),
        "median": round(statistics.median(waits), 1),
        "p95": round(sorted(waits)[int(0.95 * (len(waits) - 1))], 1),
        "longest": round(max(waits), 1),
    }


def stand_by(port: int) -> None:
    """Ask until the standard input ends, and tell how long each answer took."""
    is_over, waits = threading.Event(), list[float]()

    def listen() -> None:
        sys.stdin.read()
        is_over.set()

    threading.Thread(target=listen, daemon=True).start()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        while not is_over.is_set():
            began = time.monotonic()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            if not waits:
                print("ready", flush=True)  # noqa: T201 - the first answer
            waits.append(time.monotonic() - began)
            is_over.wait(_PAUSE_S)
    print(json.dumps(waits))  # noqa: T201 - the result


def is_right(found: dict[str, Any]) -> bool:
    return all(each["median"] <= MEDIAN_AT_MOST_MS for each in found["healthz_ms"].values())


def main() -> int:
    if sys.argv[1:2] == ["--stand-by"]:
        stand_by(int(sys.argv[2]))
        return 0
    found = asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else TIMES))
    print(json.dumps(found, indent=2))  # noqa: T201 - the result
    return 0 if is_right(found) else 1


if __name__ == "__main__":
    sys.exit(main())
