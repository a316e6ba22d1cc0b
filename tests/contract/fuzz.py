"""Schemathesis over the document of the API, against a live server with a class in it, as everybody in turn.

`python -m tests.contract.fuzz 20` (by `make contract`, which brings schemathesis) sends up to so many requests of each
operation for each role, or for those named behind the number. It fails at an answer that the document does not
describe, and at any server error.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.client.wire import Actor
from checkin_service.host.folders import data_folder
from checkin_service.kit.clock import SystemClock
from checkin_service.kit.secrets import Secrets
from checkin_service.settings import FaceSettings
from tests.building.world import World, a_world
from tests.conftest import StoppedClock, a_database
from tests.contract.generating import document_of
from tests.web.serving import served

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
_FEW = "5"


@dataclass(frozen=True, slots=True)
class Stage:
    address: str
    document: Path
    tokens: dict[str, str]


@contextmanager
def a_stage() -> Iterator[Stage]:
    """A server whose clock stands still a moment before a lesson, so that no token runs out."""
    clock = StoppedClock(SystemClock().now())
    with TemporaryDirectory() as folder, a_database("contract") as url:
        migrate.upgrade(url)
        app = create_app(_assembly(url, Path(folder), clock), with_relay=False)
        with served(app) as address:
            world = asyncio.run(_world(app.state.resources, address, clock))
            clock.move_to(world.starts_at() - timedelta(minutes=5))
            tokens = asyncio.run(_tokens(world, address))
            yield Stage(address, document_of(app, Path(folder)), tokens)


def fuzzed(stage: Stage, examples: str, roles: Sequence[str]) -> list[str]:
    """The roles as which something was found, of these or of all."""
    chosen = roles or list(stage.tokens)
    return [role for role in chosen if _run(stage, role, stage.tokens[role], examples)]


def _run(stage: Stage, role: str, token: str, examples: str) -> int:
    print(f"as {role}", flush=True)  # noqa: T201 - whoever waits wants to know where it is
    options = {
        "--url": stage.address,
        "--checks": ",".join(CHECKS),
        "--max-examples": examples,
        "--phases": "fuzzing",
        "--seed": "1",
        "--workers": "1",
    }
    bearer = ["--header", f"Authorization: Bearer {token}"] if token else []
    words = [word for pair in options.items() for word in pair]
    return subprocess.run(["schemathesis", "run", stage.document, *words, *bearer], check=False).returncode


async def _world(resources: Any, address: str, clock: StoppedClock) -> World:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        return await a_world(resources, client, clock)


async def _tokens(world: World, address: str) -> dict[str, str]:
    roles: dict[str, Actor] = {
        "trainee": world.trainees[0].phone,
        "institution": world.admin,
        "instructor": world.instructor,
        "officer": world.officer,
        "reviewer": world.reviewer,
        "terminal": world.terminal,
    }
    tokens = {"nobody": ""}
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for role, actor in roles.items():
            actor._client = client
            await actor.sign_in()
            tokens[role] = actor._tokens["access_token"]
    return tokens


def _assembly(url: str, home: Path, clock: StoppedClock) -> Assembly:
    return Assembly(
        database_url=url,
        database_connections=16,
        body_limit_bytes=6 * 2**20,
        secrets=Secrets(
            token_key=bytes(range(32)), key_encryption_key=bytes(range(32, 64)), code_key=bytes(range(64, 96))
        ),
        clock=clock,
        keys=home / "keys",
        faces=FaceSettings(workers=1),
        face_options={"cache_dir": data_folder() / "models"},
        e_card_issuer=None,
        request_waits_s=30,
        stuck_s=3,
    )


if __name__ == "__main__":
    with a_stage() as stage_:
        found = fuzzed(stage_, sys.argv[1] if len(sys.argv) > 1 else _FEW, sys.argv[2:])
    if found:
        sys.exit(f"Something is not as the document says: {', '.join(found)}.")
