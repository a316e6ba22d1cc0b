"""A month of invented life of three cities: every figure is the one that the facts come to, recomputed by itself."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import psycopg
import pytest
from pypdf import PdfReader

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.cli.verify import verify
from checkin_service.client import Officer
from checkin_service.kit.ids import new_id
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.statistics.service.tally import Tally
from tests.building.news import deliver_all
from tests.building.world import PASSWORD, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.statistics.recomputed import FACTS, MONEY, money_of, recomputed

SHAOXING, FUJIAN, COUNTY = "330681", "350181", "330624"
MARCH, APRIL = "2026-03", "2026-04"
BEGINNING = datetime(2026, 3, 28, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    worlds: dict[str, World]
    province: Officer
    ministry: Officer
    before: dict[str, Any]
    """The ministry's board before any of it."""


async def counted(resources: Resources) -> None:
    """Everything told is delivered, and the counters have followed."""
    await deliver_all(resources)
    tally = Tally(resources)
    while await tally.count():
        await deliver_all(resources)


async def an_officer(resources: Resources, client: httpx.AsyncClient, code: str) -> Officer:
    await register_authority(resources, authority_code=code, name=f"测试厅局{code}")
    officer = Officer(client, login=f"figures-{new_id().hex[-10:]}", password=PASSWORD)
    await create_authority_staff(
        resources,
        authority_code=code,
        login=officer.login,
        password=PASSWORD,
        role=Role.OFFICER,
        display_name="统计",
    )
    await officer.sign_in()
    return officer


@pytest.fixture(scope="module")
async def life(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[Life]:
    before = session_clock.now()
    session_clock.move_to(BEGINNING)
    ministry = await an_officer(resources, client, "000000")
    province = await an_officer(resources, client, "330000")
    await counted(resources)
    board = dict(await ministry.get("/v1/statistics", since=MARCH, until=APRIL))
    await _grant(await an_officer(resources, client, FUJIAN))
    worlds = {}
    for code in (SHAOXING, FUJIAN, COUNTY):
        session_clock.move_to(BEGINNING)
        worlds[code] = await a_world(
            resources, client, session_clock, kinds=("targeted", "targeted", "general"), authority=code
        )
        await _play(worlds[code], session_clock, resources)
    await _pay(worlds[SHAOXING], resources, client)
    await counted(resources)
    yield Life(worlds=worlds, province=province, ministry=ministry, before=board)
    session_clock.move_to(before)


async def _grant(officer: Officer) -> None:
    """Fujian issues within what was granted (FJ-11)."""
    budget = {
        "request_id": new_id(),
        "fund": "employment_subsidy_fund",
        "fiscal_year": BEGINNING.year,
        "kind": "grant",
        "amount_fen": 10_000_000,
        "document": "测试财社〔2026〕1号",
    }
    await officer.post("/v1/budgets", budget)


async def _play(world: World, clock: StoppedClock, resources: Resources) -> None:
    """All lessons for the first person, one for the second, a doubt and a refusal for the third."""
    first, second, third = world.trainees
    for number in range(len(world.sessions)):
        for trainee in (first, second)[: 2 if number == 0 else 1]:
            clock.move_to(world.starts_at(number) - timedelta(minutes=10 - world.trainees.index(trainee)))
            code = await world.terminal.show_code(world.session(number), at=at_the_site())
            await trainee.phone.check_in(world.session(number), proof=trainee.phone.pin_code(code), at=at_the_site())
    clock.move_to(world.starts_at(4) - timedelta(minutes=5))
    doubtful = await third.phone.check_in(world.session(4), proof=third.phone.pin_code("000000"), at=at_the_site())
    far = at_the_site(longitude=121.5)
    code = await world.terminal.show_code(world.session(4), at=at_the_site())
    refused = await third.phone.check_in(world.session(4), proof=third.phone.pin_code(code), at=far)
    assert [doubtful["outcome"], refused["outcome"]] == ["doubtful", "refused"]
    clock.move_to(world.starts_at(4) + timedelta(days=1))
    day = (world.starts_at(4) + timedelta(days=1)).date()
    await world.admin.record_results(world.class_id, [_result(each, day) for each in world.trainees])
    await world.admin.apply_for_completion(world.class_id)
    await deliver_all(resources)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)


def _result(trainee: Any, day: Any) -> dict[str, Any]:
    certificate = {"number": f"S{new_id().hex[-12:]}", "kind": "qualification", "issued_on": day}
    return {"trainee_id": trainee.trainee_id, "passed": True, "assessed_on": day, "certificate": certificate}


