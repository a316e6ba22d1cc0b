"""Face check-ins on a service of their own, and a search for their bytes in everything it wrote."""

import base64
import logging
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
import psycopg
import pytest

import biometrics
from biometrics import Embedding
from checkin_service import migrate
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.client import face
from checkin_service.host.cluster import Cluster
from checkin_service.host.cluster.configuration import BOOTSTRAP_ROLE
from checkin_service.host.folders import data_folder
from checkin_service.kit.secrets import Secrets
from checkin_service.settings import FaceSettings
from tests.building import faces_material
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock

NEEDLE_BYTES = 8
KNOWN_TO_BE_STORED = b"liveness"
"""In the answer to every check-in by face, which is kept: a search that does not find it finds nothing."""

_FEWEST_DISTINCT_BYTES = 7
_CHUNK_BYTES = 2**24


@dataclass(frozen=True)
class Sent:
    """What went through the service: photos as they were sent, vectors as they were computed."""

    photos: list[bytes]
    vectors: list[bytes]

    @property
    def needles(self) -> set[bytes]:
        """Pieces of every photo, raw and in base64, and of every vector in both float formats."""
        texts = [base64.b64encode(photo) for photo in self.photos]
        return {needle for each in (*self.photos, *texts, *self.vectors) for needle in _pieces(each)}


def _pieces(data: bytes) -> Iterator[bytes]:
    """A few pieces that nothing else contains by chance."""
    for place in range(len(data) // 16, len(data) - NEEDLE_BYTES, max(1, len(data) // 16)):
        piece = data[place : place + NEEDLE_BYTES]
        if len(set(piece)) >= _FEWEST_DISTINCT_BYTES:
            yield piece


def files_with(needles: Iterable[bytes], folder: Path) -> dict[bytes, Path]:
    """Which of the needles lie in which file below the folder."""
    wanted = np.unique(np.frombuffer(b"".join(needles), dtype="<u8"))
    found: dict[bytes, Path] = {}
    for path in (each for each in folder.rglob("*") if each.is_file()):
        for chunk in _chunks(path):
            for offset in range(min(NEEDLE_BYTES, len(chunk))):
                count = (len(chunk) - offset) // NEEDLE_BYTES
                words = np.frombuffer(chunk, dtype="<u8", count=count, offset=offset)
                places = np.searchsorted(wanted, words).clip(max=len(wanted) - 1)
                for word in words[wanted[places] == words]:
                    found[int(word).to_bytes(NEEDLE_BYTES, "little")] = path
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_CHUNK_BYTES):
            yield before + piece
            before = piece[-NEEDLE_BYTES:]


@asynccontextmanager
async def check_ins(home: Path, count: int) -> AsyncIterator[Sent]:
    """A service that keeps everything below `home`, after so many check-ins by face; its database is still running."""
    with _everything_below(home), Cluster.at(home / "cluster").lease() as cluster:
        cluster.create("canary")
        url = cluster.url("canary")
        migrate.upgrade(url)
        clock = StoppedClock(datetime(2026, 3, 2, 0, 0, tzinfo=UTC))
        app = create_app(_assembly(url, clock, home), with_relay=False)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                world = await a_world(app.state.resources, client, clock, kinds=("targeted",) * 2)
                clock.move_to(world.starts_at())
                photos = await _send(world, count)
        with psycopg.connect(cluster.url("postgres", role=BOOTSTRAP_ROLE), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        yield Sent(photos, _vectors(photos))


async def _send(world: World, count: int) -> list[bytes]:
    """Enrolments and check-ins, accepted ones, failed ones and ones without a face."""
    photos = [faces_material.collins(number) for number in range(6)]
    for trainee, three in zip(world.trainees, (photos[:3], photos[3:]), strict=True):
        await trainee.phone.consent("face")
        await trainee.phone.enrol_face(three)
    for number in range(count):
        portrait = faces_material.hopper if number % 10 == 9 else faces_material.collins
        photos.append(portrait(10_000 + number))
        phone = world.trainees[number % 2].phone
        answer = await phone.check_in(world.session(), at=at_the_site(), proof=face(photos[-1]))
        assert answer["outcome"] in {"accepted", "doubtful"}
    return photos


def _vectors(photos: list[bytes]) -> list[bytes]:
    engine = biometrics.load_engine(cache_dir=data_folder() / "models")
    seen = [engine.embed(biometrics.decode(photo)) for photo in photos]
    vectors = [each.vector for each in seen if isinstance(each, Embedding)]
    return [vector.astype(kind).tobytes() for vector in vectors for kind in ("<f4", "<f8")]


def _assembly(url: str, clock: StoppedClock, home: Path) -> Assembly:
    token, wrapping, codes = (bytes(range(start, start + 32)) for start in (0, 32, 64))
    return Assembly(
        database_url=url,
        database_connections=8,
        body_limit_bytes=6 * 2**20,
        secrets=Secrets(token_key=token, key_encryption_key=wrapping, code_key=codes),
        clock=clock,
        keys=home / "keys",
        faces=FaceSettings(workers=1, waiting_limit=8),
        face_options={"cache_dir": data_folder() / "models"},
        e_card_issuer=None,
    )


@contextmanager
def _everything_below(home: Path) -> Iterator[None]:
    """Temporary files of this process and its workers, and the log at its most talkative, go below `home`."""
    (home / "temporary").mkdir(parents=True)
    log, root = logging.FileHandler(home / "service.log"), logging.getLogger()
    level = root.level
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(home / "temporary"))
        patch.setattr(tempfile, "tempdir", None)
        root.addHandler(log)
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.removeHandler(log)
            root.setLevel(level)
            log.close()
