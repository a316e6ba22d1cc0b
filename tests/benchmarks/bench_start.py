"""The start of the service: CPU of all its processes from the command to the first answer, medians."""

import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin_service import migrate
from tests.benchmarks.cpu import cpu_seconds
from tests.benchmarks.servers import running
from tests.benchmarks.stage import environment_of, new_secrets, own_cluster

_TIMES = 5
_DATABASE = "start"


def main() -> None:
    with TemporaryDirectory(prefix="checkin-bench-") as folder, own_cluster() as cluster:
        cluster.create(_DATABASE)
        url = cluster.url(_DATABASE)
        migrate.upgrade(url)
        environment = environment_of(url, Path(folder), new_secrets())
        del environment["CHECKIN_CLOCK_FILE"]
        starts = [_start(environment) for _ in range(1 + _TIMES)][1:]
    cpu, wall = zip(*starts, strict=True)
    print(json.dumps({"cpu_s": statistics.median(cpu), "wall_s": statistics.median(wall), "least_cpu_s": min(cpu)}))  # noqa: T201


def _start(environment: dict[str, str]) -> tuple[float, float]:
    began = time.monotonic()
    with running("checkin_service", ["serve"], environment=environment) as service:
        return round(cpu_seconds([service.pid]), 2), round(time.monotonic() - began, 2)


if __name__ == "__main__":
    main()