async def _pay(world: World, resources: Resources, client: httpx.AsyncClient) -> None:
    """The first person's voucher, by two officers and the treasury's answer."""
    second = await an_officer(resources, client, SHAOXING)
    code = world.trainees[0].voucher_code
    application = {"application_id": new_id(), "authority_code": SHAOXING, "voucher_codes": [code]}
    await world.admin.post("/v1/settlements/applications", application)
    for officer, step in ((world.officer, "review"), (second, "approval")):
        path = f"/v1/settlements/applications/{application['application_id']}/{step}"
        await officer.post(path, {"request_id": new_id(), "approved": True, "reason": None})
    table = {"table_id": new_id(), "application_ids": [application["application_id"]], "repeat_table_id": None}
    await second.post("/v1/settlements/payment-tables", table)
    results = {"request_id": new_id(), "rows": [{"line": 1, "paid": True, "reference": "ZF-1"}]}
    await world.officer.post(f"/v1/settlements/payment-tables/{table['table_id']}/results", results)


@pytest.mark.parametrize("code", [SHAOXING, FUJIAN, COUNTY])
@pytest.mark.parametrize("month", [MARCH, APRIL])
async def test_every_figure_of_a_month_is_what_the_facts_come_to(
    life: Life, database_url: str, code: str, month: str
) -> None:
    board = await life.ministry.get("/v1/statistics", division=code, since=month, until=month)
    counts = {name: board["figures"]["counts"][name] for name in FACTS}
    assert counts == recomputed(database_url, FACTS, [code], [month])
    assert money_of(board["figures"]) == recomputed(database_url, MONEY, [code], [month])


async def test_the_month_was_no_empty_one(life: Life) -> None:
    board = await life.ministry.get("/v1/statistics", division=SHAOXING, since=MARCH, until=APRIL)
    counts = board["figures"]["counts"]
    assert (counts["issued"], counts["used"], counts["trained"], counts["certified"]) == (3, 3, 2, 3)
    assert (counts["hours"], counts["doubtful"], counts["refused"]) == (24, 1, 1)
    assert (counts["paid"], counts["written_off"], money_of(board["figures"])["paid_fen"]) == (1, 1, 150_000)
    assert [each["month"] for each in board["months"]] == [MARCH, APRIL]


async def test_counties_add_up_to_their_city_province_and_the_ministry(life: Life, database_url: str) -> None:
    codes = (SHAOXING, FUJIAN, COUNTY)
    after = await life.ministry.get("/v1/statistics", since=MARCH, until=APRIL)
    gained = {name: after["figures"]["counts"][name] - life.before["figures"]["counts"][name] for name in FACTS}
    assert gained == recomputed(database_url, FACTS, codes, [MARCH, APRIL])
    province = await life.province.get("/v1/statistics", since=MARCH, until=APRIL)
    for name in FACTS:
        assert (
            sum(each["figures"]["counts"][name] for each in province["places"]) == (province["figures"]["counts"][name])
        )
    assert "330600" in {each["division"] for each in province["places"]}
    city = await life.province.get("/v1/statistics", division="330600", since=MARCH, until=APRIL)
    assert {SHAOXING, COUNTY} <= {each["division"] for each in city["places"]}


async def test_a_place_reads_itself_and_those_below_it_only(life: Life) -> None:
    own = life.worlds[SHAOXING].officer
    assert (await own.get("/v1/statistics"))["asked"]["division"] == SHAOXING
    for elsewhere in (FUJIAN, COUNTY, "330600", "000000"):
        assert (await own.send("GET", f"/v1/statistics?division={elsewhere}")).status_code == 404
    assert (await life.province.send("GET", f"/v1/statistics?division={FUJIAN}")).status_code == 404


@pytest.mark.parametrize("by", ["institution", "project", "occupation", "kind", "channel"])
async def test_parts_add_up_to_the_whole(life: Life, by: str) -> None:
    asked = {"division": SHAOXING, "since": MARCH, "until": APRIL}
    board = await life.ministry.get("/v1/statistics", **asked)
    parts = (await life.ministry.get("/v1/statistics/breakdown", by=by, **asked))["parts"]
    for name in FACTS:
        assert sum(each["figures"]["counts"][name] for each in parts) == board["figures"]["counts"][name]
    assert all(each["name"] for each in parts)


