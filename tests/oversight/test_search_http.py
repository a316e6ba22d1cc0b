"""Regulators' lists: every filter, every scope, files that are whole and harmless, lists of voucher codes."""

import csv
import re
from base64 import b64encode
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json
from pypdf import PdfReader
from sqlalchemy import select

from checkin_service.access.model import Permission, Role, Subject
from checkin_service.access.tables import audit_entry
from checkin_service.identity.service import document_hash
from checkin_service.identity.tables import document_index
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import Fragment
from checkin_service.kit.ids import new_id
from checkin_service.kit.intake.notes import is_remark
from checkin_service.kit.intake.workbooks import contents
from checkin_service.kit.resources import Resources
from checkin_service.oversight.service import searching
from checkin_service.oversight.words.tables import FileKind, Manifest, file_of, harmless
from checkin_service.voucher.model.codes import new_code
from tests.access.people import an_officer, bearer
from tests.building.authorities import an_authority_of_shaoxing
from tests.building.desks import somebody
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world, another_trainee
from tests.building.world import SUBSIDY_FEN
from tests.tools.reading import reading


@pytest.fixture(scope="module")
async def worlds(resources: Resources) -> list[StoredWorld]:
    """Two classes of two authorities: an eligible and a denied trainee in the first, an eligible one elsewhere."""
    first, elsewhere = [
        await a_stored_world(resources, attended=3, authority_code=an_authority_of_shaoxing()) for _ in range(2)
    ]
    denied = await another_trainee(first)
    for each in (first, elsewhere):
        await each.assess(passed=True)
    for each in (first, denied, elsewhere):
        await each.complete()
    await deliver_all(resources)
    return [first, denied, elsewhere]


async def asked(client: httpx.AsyncClient, resources: Resources, subject: Subject, path: str, **body: Any) -> Any:
    answer = await client.post(
        f"/v1/eligibility/{path}", json={"purpose": "supervision"} | body, headers=bearer(resources, subject)
    )
    assert answer.status_code == 200, answer.text
    return answer


async def found(client: httpx.AsyncClient, resources: Resources, world: StoredWorld, **body: Any) -> set[str]:
    page = (await asked(client, resources, world.officer, "searches", **body)).json()
    return {each["trainee_id"] for each in page["determinations"]}


