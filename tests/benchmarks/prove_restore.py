"""The drill on a running service with a class in it (`make prove`): everything comes back, every loss is noticed."""

import asyncio
import os
import subprocess
import sys

from tests.benchmarks.stage import a_stage

PEOPLE = 100


async def prove(people: int) -> int:
    async with a_stage(trainees=people, faces=0, sessions=4, relay=True) as stage:
        # A process of its own, as operators run it; the service goes on meanwhile.
        command = [sys.executable, "-m", "checkin_service", "drill"]
        done = await asyncio.to_thread(subprocess.run, command, env=os.environ | stage.environment, check=False)
        return done.returncode


if __name__ == "__main__":
    sys.exit(asyncio.run(prove(int(sys.argv[1]) if sys.argv[1:] else PEOPLE)))