async def test_people_count_where_the_voucher_is_settled(life: Life) -> None:
    found = await life.ministry.get("/v1/statistics", division=SHAOXING, since=MARCH, until=APRIL, role="counting")
    assert (found["figures"]["counts"]["trained"], found["figures"]["counts"]["certified"]) == (2, 3)


async def test_analyses_do_not_tell_of_few_people(life: Life) -> None:
    found = await life.ministry.get("/v1/statistics/analyses", division=SHAOXING, since=MARCH, until=APRIL)
    assert (found["people"], found["smallest_cell"]) == (None, 5)
    told = {each["analysis"]: each for each in found["analyses"]}
    assert set(told) == {"age", "employer", "insurance", "employment", "region", "income"}
    assert told["income"] == {"analysis": "income", "parts": [], "has_source": False}
    assert {each["people"] for each in told["age"]["parts"]} <= {None, 0}


async def test_counting_again_adds_nothing(life: Life, resources: Resources, database_url: str) -> None:
    asked = {"division": SHAOXING, "since": MARCH, "until": APRIL}
    before = await life.ministry.get("/v1/statistics", **asked)
    waits = f"INSERT INTO statistics_pending VALUES ('{life.worlds[SHAOXING].trainees[0].trainee_id}', '{new_id()}')"  # noqa: S608
    _execute(database_url, waits)
    await counted(resources)
    assert await life.ministry.get("/v1/statistics", **asked) == before


async def test_holders_are_named_to_the_authority_and_the_read_is_written_down(life: Life, database_url: str) -> None:
    officer = life.worlds[SHAOXING].officer
    asked = {"purpose": "supervision", "obtained_from": "2026-03-01", "obtained_until": "2026-04-30"}
    found = (await officer.post("/v1/statistics/holders", asked))["holders"]
    assert {each["name"] for each in found} == {each.name for each in life.worlds[SHAOXING].trainees}
    assert all("*" in each["document"] for each in found)
    with psycopg.connect(database_url) as connection:
        written = connection.execute(
            "SELECT detail FROM audit_entry WHERE action = 'statistics:holder:read' ORDER BY at DESC"
        ).fetchone()
    assert written is not None
    assert written[0] == {"purpose": "supervision", "division": SHAOXING, "found": 3}


async def test_the_same_figures_are_taken_along_as_a_workbook_and_on_paper(life: Life, database_url: str) -> None:
    officer = life.worlds[SHAOXING].officer
    asked = {"since": MARCH, "until": APRIL, "purpose": "inspection"}
    files = {
        each: await officer.send("GET", "/v1/statistics/file", query=asked | {"format": each})
        for each in ("xlsx", "pdf")
    }
    with psycopg.connect(database_url) as connection:
        kept = connection.execute(
            "SELECT detail FROM audit_entry WHERE action = 'statistics:figure:read' ORDER BY entry_id DESC LIMIT 2"
        ).fetchall()
    paper, book = (row[0] for row in kept)
    assert (paper["format"], book["format"], paper["purpose"]) == ("pdf", "xlsx", "inspection")
    assert paper["rows_sha256"] == book["rows_sha256"], "the same rows"
    assert "mark" not in paper, "it names a person"
    assert files["pdf"].headers["manifest-sha256"] == paper["manifest_sha256"]
    reader = PdfReader(BytesIO(files["pdf"].content))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    assert all("用途：审计与专项检查" in page for page in pages), "marked on each page"
    assert paper["rows_sha256"] in pages[-1]
    assert "按机构" in "".join(pages)
    for sheet in contents(files["xlsx"].content).sheets[:-1]:
        assert str(sheet.rows[max(sheet.rows)][0]).startswith("说明：本件由"), sheet.name


@pytest.mark.usefixtures("life")
async def test_a_figure_moved_by_hand_is_found(
    resources: Resources, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await verify(resources.database)
    assert SHAOXING not in capsys.readouterr().out
    where = "paying = '330681' AND measure = 'issued'"
    _execute(database_url, f"UPDATE statistics_counter SET value = value + 7 WHERE {where}")  # noqa: S608
    try:
        assert await verify(resources.database) == 1
    finally:
        _execute(database_url, f"UPDATE statistics_counter SET value = value - 7 WHERE {where}")  # noqa: S608
    out = capsys.readouterr().out
    assert "statistics off by 7: counter" in out
    assert "statistics off by -14: total" in out


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
