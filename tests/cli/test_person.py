"""`checkin-service person`: an operator finds, copies and erases for an authority whose page is not at hand."""

import asyncio
import io
import json
import stat
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from checkin_service.assembly import Assembly
from checkin_service.cli import person
from checkin_service.cli.main import run
from checkin_service.kit.resources import Resources
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.privacy.rights import a_class_with_somebody, end_class, found_in, needles
from tests.privacy.test_rights_http import opened, take_down

Command = Callable[..., Coroutine[Any, Any, tuple[int, str, str]]]
SAID = ("--document-number", "绍人社个信〔2026〕9号", "--reason", "本人书面申请")


@pytest.fixture
async def ended(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_class_with_somebody(resources, client, clock)
    await end_class(world, resources, clock)
    return world


@pytest.fixture
def command(
    assembly: Assembly, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command line on the server of these tests: exit code, output, errors."""

    @contextmanager
    def at_hand() -> Iterator[str]:
        yield database_url

    monkeypatch.setattr(person, "database_at_hand", at_hand)
    monkeypatch.setattr(Assembly, "from_environment", classmethod(lambda _cls, _url: assembly))

    async def called(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        code = await asyncio.to_thread(run, ["person", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


async def test_a_copy_is_written_for_its_owner_alone_and_never_over_a_file(
    ended: World, command: Command, tmp_path: Path
) -> None:
    trainee, out = ended.trainees[0], tmp_path / "copy.json"
    code, found, _ = await command("find", "--authority", "330600", typed=f"{trainee.document['number']}\n")
    assert (code, found.strip()) == (0, str(trainee.trainee_id))
    wanted = ("export", "--authority", "330600", "--person", found.strip(), "--out", str(out), *SAID)
    code, said, _ = await command(*wanted)
    assert code == 0, said
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (held,) = opened(json.loads(out.read_text(encoding="utf-8")))["trainee"]
    assert held["name_sealed"] == trainee.name
    before = out.read_bytes()
    code, _, errors = await command(*wanted)
    assert (code, "已存在" in errors, out.read_bytes()) == (2, True, before)


async def test_another_authority_finds_nobody(ended: World, command: Command) -> None:
    number = ended.trainees[0].document["number"]
    code, said, errors = await command("find", "--authority", "350100", typed=f"{number}\n")
    assert (code, said) == (2, "")
    assert number not in errors


async def test_an_operator_is_the_second_person_of_an_erasure(
    ended: World, command: Command, database_url: str
) -> None:
    trainee = ended.trainees[0]
    request = await take_down(ended, trainee, "erasure")
    code, listed, _ = await command("list", "--authority", "330600")
    assert (code, request in listed) == (0, True)
    code, said, errors = await command("erase", "--authority", "330600", "--request", request, *SAID)
    assert code == 0, errors
    assert "Delete backups of keys/" in said
    assert found_in(database_url, needles(trainee)) == {}
    assert request not in (await command("list", "--authority", "330600"))[1]
