"""Batches of ten thousand rows measured: seconds and memory of each of the three batches of the platform."""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from pydantic_core import to_json

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.host.cluster import Cluster
from checkin_service.host.logs import set_up
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.ids import new_id
from checkin_service.kit.secrets import Secrets
from checkin_service.settings import FaceSettings
from tests.building.world import World, a_world
from tests.platform.admission import PlatformClient, admitted
from tests.platform.rows import a_trainee, an_institution
from tests.tools.seeing import seeing

_DATABASE = "checkin_bench_platform"
_ROWS, _CLASSES = 10_000, 100


def _assembly(url: str, keys: Path) -> Assembly:
    return Assembly(
        database_url=url,
        database_connections=8,
        body_limit_bytes=6 * 2**20,
        secrets=Secrets(
            token_key=bytes(range(32)), key_encryption_key=bytes(range(32, 64)), code_key=bytes(range(64, 96))
        ),
        clock=SystemClock(),
        keys=keys,
        faces=FaceSettings(workers=1, waiting_limit=8),
        face_options={},
        e_card_issuer=None,
    )


async def measure(url: str, keys: Path) -> dict[str, float]:
    app = create_app(_assembly(url, keys), with_relay=False)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=600) as http:
            clock = SystemClock()
            world = await a_world(app.state.resources, http, clock)
            client = await admitted(world.officer, world.reviewer, http)
            classes = [await _a_class(world) for _ in range(_CLASSES)]
            people = [a_trainee(classes[number % _CLASSES]) for number in range(_ROWS)]
            return {
                **await _timed(client, "institutions", [an_institution() for _ in range(_ROWS)]),
                **await _timed(client, "trainees", people),
                **await _timed(client, "trainees_known_before", [_elsewhere(row, classes) for row in people]),
                "memory_mib_peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }


async def _a_class(world: World) -> Any:
    session = world.sessions[0] | {"session_id": new_id(), "ordinal": 1}
    return await world.admin.apply_for_class(
        name="批量班", project_id=world.project_id, teaching_plan="一次课", sessions=[session], proofs=None
    )


def _elsewhere(row: dict[str, Any], classes: list[Any]) -> dict[str, Any]:
    """The same person for the roster of the next class."""
    return row | {"class_id": classes[(classes.index(row["class_id"]) + 1) % len(classes)]}


async def _timed(client: PlatformClient, name: str, rows: list[dict[str, Any]]) -> dict[str, float]:
    content = to_json({"batch_id": new_id(), "rows": rows})
    path = f"/v1/platform/{name.partition('_')[0]}"
    began = time.perf_counter()
    answer = await client.send("POST", path, content=content)
    seconds = time.perf_counter() - began
    if answer.status_code != httpx.codes.CREATED:
        raise SystemExit(f"{name}: {answer.status_code} {answer.text[:500]}")
    return {f"{name}_{_ROWS}_rows_s": round(seconds, 2), f"{name}_request_mib": round(len(content) / 2**20, 2)}


def main() -> None:
    set_up("WARNING")
    with TemporaryDirectory(prefix="checkin-bench-") as folder, Cluster.at().lease() as cluster:
        cluster.recreate(_DATABASE)
        url = seeing(cluster.url(_DATABASE))
        migrate.upgrade(url)
        sys.stdout.write(json.dumps(asyncio.run(measure(url, Path(folder)))))
        cluster.drop(_DATABASE)


if __name__ == "__main__":
    main()
