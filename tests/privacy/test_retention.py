"""What is kept for a time ends: every period that the privacy document names has a job, and the job does it."""

import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import httpx
import psycopg
import pytest

from checkin_service.cli.verify import verify
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.privacy.service.retention import ENDINGS, end_what_is_over
from checkin_service.worker import NIGHTLY
from tests.building.world import AUTHORITY, World
from tests.conftest import StoppedClock
from tests.privacy.rights import a_class_with_somebody, end_class

DOCUMENT = Path(__file__).parents[2] / "docs" / "privacy.md"
A_PERIOD = re.compile(r"\b(?:[\d,]+ days?|an? (?:day|hour|month|year)s?)\b")


def kept() -> list[tuple[str, str, str]]:
    """What, until when, and by which job, as the document says."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("## How long")[2].partition("\n## ")[0]
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in section.splitlines() if line[:1] == "|"
    ]
    return [(what, until, by) for what, until, by in rows[2:]]


@pytest.mark.parametrize("row", kept(), ids=lambda row: row[0][:40])
def test_every_period_has_a_job_that_is_done_at_night_and_everything_else_says_why_not(
    row: tuple[str, str, str],
) -> None:
    _, until, by = row
    named = re.fullmatch(r"`([a-z_.]+)\.([a-z_]+)`", by)
    if named is None:
        assert by.startswith("no job: ")
        assert A_PERIOD.search(until) is None
        return
    assert getattr(import_module(f"checkin_service.{named[1]}"), named[2]) in NIGHTLY


def test_every_ending_stands_in_the_document_with_the_days_of_our_default(clock: StoppedClock) -> None:
    view = policy_at("000000", clock.now(), known_at=clock.now())
    for key in ENDINGS:
        days = view.value(key).integer
        assert any(f"`{key}`" in until and f"{days:,} days" in until for _, until, _ in kept()), key


@pytest.fixture
async def ended(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    """Over, with a check-in, a question, words of an evaluation, a recording, and an answered complaint."""
    world = await a_class_with_somebody(resources, client, clock)
    link = {
        "request_id": new_id(),
        "recordings": [
            {
                "session_id": world.session(),
                "link": "https://school.example.cn/1",
                "starts_at": world.starts_at(),
                "ends_at": world.starts_at() + timedelta(hours=1),
            }
        ],
    }
    clock.move_to(world.starts_at() + timedelta(hours=5))
    await world.admin.post(f"/v1/classes/{world.class_id}/recordings", link)
    await end_class(world, resources, clock)
    return world


class Left:
    """What of the class is left in the database."""

    def __init__(self, url: str, world: World) -> None:
        self._url, self._class = url, world.class_id

    def count(self, question: str) -> int:
        with psycopg.connect(self._url) as connection:
            row = connection.execute(question.encode(), [self._class]).fetchone()
        assert row is not None
        return int(row[0])

    @property
    def evidence(self) -> int:
        return self.count("SELECT count(evidence_sealed) FROM attempt WHERE class_id = %s")

    @property
    def questions(self) -> int:
        return self.count(
            "SELECT count(*) FROM question_entry JOIN class_question USING (trainee_id, question_id)"
            " WHERE text_sealed <> '' AND class_id = %s"
        )

    @property
    def links(self) -> int:
        return self.count("SELECT count(*) FROM lesson_recording WHERE link <> '' AND class_id = %s")


async def night(resources: Resources, clock: StoppedClock, days: int) -> None:
    clock.advance(days=days)
    await end_what_is_over(resources)


async def test_words_links_and_evidence_end_in_their_time_and_what_was_decided_stays(
    ended: World, resources: Resources, clock: StoppedClock, database_url: str
) -> None:
    left = Left(database_url, ended)
    decided = left.count("SELECT count(*) FROM attempt WHERE class_id = %s")
    await night(resources, clock, 364)
    assert (left.questions, left.links, left.evidence) == (1, 1, 1)
    await night(resources, clock, 2)
    assert (left.questions, left.links, left.evidence) == (0, 1, 1)
    await ended.admin.sign_in()
    (thread,) = (await ended.admin.get(f"/v1/classes/{ended.class_id}/questions"))["questions"]
    assert [each["text"] for each in thread["entries"]] == ["（已删除）"]
    await night(resources, clock, 730)
    assert (left.questions, left.links, left.evidence) == (0, 0, 0)
    assert left.count("SELECT count(*) FROM attempt WHERE class_id = %s") == decided
    assert left.count("SELECT count(*) FROM lesson_recording WHERE class_id = %s") == 1
    assert left.count("SELECT count(*) FROM credit WHERE class_id = %s") > 0
    assert await verify(resources.database, resources.sealer) == 0
    await night(resources, clock, 1)


async def test_what_an_open_appeal_is_about_stays(
    ended: World, resources: Resources, clock: StoppedClock, database_url: str
) -> None:
    trainee = ended.trainees[0]
    appeal = {
        "appeal_id": new_id(),
        "session_id": ended.session(1),
        "hours": 1,
        "reason": "当天在场",
        "evidence": "老师可以证明",
    }
    await trainee.phone.post("/v1/appeals", appeal)
    await night(resources, clock, 1_100)
    assert Left(database_url, ended).evidence == 1


async def test_a_complaint_is_forgotten_three_years_after_its_answer(
    ended: World, resources: Resources, clock: StoppedClock, database_url: str
) -> None:
    body = {
        "complaint_id": new_id(),
        "authority_code": AUTHORITY,
        "kind": "other",
        "about": "某校",
        "text": "上课无人",
        "contact": "13900001111",
    }
    await ended.officer.sign_in()
    await ended.trainees[0].phone.post("/v1/complaints", body)
    step = {"request_id": new_id(), "state": "answered", "words": "已核查"}
    await ended.officer.post(
        f"/v1/complaints/{body['complaint_id']}/steps", {**step, "state": "accepted", "words": None}
    )
    await ended.officer.post(f"/v1/complaints/{body['complaint_id']}/steps", {**step, "request_id": new_id()})
    held = "SELECT length(text_sealed), contact_sealed IS NULL FROM complaint WHERE complaint_id = %s"
    with psycopg.connect(database_url, autocommit=True) as connection:
        await night(resources, clock, 1_094)
        assert connection.execute(held, [body["complaint_id"]]).fetchone() != (0, True)
        await night(resources, clock, 2)
        assert connection.execute(held, [body["complaint_id"]]).fetchone() == (0, True)