async def test_each_filter_narrows_the_list(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    first, denied, _ = worlds
    both, one, other = (
        {str(first.trainee_id), str(denied.trainee_id)},
        {str(first.trainee_id)},
        {str(denied.trainee_id)},
    )
    today = resources.clock.now().date()
    for body, expected in (
        ({}, both),
        ({"class_id": str(first.class_id)}, both),
        ({"class_id": str(new_id())}, set()),
        ({"trainee_id": str(first.trainee_id)}, one),
        ({"voucher_code": first.voucher.voucher_code}, one),
        ({"voucher_code": new_code()}, set()),
        ({"institution_id": str(first.institution_id)}, both),
        ({"institution_id": str(new_id())}, set()),
        ({"region": first.authority_code[:4]}, both),
        ({"region": "35"}, set()),
        ({"outcome": "eligible"}, one),
        ({"outcome": "not_eligible"}, other),
        (
            {"determined_from": str(today - timedelta(days=1)), "determined_before": str(today + timedelta(days=2))},
            both,
        ),
        ({"determined_before": str(today - timedelta(days=1))}, set()),
        ({"outcome": "eligible", "region": "33", "class_id": str(first.class_id)}, one),
    ):
        assert await found(client, resources, first, **body) == expected, body


async def test_a_person_is_found_by_the_keyed_hash_of_their_document(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    first, denied, _ = worlds
    document = {"kind": "passport", "number": f"E{new_id().hex[-8:].upper()}"}
    async with resources.database.write() as unit:
        row = {"document_hash": document_hash(resources, **document), "trainee_id": first.trainee_id}
        unit.add(Fragment(document_index.insert().values(**row)))
    assert await found(client, resources, first, document=document) == {str(first.trainee_id)}
    assert await found(client, resources, first, document=document | {"number": "E00000000"}) == set()
    assert await found(client, resources, first, document=document, trainee_id=str(denied.trainee_id)) == set()
    trail = await resources.database.read(
        reading(select(audit_entry.c.detail).where(audit_entry.c.action == Permission.DETERMINATION_SEARCH))
    )
    assert not [entry for entry in trail if document["number"] in str(entry.detail)]


async def test_the_three_roles_of_an_authority_are_three_scopes(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    world, counting = [
        await a_stored_world(resources, attended=3, authority_code=an_authority_of_shaoxing()) for _ in range(2)
    ]
    await world.share_with(supervising=world.authority_code, counting=counting.authority_code)
    await world.complete()
    await deliver_all(resources)
    trainee = {str(world.trainee_id)}
    for each, roles, expected in (
        (world, ["supervising"], trainee),
        (world, ["paying"], trainee),
        (world, ["counting"], set()),
        (counting, ["counting"], trainee),
        (counting, ["supervising", "paying"], set()),
    ):
        assert await found(client, resources, each, roles=roles) == expected
    stranger = await asked(client, resources, an_officer("340000"), "searches", class_id=str(world.class_id))
    assert stranger.json() == {"determinations": [], "next_cursor": None}


async def test_a_province_reads_what_its_cities_determine(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    class_id = str(worlds[0].class_id)
    province = an_officer("330000")
    answer = await asked(client, resources, province, "searches", class_id=class_id)
    listed = {each["trainee_id"] for each in answer.json()["determinations"]}
    assert listed == {str(worlds[0].trainee_id), str(worlds[1].trainee_id)}
    read = await client.get("/v1/eligibility", params={"class": class_id}, headers=bearer(resources, province))
    assert read.status_code == 200
    publication = {"publication_id": str(new_id())}
    path = f"/v1/classes/{class_id}/publication"
    decided = await client.post(path, json=publication, headers=bearer(resources, province))
    assert decided.status_code == 404


async def test_the_list_that_is_put_up_on_paper_is_the_one_that_was_published(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    body, headers = {"publication_id": str(new_id())}, bearer(resources, worlds[0].officer)
    path = f"/v1/classes/{worlds[0].class_id}/publication"
    published = (await client.post(path, json=body, headers=headers)).json()
    paper = await client.post(f"{path}/paper", json=body, headers=headers)
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper.content)).pages)
    assert published["rows"]
    assert all(f"{row['number']}{row['name']}{row['document']}" in text for row in published["rows"])
    assert published["rows_sha256"] in text
    assert "人社部门（盖章）" in text


async def test_long_lists_come_in_pages_by_cursor(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    officer, seen, cursor = worlds[0].officer, [], None
    for _ in range(2):
        page = (await asked(client, resources, officer, "searches", limit=1, cursor=cursor)).json()
        seen += [each["trainee_id"] for each in page["determinations"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert len(set(seen)) == 2


async def test_a_search_needs_a_purpose(client: httpx.AsyncClient, resources: Resources) -> None:
    for path, body in (("searches", {}), ("exports", {"format": "csv"}), ("voucher-lists", {"voucher_codes": ["x"]})):
        answer = await client.post(f"/v1/eligibility/{path}", json=body, headers=bearer(resources, an_officer()))
        assert answer.status_code == 422


async def test_the_csv_holds_what_the_list_shows_and_its_digests_are_in_the_trail(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    officer = worlds[0].officer
    answer = await asked(client, resources, officer, "exports", format="csv", outcome="eligible", purpose="payment")
    head, row, mark = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(mark) == len(head)
    shown = dict(zip(head, row, strict=True))
    assert (shown["结论"], shown["补贴金额（元）"], shown["唯一码"]) == (
        "符合",
        f"{SUBSIDY_FEN / 100:.2f}",
        worlds[0].voucher.voucher_code,
    )
    assert answer.headers["content-digest"] == f"sha-256=:{b64encode(sha256(answer.content).digest()).decode()}:"
    (entry,) = await resources.database.read(
        reading(select(audit_entry.c.detail).where(audit_entry.c.subject == officer.name))
    )
    stamp = resources.lookup.of(answer.headers["manifest-sha256"]).hex()
    assert entry.detail["manifest_stamp"] == stamp, "by a keyed digest: a short list could be guessed from a plain one"
    assert (entry.detail["purpose"], entry.detail["rows"]) == ("payment", 1)
    assert "mark" not in entry.detail, "it names a person"


async def test_the_workbook_is_typed_and_brings_its_manifest(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    answer = await asked(client, resources, worlds[0].officer, "exports", format="xlsx")
    with ZipFile(BytesIO(answer.content)) as book:
        first, second = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert re.search(rf"<v>{SUBSIDY_FEN // 100}(\.0+)?</v>", first)
    assert answer.headers["manifest-sha256"] in second
    assert "<f>" not in first


async def test_a_file_says_who_took_it_when_and_what_for_in_a_line_that_is_no_row(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    officer = await somebody(resources, client, Role.OFFICER, worlds[0].authority_code)
    at = f"{resources.clock.now().astimezone(CHINA):%Y-%m-%d %H:%M}"
    expected = f"说明：本件由查阅（经办人员，{worlds[0].authority_code}）于{at}导出，用途：补贴审核与拨付。"
    body = {"purpose": "payment", "outcome": "eligible"}
    for kind in ("csv", "xlsx"):
        answer = await officer.send("POST", "/v1/eligibility/exports", content=to_json(body | {"format": kind}))
        sheet = contents(answer.content).sheets[0].rows if kind == "xlsx" else {}
        rows = list(sheet.values()) or list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
        texts = [str(each) for each in rows[-1] if each]
        assert texts[0].startswith(expected), kind
        assert is_remark(texts, needed=[0, 1]), "reading such a table passes over it"


async def test_statistics_need_no_names(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    answer = await asked(client, resources, worlds[0].officer, "exports", format="csv", purpose="statistics")
    assert {row[1] for row in csv.reader(StringIO(answer.content.decode("utf-8-sig")))} == {"姓名", ""}


async def test_a_file_that_would_be_too_large_is_refused(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LARGEST_FILE", 1)
    answer = await client.post(
        "/v1/eligibility/exports",
        json={"purpose": "payment", "format": "csv"},
        headers=bearer(resources, worlds[0].officer),
    )
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/rule-refused"


async def test_a_file_of_many_pages_is_whole(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_AT_ONCE", 1)
    answer = await asked(client, resources, worlds[0].officer, "exports", format="csv")
    assert len(answer.content.splitlines()) == 4, "heading, two rows and the mark"


async def test_a_list_of_voucher_codes_is_answered_row_by_row(
    client: httpx.AsyncClient, resources: Resources, worlds: list[StoredWorld]
) -> None:
    first, denied, elsewhere = worlds
    waiting = await another_trainee(first)
    codes = [each.voucher.voucher_code for each in (first, denied, elsewhere, waiting)]
    typed = [*codes, codes[0].lower(), new_code(), "nonsense", "nonsense"]
    for subject in (first.officer, first.admin):
        answer = (await asked(client, resources, subject, "voucher-lists", voucher_codes=typed)).json()
        assert [row["status"] for row in answer["rows"]] == [
            "eligible",
            "not_eligible",
            "unknown",
            "not_determined",
            "repeated",
            "unknown",
            "unknown",
            "unknown",
        ]
        assert [row["voucher_code"] for row in answer["rows"]] == typed
        assert (answer["eligible"], answer["amount_fen"]) == (1, SUBSIDY_FEN)


@given(st.text(), st.sampled_from("=+-@\t\r＝＋－＠"))
def test_no_text_becomes_a_formula(rest: str, start: str) -> None:
    assert harmless(start + rest) == f"'{start}{rest}"


def test_numbers_that_look_like_formulas_stay_numbers() -> None:
    content = file_of(FileKind.CSV, [("=1+1", -5, Decimal("-1.50"))], Manifest({}))
    assert content.decode("utf-8-sig").splitlines()[1] == "'=1+1,-5,-1.50"
