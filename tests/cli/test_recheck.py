"""`recheck`: verdicts come out as they were given, a draft shows what it would change, purged evidence is said."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from checkin_service.cli.recheck import report
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import DATA, book, load_book
from tests.building.world import World, a_world, at_the_site
from tests.conftest import StoppedClock


@pytest.fixture
async def attended(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """One person came ten minutes late, was far away, mistyped the code, and came again."""
    world = await a_world(resources, client, clock)
    phone = world.trainees[0].phone
    clock.move_to(world.starts_at() + timedelta(minutes=10))
    outcomes = []
    for code, at in ((None, at_the_site(longitude=120.7)), ("000000", at_the_site()), (None, at_the_site())):
        clock.advance(seconds=20)
        typed = code or await world.instructor.classroom_code(world.session())
        answer = await phone.check_in(world.session(), proof=phone.pin_code(typed), at=at)
        outcomes.append(answer["outcome"])
    assert outcomes == ["refused", "doubtful", "accepted"]
    return world


async def _report(world: World, resources: Resources, folder: Path | None = None) -> int:
    rules = load_book(folder) if folder else book()
    return await report(resources, rules, world.class_id, on=None, known_on=date(2026, 3, 3))


async def test_the_same_rules_give_the_same_verdicts(
    attended: World, resources: Resources, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await _report(attended, resources) == 0
    assert "3 attempts, 0 would be decided otherwise" in capsys.readouterr().out


async def test_a_draft_shows_what_it_would_change(
    attended: World, resources: Resources, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Would the doors close at the start, the one who came ten minutes late would be refused."""
    draft = tmp_path / "draft"
    shutil.copytree(DATA, draft)
    for pack in draft.glob("*.toml"):
        text = pack.read_text(encoding="utf-8")
        key = 'key = "checkin.in_closes_after_min"\nvalue ='
        pack.write_text(text.replace(f"{key} 15", f"{key} 5"), encoding="utf-8")
    assert await _report(attended, resources, draft) == 1
    out = capsys.readouterr().out
    assert "accepted → refused" in out
    assert "+ time: fail (too_late)" in out
    assert "- time: pass (in_time)" in out


async def test_purged_evidence_is_said_and_its_verdict_stands(
    attended: World, resources: Resources, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE attempt SET evidence_sealed = NULL WHERE class_id = %s", (attended.class_id,))
    assert await _report(attended, resources) == 0
    assert "evidence purged: 3" in capsys.readouterr().out
