"""A copy of the database tells nobody a number: no stored hash is that of a request, a document, a name or a PIN.

A small story is played, every writing route once by somebody who may. Then the whole database is searched for the plain
hash of everything that was sent, in every form in which a program would hash it.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import md5, sha1, sha256
from itertools import permutations
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from pydantic import BaseModel
from pydantic_core import to_json

from checkin_service.attendance.service import learning_records
from checkin_service.attendance.service.learning_records import statement_digest
from checkin_service.kit import idempotency
from checkin_service.kit.resources import Resources
from tests.attendance.learning import LearningPlatform, learn
from tests.building.world import a_world, at_the_site
from tests.conftest import StoppedClock
from tests.security.cast import the_cast
from tests.security.test_tenancy import EXPECTED
from tests.security.well_formed import REQUESTS

RANDOM = frozenset({"link", "nonce", "public_key", "refresh_token", "signature"})
"""Fields of 128 random bits and more: their hashes tell nothing."""
_HASHES = (sha256, sha1, md5)


class Known:
    """What somebody with a copy knows or guesses right, in the forms in which it may have been hashed."""

    def __init__(self) -> None:
        self.texts: set[bytes] = set()
        self.statements: set[str] = set()

    def learn(self, body: Any, content: bytes | None = None) -> None:
        if content:
            self.texts.add(content)
        for part in _parts(body):
            if isinstance(part, dict | list):
                self.texts |= set(_written(part))
            if isinstance(part, dict):
                self._together(part)
            elif isinstance(part, str | int | float) and not isinstance(part, bool):
                self.texts.add(str(part).encode())

    def _together(self, part: dict[str, Any]) -> None:
        """Kind and number, number and name: two short values with whatever stands between them."""
        short = [value for name, value in part.items() if isinstance(value, str) and name not in RANDOM]
        for one, other in permutations(short[:8], 2):
            self.texts |= {f"{one}{between}{other}".encode() for between in ("", " ", ":", "|", "/", "\0", "\n", ",")}

    @property
    def digests(self) -> set[str]:
        return {make(text).hexdigest() for text in self.texts for make in _HASHES}


def _parts(body: Any) -> Iterator[Any]:
    yield body
    if isinstance(body, dict):
        for name, value in body.items():
            if name not in RANDOM:
                yield from _parts(value)
    elif isinstance(body, list):
        for value in body:
            yield from _parts(value)


def _written(part: Any) -> Iterator[bytes]:
    for is_sorted in (True, False):
        for separators in ((",", ":"), (", ", ": ")):
            for is_ascii in (True, False):
                text = json.dumps(part, sort_keys=is_sorted, separators=separators, ensure_ascii=is_ascii)
                yield text.encode("utf-8", "surrogatepass")


def stored(connection: psycopg.Connection[Any]) -> set[str]:
    """Every run of hexadecimal digits in any column of any table that is as long as a hash."""
    found: set[str] = set()
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    for (table,) in tables:
        for (row,) in connection.execute(SQL("SELECT t::text FROM {} t").format(Identifier(table))):
            for run in re.findall(r"[0-9a-f]{32,}", row):
                lengths = (make().digest_size * 2 for make in _HASHES)
                # A hash may stand within more bytes; what is sealed is longer than anybody concatenates.
                found |= {run[at : at + n] for n in lengths for at in range(0, min(len(run) - n, 256) + 1, 2)}
    return found


@pytest.fixture(scope="module")
async def known(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> Known:
    """Everything that the story sends, and what the service itself hashes of it before a key comes in."""
    known = Known()

    def overheard(body: BaseModel) -> bytes:
        plain = to_json(body.model_dump(mode="json"))
        known.learn(body.model_dump(mode="json"), plain)
        return sha256(plain).digest()

    def stated(*about: Any) -> str:
        known.statements.add(digest := statement_digest(*about))
        return digest

    async def seen(request: httpx.Request) -> None:
        content = await request.aread()
        try:
            known.learn(json.loads(content), content)
        except ValueError:
            known.learn(None, content)

    before = session_clock.now()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(idempotency, "digest_of", overheard)
        patched.setattr(learning_records, "statement_digest", stated)
        client.event_hooks["request"].append(seen)
        await play(resources, client, session_clock)
        client.event_hooks["request"].remove(seen)
    session_clock.move_to(before)
    return known


async def play(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> None:
    """Every writing route by whoever may; then a face-less day of class, and somebody who learns at home."""
    cast = await the_cast(resources, client, clock)
    clock.move_to(cast.scene.world.starts_at() - timedelta(minutes=5))
    for route, row in EXPECTED.items():
        for role in (role for role, cell in row.items() if cell == "yes" and route.startswith("POST")):
            actor = cast.roles[role]
            asked = await REQUESTS[route](cast.scene, actor)
            answer = await actor.send("POST", asked.path, content=asked.content, query=asked.query)
            assert answer.status_code < 500, (route, answer.text)
            if answer.is_success:
                break
    world = await a_world(resources, client, clock, sessions=4, learning_hours=4)
    platform, trainee = LearningPlatform(), world.trainees[0]
    await platform.be_entered(world)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    code = await world.instructor.classroom_code(world.session())
    await trainee.phone.check_in(world.session(), at=at_the_site(), proof=trainee.phone.pin_code(code))
    clock.move_to(world.starts_at() + timedelta(hours=14))
    await learn(platform, world, trainee, world.starts_at() + timedelta(hours=4))


def test_no_stored_hash_is_the_plain_one_of_anything_that_was_sent(known: Known, database_url: str) -> None:
    assert known.statements
    assert len(known.texts) > 10_000
    with psycopg.connect(database_url) as connection:
        hashes = stored(connection)
    assert len(hashes) > 1_000
    assert hashes & (known.digests | known.statements) == set()


def test_the_signature_of_a_platform_is_no_oracle_either(known: Known, database_url: str) -> None:
    assert known.statements
    asked = "SELECT statement_sha256, signature, statement_sealed FROM learning_record"
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(asked).fetchall()
    assert rows
    assert all(digest is None and signature is None and sealed for digest, signature, sealed in rows)


def test_the_search_finds_what_lies_open(known: Known, database_url: str) -> None:
    """A plain hash of a document, as older versions kept it, would be found, wherever it stood."""
    number = "330602199001011236"
    known.learn({"document": {"kind": "resident_id", "number": number}})
    digests = [sha256(each).hexdigest() for each in (number.encode(), f"resident_id:{number}".encode())]
    with psycopg.connect(database_url) as connection:
        asked = "UPDATE answered_request SET body_digest = decode(%s, 'hex'), answer = convert_to(%s, 'UTF8')"
        connection.execute(asked, digests)
        assert stored(connection) & known.digests >= {digests[0]}
        connection.rollback()
