"""The drill: back up, bring back, look, then lose each part and see that it is noticed before anything is written."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from checkin_service.assembly import Assembly
from checkin_service.cli.safekeeping.archives import give_back, take
from checkin_service.cli.safekeeping.losses import LOSSES, WRONG_STARTS, Loss, Place, WrongStart
from checkin_service.cli.safekeeping.scratch import Empty, scratch_database
from checkin_service.identity.service.keys import missing
from checkin_service.kit.database import Database
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.scope import Work
from checkin_service.transparency.service import reading


def drill(assembly: Assembly, url: str) -> int:
    """Print each step with its time; 0 when everything came back and every loss was noticed, else 1."""
    with TemporaryDirectory(prefix="checkin-drill-") as folder, scratch_database() as empty:
        home = Path(folder)
        place = Place(empty(), home / "database", home / "keys", home / "restored")
        with _timed("backup"):
            made = take(assembly, url, place.base, place.keys)
        print(f"  {sum(made.rows.values()):,} rows, {made.base_bytes:,} bytes")
        with _timed("restore"):
            give_back(assembly.secrets, place.url, place.restored, place.base, place.keys)
        # Into files, wherever the service has them: the drill makes no second key database.
        restored = replace(assembly, database_url=place.url, keys=place.restored, key_database=None)
        with _timed("look"):
            failures = asyncio.run(_look(restored))
        # Without people an earlier generation of the keys is as good as the present one.
        wrong = WRONG_STARTS if made.rows.get("trainee") else WRONG_STARTS[:-1]
        failures += sum(_started(restored, each, home / "wrong") for each in wrong)
        failures += sum(_lost(assembly, place, each, home / "lost", empty) for each in LOSSES)
    print(f"{failures} steps went wrong." if failures else "Everything came back, and every loss was noticed.")
    return 1 if failures else 0


async def _look(assembly: Assembly) -> int:
    """The restored service as it starts: keys that fit, a log that verifies, sealed values that open."""
    async with Database.connected(
        assembly.database_url, connections=2, statement_timeout="30min", work=Work.OPERATOR
    ) as database:
        result = await reading.verify(database, [], assembly.signing.log.public_key)
        people, closed = await missing(database, assembly.sealer())
    print(f"  the log: {result.entries:,} entries, {len(result.faults)} faults")
    print(f"  the names of {people - closed:,} of {people:,} people open")
    async with assembly.opened():
        print("  the service starts")
    return len(result.faults) + closed


def _started(restored: Assembly, wrong: WrongStart, keys: Path) -> int:
    """The restored database with keys that are not its own: the service must not start, and must make nothing."""
    shutil.rmtree(keys, ignore_errors=True)
    wrong.prepare(keys, restored)
    before = sorted(keys.rglob("*"))
    try:
        asyncio.run(_opened(replace(restored, keys=keys)))
    except Misconfigured as refusal:
        made = [each for each in keys.rglob("*") if each not in before and each.is_file()]
        return _said(wrong.what, str(refusal), is_noticed=not made)
    return _said(wrong.what, "the service started", is_noticed=False)


async def _opened(assembly: Assembly) -> None:
    async with assembly.opened():
        pass


def _lost(assembly: Assembly, place: Place, loss: Loss, copy: Path, empty: Empty) -> int:
    """The same backup without one part: refused in words, and nothing is left behind."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place.base, copy / "database")
    shutil.copytree(place.keys, copy / "keys")
    broken = Place(empty(), copy / "database", copy / "keys", copy / "restored")
    secrets = loss.lose(broken, assembly)
    try:
        give_back(secrets, broken.url, broken.restored, broken.base, broken.keys)
    except Misconfigured as refusal:
        return _said(loss.what, str(refusal), is_noticed=not broken.restored.exists())
    return _said(loss.what, "it was restored", is_noticed=False)


def _said(what: str, happened: str, *, is_noticed: bool) -> int:
    print(f"{what}: {'' if is_noticed else 'NOT NOTICED: '}{happened}")
    return 0 if is_noticed else 1


@contextmanager
def _timed(step: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"{step} …", flush=True)
    yield
    print(f"  {time.monotonic() - began:.1f} s")
